import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiErrorResponses } from '../common/index.js';
import { sendText } from '../runs/index.js';
import { ExperimentComparisonDto } from './dto/experiment-comparison.dto.js';
import { TableQueryDto } from './dto/exports.dto.js';
import { compareExperiments } from './experiments/domain/comparison.js';
import { ExperimentReader } from './experiments/experiment-reader.js';
import { EXPERIMENT_RUN_COLUMNS, experimentRunTable } from './experiments/experiment-run-table.js';
import { csvOf } from './exports/csv.js';

@ApiTags('experiments')
@Controller('experiments')
export class ExperimentResultsController {
  constructor(private readonly reader: ExperimentReader) {}

  /**
   * Compare an experiment with a baseline
   * @remarks Every share and every mean of the groups that the two have in common, with the interval of its difference. All
   * intervals hold at once, 19 times out of 20: two experiments of one set-up are found to differ in 5 % of comparisons at
   * the most. Both have to have ended.
   */
  @Get(':experiment_id/compare/:baseline_id')
  @ApiOperation({ operationId: 'compareExperiments' })
  @ApiProduces('application/json')
  @ApiOkResponse({ type: ExperimentComparisonDto })
  @ApiErrorResponses(
    'SIM_EXPERIMENT_NOT_FOUND',
    'RUN_STATE_CONFLICT',
    'RUN_LOG_CORRUPT',
    'RUN_STORAGE_UNAVAILABLE',
  )
  async compare(
    @Param('experiment_id') experimentId: string,
    @Param('baseline_id') baselineId: string,
  ): Promise<ExperimentComparisonDto> {
    const [value, baseline] = await Promise.all([
      this.reader.ended(experimentId),
      this.reader.ended(baselineId),
    ]);
    return compareExperiments(value, baseline);
  }

  /**
   * Read the runs of an experiment as a table
   * @remarks CSV (RFC 4180) with a line for each run that has ended and was counted, for spreadsheets, pandas and R. A text
   * that a spreadsheet would take for a formula has an apostrophe before it.
   */
  @Get(':experiment_id/runs.csv')
  @ApiOperation({ operationId: 'readExperimentRuns' })
  @ApiProduces('text/csv')
  @ApiErrorResponses('SIM_EXPERIMENT_NOT_FOUND', 'RUN_LOG_CORRUPT', 'RUN_STORAGE_UNAVAILABLE')
  @ApiOkResponse({
    description: 'The runs, as CSV.',
    content: { 'text/csv': { schema: { type: 'string' } } },
  })
  async runs(
    @Param('experiment_id') experimentId: string,
    @Query() { bom }: TableQueryDto,
    @Res() response: Response,
  ): Promise<void> {
    const { request, rows } = await this.reader.runsOf(experimentId);
    const csv = csvOf(EXPERIMENT_RUN_COLUMNS, experimentRunTable(request, rows), bom === 'true');
    const headers = {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${experimentId}-runs.csv"`,
    };
    await sendText(response, csv, { headers });
  }
}

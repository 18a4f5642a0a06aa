import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import {
  ApiErrorResponses,
  NeedsScope,
  TakesLink,
  preferredMediaType,
  readsReportsOnly,
} from '../common/index.js';
import { RunlogService, RunsService, type RunRecord } from '../runs/index.js';
import { ReportDto } from './dto/report.dto.js';
import { buildReport } from './report/build-report.js';
import type { Report } from './report/report.js';
import { reportMarkdown } from './report/report-markdown.js';
import { parsedRows } from './parsed-rows.js';
import { ReportNotFoundError } from './simulation.errors.js';
import { SIMULATION } from './simulation.pipeline.js';

const MEDIA_TYPES = { json: 'application/json', markdown: 'text/markdown' } as const;

@ApiTags('simulation')
@Controller('runs')
export class ReportController {
  constructor(
    private readonly runs: RunsService,
    private readonly runlogs: RunlogService,
  ) {}

  /**
   * Read the report of a simulation
   * @remarks What writers need, made from the run log alone; as Markdown when `Accept` prefers text/markdown. For a token of
   * scope `report` and for links, `near_hidden_facts` is empty.
   */
  @NeedsScope('report')
  @Get(':run_id/report')
  @ApiOperation({ operationId: 'readReport' })
  @ApiErrorResponses('RUN_NOT_FOUND', 'RUN_REPORT_NOT_FOUND', 'RUN_LOG_CORRUPT', 'RUN_STORAGE_UNAVAILABLE')
  @TakesLink()
  @ApiProduces(MEDIA_TYPES.json, MEDIA_TYPES.markdown)
  @ApiExtraModels(ReportDto)
  @ApiOkResponse({
    description: 'The report, as JSON or as Markdown.',
    content: {
      [MEDIA_TYPES.json]: { schema: { $ref: getSchemaPath(ReportDto) } },
      [MEDIA_TYPES.markdown]: { schema: { type: 'string' } },
    },
  })
  async report(
    @Param('run_id') runId: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ReportDto | string> {
    const run = await this.runs.get(runId);
    assertReported(run);
    const whole = await buildReport(parsedRows(run, this.runlogs.rows(run)), run.run_id);
    const report = readsReportsOnly(request) ? withoutTrails(whole) : whole;
    const { json, markdown } = MEDIA_TYPES;
    if (preferredMediaType(request.headers.accept, [json, markdown]) !== markdown) {
      return ReportDto.of(report);
    }
    response.type(`${markdown}; charset=utf-8`);
    return reportMarkdown(report);
  }
}

/** A report that does not lead to the hidden facts. */
function withoutTrails(report: Report): Report {
  return { ...report, near_hidden_facts: [] };
}

/** @throws ReportNotFoundError when the run is no simulation, or its log has no end yet */
function assertReported({ run_id, pipeline, status, summary }: RunRecord): void {
  if (pipeline !== SIMULATION) throw new ReportNotFoundError(run_id, `it is no ${SIMULATION}`);
  if (summary.row_counts['end_condition']) return;
  throw new ReportNotFoundError(run_id, `it is ${status} and has not come to its end_condition`);
}

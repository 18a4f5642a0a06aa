import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiErrorResponses } from '../common/index.js';
import { RunlogService, RunsService } from '../runs/index.js';
import { diffRuns, type ReadRun } from './diff/run-diff.js';
import { RunDiffDto } from './dto/run-diff.dto.js';
import { parsedRows } from './parsed-rows.js';

@ApiTags('simulation')
@Controller('runs')
export class DiffController {
  constructor(
    private readonly runs: RunsService,
    private readonly runlogs: RunlogService,
  ) {}

  /**
   * Compare two runs
   * @remarks Where their logs part, how they ended, and their rounds and comments beside each other. Made from the run
   * logs alone, of runs that have ended or not: what is there at the moment is compared.
   */
  @Get(':run_id/diff/:other_id')
  @ApiOperation({ operationId: 'diffRuns' })
  @ApiProduces('application/json')
  @ApiErrorResponses('RUN_NOT_FOUND', 'RUN_LOG_CORRUPT', 'RUN_STORAGE_UNAVAILABLE')
  @ApiOkResponse({ type: RunDiffDto })
  async diff(@Param('run_id') runId: string, @Param('other_id') otherId: string): Promise<RunDiffDto> {
    const [left, right] = await Promise.all([this.read(runId), this.read(otherId)]);
    return diffRuns(left, right);
  }

  private async read(runId: string): Promise<ReadRun> {
    const run = await this.runs.get(runId);
    return { run, rows: parsedRows(run, this.runlogs.rows(run)) };
  }
}

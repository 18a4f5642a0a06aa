import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiErrorResponses, NeedsScope } from '../common/index.js';
import { CorruptRunlogError, RunNotFoundError, RunlogService, RunsService } from '../runs/index.js';
import { RoundTotalsListDto, RoundTotalsQueryDto, type RoundTotalsDto } from './dto/round-totals.dto.js';

/** Rows that end a round. */
const ENDS = { choice: { types: ['round_summary'] }, page: null };

interface EndOfRound {
  readonly upvote_count: number;
  readonly report_count: number;
}

@ApiTags('simulation')
@ApiProduces('application/json')
@ApiErrorResponses('RUN_STORAGE_UNAVAILABLE')
@NeedsScope('report')
@Controller('rounds')
export class RoundTotalsController {
  constructor(
    private readonly runs: RunsService,
    private readonly runlogs: RunlogService,
  ) {}

  /**
   * Read the upvotes and reports of the rounds of several runs
   * @remarks For lists that show how each run went; runs that cannot be read are left out. GET /runs/{run_id}/rounds tells more of one.
   */
  @Get()
  @ApiOperation({ operationId: 'readRoundTotals' })
  async totals(@Query() { run_id }: RoundTotalsQueryDto): Promise<RoundTotalsListDto> {
    const items: RoundTotalsDto[] = [];
    for (const id of new Set(run_id)) {
      const totals = await this.totalsOf(id);
      if (totals) items.push(totals);
    }
    return { items };
  }

  private async totalsOf(runId: string): Promise<RoundTotalsDto | null> {
    try {
      const totals: RoundTotalsDto = { run_id: runId, upvotes: [], reports: [] };
      for await (const text of this.runlogs.lines(await this.runs.get(runId), ENDS)) {
        for (const line of text.toString().trimEnd().split('\n')) {
          const { upvote_count, report_count } = JSON.parse(line) as EndOfRound;
          totals.upvotes.push(upvote_count);
          totals.reports.push(report_count);
        }
      }
      return totals;
    } catch (error) {
      const isUnreadable = error instanceof CorruptRunlogError || error instanceof SyntaxError;
      if (error instanceof RunNotFoundError || isUnreadable) return null;
      throw error;
    }
  }
}

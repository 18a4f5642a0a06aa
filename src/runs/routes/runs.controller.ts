import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ProblemResponses } from '../../problems/index.js';
import { ApiErrorResponses, NeedsScope, readsReportsOnly } from '../../common/index.js';
import { RUN_STATUSES } from '../domain/run.js';
import { ListRunsQueryDto } from '../dto/list-runs.query.dto.js';
import { RunListDto } from '../dto/run-list.dto.js';
import { RunDto } from '../dto/run.dto.js';
import { ListRunsQueryPipe, type ListedRunsQuery } from './list-runs-query.pipe.js';
import { RunPresenter } from './run-presenter.js';
import { RunsService } from '../runs.service.js';

@ApiTags('runs')
@ProblemResponses()
@ApiProduces('application/json')
@NeedsScope('report')
@Controller('runs')
export class RunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly presenter: RunPresenter,
  ) {}

  /**
   * List runs, newest first
   * @remarks Filters combine with AND; unknown parameters are refused. Go on with `cursor`, which takes `next_cursor`.
   */
  @Get()
  @ApiOperation({ operationId: 'listRuns' })
  @ApiErrorResponses('RUN_STORAGE_UNAVAILABLE')
  @ApiQuery({ name: 'status', enum: [...RUN_STATUSES], required: false, description: 'Runs in this state.' })
  @ApiQuery({ type: ListRunsQueryDto })
  async list(@Query(ListRunsQueryPipe) { query, page }: ListedRunsQuery): Promise<RunListDto> {
    return this.presenter.showPage(query, await this.runs.list(page));
  }

  /** Read the newest run */
  @Get('latest')
  @ApiOperation({ operationId: 'readLatestRun' })
  @ApiErrorResponses('RUN_NOT_FOUND', 'RUN_LOG_CORRUPT', 'RUN_STORAGE_UNAVAILABLE')
  async latest(@Req() request: Request): Promise<RunDto> {
    return shownTo(request, await this.presenter.show(await this.runs.latest()));
  }

  /**
   * Read a run: its state and its summary, without its rows
   * @remarks `request` is null for a token of scope `report`.
   */
  @Get(':run_id')
  @ApiOperation({ operationId: 'readRun' })
  @ApiErrorResponses('RUN_NOT_FOUND', 'RUN_LOG_CORRUPT', 'RUN_STORAGE_UNAVAILABLE')
  async get(@Param('run_id') runId: string, @Req() request: Request): Promise<RunDto> {
    return shownTo(request, await this.presenter.showStored(runId, this.runs.get(runId)));
  }
}

/** What a run was asked to do may tell what its thread does not: a pipeline may show all of its input. */
function shownTo(request: Request, run: RunDto): RunDto {
  return readsReportsOnly(request) ? Object.assign(run, { request: null }) : run;
}

import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiErrorResponses } from '../common/index.js';
import {
  GivenKey,
  NoBodyGuard,
  TakesIdempotencyKey,
  decodeCursor,
  listOf,
  type IdempotencyRequest,
} from '../runs/index.js';
import { ListExperimentsQueryDto } from './dto/experiment-query.dto.js';
import { ExperimentDto } from './dto/experiment-request.dto.js';
import { EXPERIMENT_STATUSES, ExperimentListDto, ExperimentViewDto } from './dto/experiment.dto.js';
import { ExperimentPresenter } from './experiments/experiment-presenter.js';
import { ExperimentsService } from './experiments/experiments.service.js';

/** Seconds after which it is worth looking at an accepted experiment. */
const RETRY_AFTER_SECONDS = '1';

@ApiTags('experiments')
@ApiProduces('application/json')
@Controller('experiments')
export class ExperimentsController {
  constructor(
    private readonly experiments: ExperimentsService,
    private readonly presenter: ExperimentPresenter,
  ) {}

  /**
   * Start an experiment: one incident, simulated many times
   * @remarks A run for each combination of what is varied. They are executed in the background, behind all other runs, and
   * go on after a restart.
   */
  @Post()
  @ApiBody({ type: ExperimentDto })
  @ApiOperation({ operationId: 'startExperiment' })
  @ApiAcceptedResponse({ type: ExperimentViewDto })
  @ApiErrorResponses(
    'SIM_EXPERIMENT_TOO_LARGE',
    'SIM_UNKNOWN_BOARD',
    'SIM_UNKNOWN_ZONE',
    'SIM_UNKNOWN_PACKS',
    'SIM_CANON_GATE_FAILED',
    'RUN_QUEUE_FULL',
    'REQ_IDEMPOTENCY_IN_PROGRESS',
    'REQ_IDEMPOTENCY_KEY_REUSED',
    'RUN_LOG_CORRUPT',
    'SYS_NOT_READY',
    'RUN_STORAGE_UNAVAILABLE',
  )
  @HttpCode(202)
  @TakesIdempotencyKey()
  async start(
    @Body() body: Partial<ExperimentDto> = {}, // checked as every input of a run is
    @GivenKey() key: IdempotencyRequest | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ExperimentViewDto> {
    const { run, request, replayed } = await this.experiments.start(body, key);
    const shown = await this.presenter.show(run, request);
    response.set({ Location: shown.links.self, 'Retry-After': RETRY_AFTER_SECONDS });
    if (replayed) response.set('Idempotency-Replayed', 'true');
    return shown;
  }

  /**
   * List experiments, newest first
   * @remarks Without their results. Unknown parameters are refused. Go on with `cursor`, which takes `next_cursor`.
   */
  @Get()
  @ApiOperation({ operationId: 'listExperiments' })
  @ApiOkResponse({ type: ExperimentListDto })
  @ApiErrorResponses('RUN_STORAGE_UNAVAILABLE')
  @ApiQuery({
    name: 'status',
    enum: [...EXPERIMENT_STATUSES],
    required: false,
    description: 'Experiments in this state.',
  })
  async list(@Query() query: ListExperimentsQueryDto): Promise<ExperimentListDto> {
    const { limit, offset = 0, cursor, status } = query;
    const after = decodeCursor(cursor ?? '');
    const filter = status ? { status } : {};
    const page = await this.experiments.list({ filter, limit: limit + 1, offset, ...(after && { after }) });
    return listOf(query, page, (run) => this.presenter.showItem(run));
  }

  /**
   * Read an experiment and its results
   * @remarks While it goes on, the results describe the runs that have ended. They cost the same to read for ten runs and
   * for ten thousand.
   */
  @Get(':experiment_id')
  @ApiOperation({ operationId: 'readExperiment' })
  @ApiOkResponse({ type: ExperimentViewDto })
  @ApiErrorResponses('SIM_EXPERIMENT_NOT_FOUND', 'RUN_LOG_CORRUPT', 'RUN_STORAGE_UNAVAILABLE')
  async read(@Param('experiment_id') experimentId: string): Promise<ExperimentViewDto> {
    return this.presenter.show(await this.experiments.get(experimentId));
  }

  /**
   * Cancel an experiment
   * @remarks Takes no body. Its runs under way are cancelled; those that have ended stay, and so do its results.
   */
  @Post(':experiment_id/cancel')
  @ApiOperation({ operationId: 'cancelExperiment' })
  @ApiAcceptedResponse({ type: ExperimentViewDto })
  @ApiErrorResponses(
    'SIM_EXPERIMENT_NOT_FOUND',
    'RUN_STATE_CONFLICT',
    'RUN_LOG_CORRUPT',
    'RUN_STORAGE_UNAVAILABLE',
  )
  @HttpCode(202)
  @UseGuards(NoBodyGuard)
  async cancel(@Param('experiment_id') experimentId: string): Promise<ExperimentViewDto> {
    return this.presenter.show(await this.experiments.cancel(experimentId));
  }

  /**
   * Delete an experiment that has ended
   * @remarks With all its runs, and their logs.
   */
  @Delete(':experiment_id')
  @ApiOperation({ operationId: 'deleteExperiment' })
  @ApiErrorResponses(
    'SIM_EXPERIMENT_NOT_FOUND',
    'RUN_STATE_CONFLICT',
    'RUN_LOG_CORRUPT',
    'RUN_STORAGE_UNAVAILABLE',
  )
  @HttpCode(204)
  async delete(@Param('experiment_id') experimentId: string): Promise<void> {
    await this.experiments.delete(experimentId);
  }
}

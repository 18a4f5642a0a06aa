import { Body, Controller, Delete, HttpCode, Param, Post, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ProblemResponses } from '../../problems/index.js';
import { ApiErrorResponses } from '../../common/index.js';
import { ForkRunDto } from '../dto/fork-run.dto.js';
import { RunDto } from '../dto/run.dto.js';
import { StartRunDto } from '../dto/start-run.dto.js';
import { GivenKey, TakesIdempotencyKey, type IdempotencyRequest } from './idempotency-key.js';
import { NoBodyGuard } from './no-body.guard.js';
import { RunPresenter } from './run-presenter.js';
import { RunsService } from '../runs.service.js';

@ApiTags('runs')
@ProblemResponses()
@ApiProduces('application/json')
@Controller('runs')
export class RunCommandsController {
  constructor(
    private readonly runs: RunsService,
    private readonly presenter: RunPresenter,
  ) {}

  /**
   * Start a run without waiting for it
   * @remarks Accepts a run of any pipeline and answers at once; follow it at its `Location`, or by its events.
   */
  @Post()
  @ApiOperation({ operationId: 'startRun' })
  @ApiErrorResponses(
    'ORCH_FAULTS_DISABLED',
    'ORCH_UNKNOWN_PIPELINE',
    'ORCH_UNKNOWN_STAGE',
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
    @Body() body: StartRunDto,
    @GivenKey() key: IdempotencyRequest | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RunDto> {
    const { pipeline, input, max_stage_retries: maxStageRetries, faults } = body;
    const start = { pipeline, input, maxStageRetries, faults };
    return this.presenter.respondAccepted(response, await this.runs.start(start, key));
  }

  /**
   * Cancel a queued, running or interrupted run
   * @remarks Takes no body. What the run has written stays; it can be resumed.
   */
  @Post(':run_id/cancel')
  @ApiOperation({ operationId: 'cancelRun' })
  @ApiErrorResponses('RUN_NOT_FOUND', 'RUN_STATE_CONFLICT', 'RUN_LOG_CORRUPT', 'RUN_STORAGE_UNAVAILABLE')
  @HttpCode(202)
  @UseGuards(NoBodyGuard)
  async cancel(@Param('run_id') runId: string): Promise<RunDto> {
    return this.presenter.show(await this.runs.cancel(runId));
  }

  /**
   * Resume a failed, cancelled or interrupted run
   * @remarks Takes no body. The run goes on from its last checkpoint; its stages get new attempts, its log goes on.
   */
  @Post(':run_id/resume')
  @ApiOperation({ operationId: 'resumeRun' })
  @ApiErrorResponses(
    'RUN_NOT_FOUND',
    'RUN_STATE_CONFLICT',
    'RUN_QUEUE_FULL',
    'RUN_LOG_CORRUPT',
    'SYS_NOT_READY',
    'RUN_STORAGE_UNAVAILABLE',
  )
  @HttpCode(202)
  @UseGuards(NoBodyGuard)
  async resume(@Param('run_id') runId: string): Promise<RunDto> {
    return this.presenter.show(await this.runs.resume(runId));
  }

  /**
   * Fork a run: a new one that takes over its first stages
   * @remarks The new run takes over the stages before `from_stage` with their rows, and does the rest itself. With
   * `from_round`, it plays the rounds before again; their rows are those of the original but for ids and times. `changes` hold
   * from that point on; what would change a row before it is refused (`fork_refused`).
   */
  @Post(':run_id/fork')
  @ApiOperation({ operationId: 'forkRun' })
  @ApiErrorResponses(
    'RUN_NOT_FOUND',
    'RUN_STATE_CONFLICT',
    'RUN_FORK_REFUSED',
    'ORCH_UNKNOWN_STAGE',
    'RUN_QUEUE_FULL',
    'REQ_IDEMPOTENCY_IN_PROGRESS',
    'REQ_IDEMPOTENCY_KEY_REUSED',
    'RUN_LOG_CORRUPT',
    'SYS_NOT_READY',
    'RUN_STORAGE_UNAVAILABLE',
  )
  @HttpCode(202)
  @TakesIdempotencyKey()
  async fork(
    @Param('run_id') runId: string,
    @Body() body: ForkRunDto,
    @GivenKey() key: IdempotencyRequest | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RunDto> {
    const { from_stage: fromStage, from_round: fromRound, changes } = body;
    const forked = await this.runs.fork(runId, { fromStage, fromRound, changes }, key);
    return this.presenter.respondAccepted(response, forked);
  }

  /**
   * Delete a run that has ended
   * @remarks With its log, its checkpoints, its request and its Idempotency-Key.
   */
  @Delete(':run_id')
  @ApiOperation({ operationId: 'deleteRun' })
  @ApiErrorResponses('RUN_NOT_FOUND', 'RUN_STATE_CONFLICT', 'RUN_LOG_CORRUPT', 'RUN_STORAGE_UNAVAILABLE')
  @HttpCode(204)
  async delete(@Param('run_id') runId: string): Promise<void> {
    await this.runs.delete(runId);
  }
}

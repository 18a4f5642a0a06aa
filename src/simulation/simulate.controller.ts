import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiErrorResponses } from '../common/index.js';
import {
  GivenKey,
  RunDto,
  RunPresenter,
  RunsService,
  TakesIdempotencyKey,
  type IdempotencyRequest,
} from '../runs/index.js';
import { SimulateDto } from './dto/simulate.dto.js';
import { SIMULATION } from './simulation.pipeline.js';

@ApiTags('simulation')
@ApiProduces('application/json')
@Controller('simulate')
export class SimulateController {
  constructor(
    private readonly runs: RunsService,
    private readonly presenter: RunPresenter,
  ) {}

  /**
   * Run a simulation and wait for its end
   * @remarks Choose one of the examples. The answer is the run; a stage that ran out of attempts is a 500 that says what
   * each attempt met, and the failed run stays. The run goes on when the caller goes away.
   */
  @Post()
  @ApiBody({ type: SimulateDto })
  @ApiOperation({ operationId: 'simulate' })
  @ApiErrorResponses(
    'ORCH_STAGE_FAILED',
    'ORCH_FAULTS_DISABLED',
    'ORCH_UNKNOWN_STAGE',
    'SIM_UNKNOWN_BOARD',
    'SIM_UNKNOWN_ZONE',
    'SIM_UNKNOWN_PACKS',
    'SIM_CANON_GATE_FAILED',
    'RUN_QUEUE_FULL',
    'RUN_STATE_CONFLICT',
    'REQ_IDEMPOTENCY_IN_PROGRESS',
    'REQ_IDEMPOTENCY_KEY_REUSED',
    'RUN_LOG_CORRUPT',
    'SYS_NOT_READY',
    'RUN_STORAGE_UNAVAILABLE',
  )
  @HttpCode(200)
  @TakesIdempotencyKey()
  async simulate(
    @Body() body: Partial<SimulateDto> = {}, // checked by `RunsService.execute`, as every input of a run is
    @GivenKey() key: IdempotencyRequest | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RunDto> {
    const { max_stage_retries: maxStageRetries, faults, ...input } = body;
    const start = { pipeline: SIMULATION, input, maxStageRetries, faults, inputPointer: '' };
    return this.presenter.respondExecuted(response, await this.runs.execute(start, key));
  }
}

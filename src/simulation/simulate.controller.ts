import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import {
  GivenKey,
  RunDto,
  RunsService,
  TakesIdempotencyKey,
  answerWith,
  assertNotFailed,
  markReplay,
  type CallerKey,
} from '../runs/index.js';
import { SimulateDto } from './dto/simulate.dto.js';
import { checkLimits } from './simulation-limits.js';
import { SIMULATION, requestOf } from './simulation.pipeline.js';

@ApiTags('simulation')
@Controller('simulate')
export class SimulateController {
  constructor(
    private readonly runs: RunsService,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /** Runs a simulation and waits for its end. The run goes on when the caller goes away. */
  @Post()
  @HttpCode(200)
  @TakesIdempotencyKey()
  async simulate(
    @Body() body: SimulateDto,
    @GivenKey() key: CallerKey | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RunDto> {
    checkLimits(body, this.config);
    const { max_stage_retries, faults } = body;
    const start = {
      pipeline: SIMULATION,
      input: requestOf(body),
      ...(max_stage_retries !== undefined && { maxStageRetries: max_stage_retries }),
      ...(faults && { faults }),
    };
    const answered = await this.runs.runToEnd(start, key);
    markReplay(response, answered);
    assertNotFailed(answered.run);
    return answerWith(response, answered);
  }
}

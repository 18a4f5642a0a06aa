import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import { RunDto, RunsService } from '../runs/index.js';
import { SimulateDto } from './dto/simulate.dto.js';
import { checkLimits } from './simulation-limits.js';
import { SIMULATION, type SimulationRequest } from './simulation.pipeline.js';

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
  async simulate(@Body() body: SimulateDto, @Res({ passthrough: true }) response: Response): Promise<RunDto> {
    checkLimits(body, this.config);
    const { seed, rounds, random_seed, max_stage_retries, faults } = body;
    const input: SimulationRequest = { seed, rounds, ...(random_seed !== undefined && { random_seed }) };
    const run = await this.runs.runToEnd({
      pipeline: SIMULATION,
      input,
      ...(max_stage_retries !== undefined && { maxStageRetries: max_stage_retries }),
      ...(faults && { faults }),
    });
    response.setHeader('Location', `/runs/${run.run_id}`);
    return RunDto.of(run);
  }
}

import { Body, Controller, Delete, HttpCode, Param, Post, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ForkRunDto } from './dto/fork-run.dto.js';
import { RunDto } from './dto/run.dto.js';
import { StartRunDto } from './dto/start-run.dto.js';
import { GivenKey, TakesIdempotencyKey, type CallerKey } from './idempotency-key.js';
import { NoBodyGuard } from './no-body.guard.js';
import { answerAccepted } from './run-answer.js';
import { RunIntake } from './run-intake.js';
import { RunsService } from './runs.service.js';

@ApiTags('runs')
@Controller('runs')
export class RunCommandsController {
  constructor(
    private readonly runs: RunsService,
    private readonly intake: RunIntake,
  ) {}

  /** Accepts a run and returns at once; follow it at its `Location`. */
  @Post()
  @HttpCode(202)
  @TakesIdempotencyKey()
  async start(
    @Body() body: StartRunDto,
    @GivenKey() key: CallerKey | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RunDto> {
    return answerAccepted(response, await this.runs.start(this.intake.accept(body), key));
  }

  /** Asks a queued, running or interrupted run to stop. Takes no body. */
  @Post(':run_id/cancel')
  @HttpCode(202)
  @UseGuards(NoBodyGuard)
  async cancel(@Param('run_id') runId: string): Promise<RunDto> {
    return RunDto.of(await this.runs.cancel(runId));
  }

  /** Runs a failed, cancelled or interrupted run on from its last checkpoint. Takes no body. */
  @Post(':run_id/resume')
  @HttpCode(202)
  @UseGuards(NoBodyGuard)
  async resume(@Param('run_id') runId: string): Promise<RunDto> {
    return RunDto.of(await this.runs.resume(runId));
  }

  /** A new run that takes over the stages before `from_stage`, and does the rest itself. */
  @Post(':run_id/fork')
  @HttpCode(202)
  @TakesIdempotencyKey()
  async fork(
    @Param('run_id') runId: string,
    @Body() body: ForkRunDto,
    @GivenKey() key: CallerKey | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RunDto> {
    return answerAccepted(response, await this.runs.fork(runId, body.from_stage, key));
  }

  /** Deletes a run that has ended, with its log, its checkpoints, its request and its Idempotency-Key. */
  @Delete(':run_id')
  @HttpCode(204)
  async delete(@Param('run_id') runId: string): Promise<void> {
    await this.runs.delete(runId);
  }
}

import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ListRunsQueryDto } from './dto/list-runs.query.dto.js';
import { RunListDto } from './dto/run-list.dto.js';
import { RunDto } from './dto/run.dto.js';
import { RunlogDto } from './dto/runlog.dto.js';
import { RunlogService } from './runlog.service.js';
import { RunsService } from './runs.service.js';
import { sendText } from './send-text.js';

@ApiTags('runs')
@Controller('runs')
export class RunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly runlogs: RunlogService,
  ) {}

  /** Lists runs, newest first. */
  @Get()
  async list(@Query() query: ListRunsQueryDto): Promise<RunListDto> {
    return RunListDto.of(query, await this.runs.list(query.page()));
  }

  /** The newest run. */
  @Get('latest')
  async latest(): Promise<RunDto> {
    return RunDto.of(await this.runs.latest());
  }

  /** One run with its summary, without its rows. */
  @Get(':run_id')
  async get(@Param('run_id') runId: string): Promise<RunDto> {
    return RunDto.of(await this.runs.get(runId));
  }

  /** The run log: what happened, row by row, and its summary. */
  @Get(':run_id/runlog')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiProduces('application/json')
  @ApiOkResponse({ type: RunlogDto })
  async runlog(@Param('run_id') runId: string, @Res() response: Response): Promise<void> {
    const run = await this.runs.get(runId);
    await sendText(response, this.runlogs.document(run));
  }
}

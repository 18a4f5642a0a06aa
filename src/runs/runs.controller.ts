import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ListRunsQueryDto } from './dto/list-runs.query.dto.js';
import { RunListDto } from './dto/run-list.dto.js';
import { RunDto } from './dto/run.dto.js';
import { RunsService } from './runs.service.js';

@ApiTags('runs')
@Controller('runs')
export class RunsController {
  constructor(private readonly runs: RunsService) {}

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
}

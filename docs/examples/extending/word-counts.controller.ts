import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { IsString, MaxLength } from 'class-validator';
import type { Response } from 'express';
import {
  ApiErrorResponses,
  GivenKey,
  RunDto,
  RunPresenter,
  RunsService,
  TakesIdempotencyKey,
  type IdempotencyRequest,
} from 'project-dream';
import { WordCountPipeline } from './word-count.pipeline.js';

/** A text to count the words of. */
export class CountWordsDto {
  @IsString()
  @MaxLength(10_000)
  text: string;
}

@Controller('word-counts')
export class WordCountsController {
  constructor(
    private readonly runs: RunsService,
    private readonly pipeline: WordCountPipeline,
    private readonly presenter: RunPresenter,
  ) {}

  /** Start counting the words of a text */
  @Post()
  @HttpCode(202)
  @TakesIdempotencyKey()
  @ApiErrorResponses(
    'WORD_COUNT_NO_WORDS',
    'REQ_IDEMPOTENCY_KEY_REUSED',
    'RUN_QUEUE_FULL',
    'SYS_NOT_READY',
    'RUN_STORAGE_UNAVAILABLE',
  )
  async start(
    @Body() body: CountWordsDto,
    @GivenKey() key: IdempotencyRequest | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RunDto> {
    const input = this.pipeline.check({ text: body.text });
    const answered = await this.runs.start({ pipeline: 'word_count', input }, key);
    return this.presenter.respondAccepted(response, answered);
  }
}

import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiErrorResponses } from '../common/index.js';
import { InterviewAnswerDto, InterviewDto } from './dto/interview.dto.js';
import { Interviewer } from './interviews/interviewer.js';

@ApiTags('simulation')
@Controller('runs')
export class InterviewsController {
  constructor(private readonly interviewer: Interviewer) {}

  /**
   * Ask somebody of a simulation a question
   * @remarks Answered from the run log, by what this persona has said and seen until it spoke for the last time, with the rows that
   * the answer rests on. In sentences of the log, or by the language model, if one is configured. Nothing is added to the log.
   */
  @Post(':run_id/interviews')
  @HttpCode(200)
  @ApiOperation({ operationId: 'interviewPersona' })
  @ApiProduces('application/json')
  @ApiErrorResponses(
    'RUN_NOT_FOUND',
    'RUN_TRANSCRIPT_NOT_FOUND',
    'SIM_PERSONA_NOT_FOUND',
    'SIM_MODEL_CALL_MISSING',
    'SIM_BUDGET_EXHAUSTED',
    'SIM_MODEL_UNAVAILABLE',
    'RUN_LOG_CORRUPT',
    'RUN_STORAGE_UNAVAILABLE',
  )
  @ApiOkResponse({ type: InterviewAnswerDto, description: 'What the persona answers.' })
  async ask(
    @Param('run_id') runId: string,
    @Body() { persona_id, question }: InterviewDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<InterviewAnswerDto | undefined> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      return {
        ...(await this.interviewer.ask(runId, persona_id, question, gone.signal)),
      } as InterviewAnswerDto;
    } catch (error) {
      if (gone.signal.aborted) return undefined; // nobody waits for it any more
      throw error;
    }
  }
}

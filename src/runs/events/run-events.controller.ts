import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ProblemResponses } from '../../problems/index.js';
import { ApiErrorResponses, FieldsInvalidError, callerOf } from '../../common/index.js';
import { RunEventsQueryDto } from './run-events.query.dto.js';
import { RunEventsService } from './run-events.service.js';

/** The schema of what an event brings as `data` stands under `contentSchema`. */
const EVENTS: object = {
  type: 'string',
  description: 'Server-sent events.',
  contentMediaType: 'text/event-stream',
  contentSchema: {
    anyOf: [{ $ref: '#/components/schemas/RunlogRow' }, { $ref: '#/components/schemas/Run' }],
  },
};

@ApiTags('run logs')
@ProblemResponses()
@Controller('runs')
export class RunEventsController {
  constructor(private readonly events: RunEventsService) {}

  /**
   * Follow a run: its rows as they become durable
   * @remarks Server-sent events: each has the `seq` of a row as `id`, its type as `event` and the row as `data`. When the
   * run has ended, an event `end` without an id brings the Run, and the stream ends. Who comes again with
   * `Last-Event-ID` misses no row and gets none twice, and gets a 204 when the run has ended and that was its last row:
   * an EventSource stops then. Swagger UI shows the rows only when the run has ended.
   */
  @Get(':run_id/events')
  @ApiOperation({ operationId: 'followRun' })
  @ApiErrorResponses('RUN_NOT_FOUND', 'RUN_LOG_CORRUPT', 'SYS_NOT_READY', 'RUN_STORAGE_UNAVAILABLE')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The `seq` of the last row that the caller has; browsers send it by themselves.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    description: 'Rows, a comment line every 15 s, and the end.',
    content: { 'text/event-stream': { schema: EVENTS } },
  })
  @ApiNoContentResponse({ description: 'The run has ended, and `Last-Event-ID` is its last row, or beyond.' })
  async follow(
    @Param('run_id') runId: string,
    @Query() { after_seq = 0 }: RunEventsQueryDto,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const lastSeq = seqOf(lastEventId);
    if (lastSeq !== null && (await this.events.isAtEnd(runId, lastSeq))) {
      response.status(204).setHeader('Cache-Control', 'no-store').end();
      return;
    }
    await this.events.send(response, runId, lastSeq ?? after_seq, callerOf(request)?.revoked);
  }
}

/**
 * The row that a `Last-Event-ID` names; null when there is none.
 * @throws FieldsInvalidError when it is no `seq`
 */
function seqOf(lastEventId: string | undefined): number | null {
  if (lastEventId === undefined || lastEventId === '') return null;
  if (/^\d{1,15}$/.test(lastEventId)) return Number(lastEventId);
  throw new FieldsInvalidError([{ pointer: 'Last-Event-ID', message: 'must be the seq of a row' }]);
}

import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiNotModifiedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiErrorResponses, NeedsScope, TakesLink, preferredMediaType } from '../common/index.js';
import { RunlogService, RunsService, hasEnded, namesTag, sendText, weakTagOf } from '../runs/index.js';
import { parsedRows } from './parsed-rows.js';
import { TranscriptNotFoundError } from './simulation.errors.js';
import { SIMULATION } from './simulation.pipeline.js';
import { inPieces } from './transcript/pieces.js';
import { transcriptHtml } from './transcript/transcript-html.js';
import { transcriptMarkdown } from './transcript/transcript-markdown.js';

const MEDIA_TYPES = { markdown: 'text/markdown', html: 'text/html' } as const;
/** Changes with the form of transcripts: callers are to ask for those of an older form again. */
const FORM = 'transcript.v1';

@ApiTags('simulation')
@Controller('runs')
export class TranscriptController {
  constructor(
    private readonly runs: RunsService,
    private readonly runlogs: RunlogService,
  ) {}

  /**
   * Read a simulation as its thread: posts in order, with moderation between them
   * @remarks Of any simulation, whether it has ended or not, made from the run log alone. Markdown, or a page for
   * screens and printers when `Accept` prefers text/html, as browsers do.
   */
  @NeedsScope('report')
  @Get(':run_id/transcript')
  @ApiOperation({ operationId: 'readTranscript' })
  @ApiErrorResponses(
    'RUN_NOT_FOUND',
    'RUN_TRANSCRIPT_NOT_FOUND',
    'RUN_LOG_CORRUPT',
    'RUN_STORAGE_UNAVAILABLE',
  )
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The `ETag` of an answer that the caller has; answered with 304 while nothing has changed.',
  })
  @TakesLink()
  @ApiProduces(MEDIA_TYPES.markdown, MEDIA_TYPES.html)
  @ApiOkResponse({
    description: 'The transcript, as Markdown or as HTML.',
    content: {
      [MEDIA_TYPES.markdown]: { schema: { type: 'string' } },
      [MEDIA_TYPES.html]: { schema: { type: 'string' } },
    },
  })
  @ApiNotModifiedResponse({
    description: 'The caller has this answer: If-None-Match names its ETag.',
    headers: { ETag: { $ref: '#/components/headers/ETag' } },
  })
  async transcript(
    @Param('run_id') runId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const run = await this.runs.get(runId);
    if (run.pipeline !== SIMULATION) throw new TranscriptNotFoundError(run.run_id, SIMULATION);
    const { markdown, html } = MEDIA_TYPES;
    const mediaType = preferredMediaType(request.headers.accept, [markdown, html]) === html ? html : markdown;
    const tag = hasEnded(run.status) ? weakTagOf(FORM, run.run_id, run.summary.rows, mediaType) : null;
    if (tag !== null && namesTag(request.headers['if-none-match'], tag)) {
      response.status(304).setHeader('ETag', tag).end();
      return;
    }
    const transcript = mediaType === html ? transcriptHtml : transcriptMarkdown;
    const rows = parsedRows(run, this.runlogs.rows(run));
    await sendText(response, inPieces(transcript(rows, run)), {
      headers: { 'Content-Type': `${mediaType}; charset=utf-8`, ...(tag !== null && { ETag: tag }) },
    });
  }
}

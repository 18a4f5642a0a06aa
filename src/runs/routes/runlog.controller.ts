import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiNotModifiedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ProblemResponses } from '../../problems/index.js';
import { ApiErrorResponses, UrlPrefix, preferredMediaType } from '../../common/index.js';
import { hasEnded, type RunRecord } from '../domain/run.js';
import { RunlogDto } from '../dto/runlog.dto.js';
import { RunlogQueryDto } from '../dto/runlog.query.dto.js';
import { namesTag, weakTagOf } from './entity-tag.js';
import { RunlogService, type RunlogExtract } from '../log/runlog.service.js';
import { RunsService } from '../runs.service.js';
import { sendText } from './send-text.js';

const MEDIA_TYPES = { json: 'application/json', lines: 'application/x-ndjson' } as const;
type MediaType = (typeof MEDIA_TYPES)[keyof typeof MEDIA_TYPES];

/** JSON Lines: the schema of a line stands under `contentSchema`. */
const ROW_LINES: object = {
  type: 'string',
  description: 'One row a line; a line ends with \\n.',
  contentMediaType: MEDIA_TYPES.lines,
  contentSchema: { $ref: '#/components/schemas/RunlogRow' },
};

/** Bytes of a log that is sent at once rather than piece by piece. */
const SHORT_LOG = 2 ** 18;

@ApiTags('run logs')
@ProblemResponses()
@Controller('runs')
export class RunlogController {
  constructor(
    private readonly runs: RunsService,
    private readonly runlogs: RunlogService,
    private readonly prefix: UrlPrefix,
  ) {}

  /**
   * Read the log of a run: what happened, row by row
   * @remarks Every row unless `limit` or `after_seq` asks for a page; one row a line, without the summary, when `Accept`
   * prefers application/x-ndjson. The answer about a run that has ended has an `ETag`.
   */
  @Get(':run_id/runlog')
  @ApiOperation({ operationId: 'readRunlog' })
  @ApiErrorResponses('RUN_NOT_FOUND', 'RUN_LOG_CORRUPT', 'RUN_STORAGE_UNAVAILABLE')
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The `ETag` of an answer that the caller has; answered with 304 while nothing has changed.',
  })
  @ApiProduces(MEDIA_TYPES.json, MEDIA_TYPES.lines)
  @ApiExtraModels(RunlogDto)
  @ApiOkResponse({
    description: 'The run log, as JSON or as one row a line.',
    content: {
      [MEDIA_TYPES.json]: { schema: { $ref: getSchemaPath(RunlogDto) } },
      [MEDIA_TYPES.lines]: { schema: ROW_LINES },
    },
  })
  @ApiNotModifiedResponse({
    description: 'The caller has this answer: If-None-Match names its ETag.',
    headers: { ETag: { $ref: '#/components/headers/ETag' } },
  })
  async runlog(
    @Param('run_id') runId: string,
    @Query() query: RunlogQueryDto,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const run = await this.runs.get(runId);
    const mediaType = preferredType(request);
    const tag = hasEnded(run.status) ? tagOf(run, query, mediaType) : null;
    response.vary('Accept-Encoding');
    if (tag !== null && namesTag(request.headers['if-none-match'], tag)) {
      response.status(304).setHeader('ETag', tag).end();
      return;
    }
    const extract = await this.extractOf(run, query);
    const isJson = mediaType === MEDIA_TYPES.json;
    await sendText(
      response,
      isJson ? this.runlogs.document(run, extract) : this.runlogs.lines(run, extract),
      {
        headers: {
          'Content-Type': `${mediaType}; charset=utf-8`,
          ...(tag !== null && { ETag: tag }),
          ...(!isJson && linkToNext(`${this.prefix.value}/runs/${run.run_id}`, query, extract)),
        },
        gzip: request.acceptsEncodings('gzip', 'identity') === 'gzip',
        isShort: run.summary.bytes <= SHORT_LOG,
      },
    );
  }

  private async extractOf(run: RunRecord, query: RunlogQueryDto): Promise<RunlogExtract> {
    const choice = query.choice();
    const page = query.page();
    return page ? this.runlogs.page(run, choice, page.after_seq, page.limit) : { choice, page };
  }
}

function preferredType(request: Request): MediaType {
  const { json, lines } = MEDIA_TYPES;
  return preferredMediaType(request.headers.accept, [json, lines]) ?? json;
}

/** Rows are never changed, only followed by others when the run is resumed. */
function tagOf({ run_id, summary }: RunRecord, query: RunlogQueryDto, mediaType: MediaType): string {
  return weakTagOf(run_id, summary.rows, query.choice(), query.page(), mediaType);
}

function linkToNext(self: string, query: RunlogQueryDto, { page }: RunlogExtract): { Link?: string } {
  if (!page || page.next_after_seq === null) return {};
  return { Link: `<${self}/runlog?${query.after(page.next_after_seq)}>; rel="next"` };
}

import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import {
  ApiErrorResponses,
  NeedsScope,
  TakesLink,
  preferredMediaType,
  readsReportsOnly,
} from '../common/index.js';
import { RunlogService, RunsService, sendText, type RunRecord } from '../runs/index.js';
import { ReplyGraphDto, RoundTableDto, TableQueryDto, ThreadDto } from './dto/exports.dto.js';
import { COMMENT_COLUMNS, commentTable, type CommentTableRow } from './exports/comment-table.js';
import { csvOf } from './exports/csv.js';
import { graphmlOf } from './exports/graphml.js';
import { replyGraph } from './exports/reply-graph.js';
import { ROUND_COLUMNS, roundTable } from './exports/round-figures.js';
import { parsedRows } from './parsed-rows.js';
import type { ReportRow } from './report/row-fields.js';
import { inPieces } from './transcript/pieces.js';

const MEDIA_TYPES = {
  json: 'application/json',
  csv: 'text/csv',
  graphml: 'application/graphml+xml',
} as const;

@ApiTags('simulation')
@ApiErrorResponses('RUN_NOT_FOUND', 'RUN_LOG_CORRUPT', 'RUN_STORAGE_UNAVAILABLE')
@NeedsScope('report')
@Controller('runs')
export class ExportsController {
  constructor(
    private readonly runs: RunsService,
    private readonly runlogs: RunlogService,
  ) {}

  /**
   * Read the comments of a run
   * @remarks In order, as JSON; a line for each, for spreadsheets, pandas and R, when `Accept` prefers text/csv (RFC 4180).
   * In CSV, a text that a spreadsheet would take for a formula has an apostrophe before it. For a token of scope `report`
   * and for links, withheld comments are without their `claim` and `text`.
   */
  @Get(':run_id/thread')
  @ApiOperation({ operationId: 'readThread' })
  @TakesLink()
  @ApiProduces(MEDIA_TYPES.json, MEDIA_TYPES.csv)
  @ApiExtraModels(ThreadDto)
  @ApiOkResponse({
    description: 'The comments, as JSON or as CSV.',
    content: {
      [MEDIA_TYPES.json]: { schema: { $ref: getSchemaPath(ThreadDto) } },
      [MEDIA_TYPES.csv]: { schema: { type: 'string' } },
    },
  })
  async thread(
    @Param('run_id') runId: string,
    @Query() { bom }: TableQueryDto,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { run, rows } = await this.read(runId);
    const { json, csv } = MEDIA_TYPES;
    const table = commentTable(rows, { withheldTexts: !readsReportsOnly(request) });
    if (preferredMediaType(request.headers.accept, [json, csv]) === csv) {
      const text = csvOf(COMMENT_COLUMNS, table, bom === 'true');
      await sendText(response, text, { headers: fileHeaders(run, 'thread.csv', csv) });
      return;
    }
    const headers = { 'Content-Type': `${json}; charset=utf-8` };
    await sendText(response, inPieces(jsonOf(run.run_id, table)), { headers });
  }

  /**
   * Read the figures of a run, round by round
   * @remarks With the share of evidence, the homophily of replies, and polarisation. CSV when `Accept` prefers text/csv.
   */
  @Get(':run_id/rounds')
  @ApiOperation({ operationId: 'readRounds' })
  @ApiProduces(MEDIA_TYPES.json, MEDIA_TYPES.csv)
  @ApiExtraModels(RoundTableDto)
  @ApiOkResponse({
    description: 'The rounds, as JSON or as CSV.',
    content: {
      [MEDIA_TYPES.json]: { schema: { $ref: getSchemaPath(RoundTableDto) } },
      [MEDIA_TYPES.csv]: { schema: { type: 'string' } },
    },
  })
  async rounds(
    @Param('run_id') runId: string,
    @Query() { bom }: TableQueryDto,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { run, rows } = await this.read(runId);
    const { json, csv } = MEDIA_TYPES;
    const table = roundTable(rows);
    if (preferredMediaType(request.headers.accept, [json, csv]) === csv) {
      const text = csvOf(ROUND_COLUMNS, table, bom === 'true');
      await sendText(response, text, { headers: fileHeaders(run, 'rounds.csv', csv) });
      return;
    }
    const body: RoundTableDto = { run_id: run.run_id, rounds: await Readable.from(table).toArray() };
    response.json(body);
  }

  /**
   * Read who answered whom in a run
   * @remarks A directed graph of personas. GraphML, for Gephi and NetworkX, when `Accept` prefers application/graphml+xml.
   */
  @Get(':run_id/graph')
  @ApiOperation({ operationId: 'readGraph' })
  @ApiProduces(MEDIA_TYPES.json, MEDIA_TYPES.graphml)
  @ApiExtraModels(ReplyGraphDto)
  @ApiOkResponse({
    description: 'The graph, as JSON or as GraphML.',
    content: {
      [MEDIA_TYPES.json]: { schema: { $ref: getSchemaPath(ReplyGraphDto) } },
      [MEDIA_TYPES.graphml]: { schema: { type: 'string' } },
    },
  })
  async graph(
    @Param('run_id') runId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { run, rows } = await this.read(runId);
    const { json, graphml } = MEDIA_TYPES;
    const replies = await replyGraph(rows);
    if (preferredMediaType(request.headers.accept, [json, graphml]) !== graphml) {
      const body: ReplyGraphDto = { run_id: run.run_id, ...replies };
      response.json(body);
      return;
    }
    response.set(fileHeaders(run, 'graph.graphml', graphml)).send(Buffer.from(graphmlOf(replies)));
  }

  private async read(runId: string): Promise<{ run: RunRecord; rows: AsyncIterable<ReportRow> }> {
    const run = await this.runs.get(runId);
    return { run, rows: parsedRows(run, this.runlogs.rows(run)) };
  }
}

/** Browsers save the file under a name that tells the run. */
function fileHeaders({ run_id }: RunRecord, name: string, mediaType: string): Record<string, string> {
  return {
    'Content-Type': `${mediaType}; charset=utf-8`,
    'Content-Disposition': `attachment; filename="${run_id}-${name}"`,
  };
}

async function* jsonOf(runId: string, table: AsyncIterable<CommentTableRow>): AsyncIterable<string> {
  let separator = `{"run_id":${JSON.stringify(runId)},"comments":[`;
  for await (const row of table) {
    yield `${separator}${JSON.stringify(row)}`;
    separator = ',';
  }
  yield separator === ',' ? ']}' : `${separator}]}`;
}

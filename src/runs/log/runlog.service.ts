import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { textOf } from '../domain/row-text.js';
import { publicSummary } from '../domain/runlog-summary.js';
import { linesOf, readChosenText, readLogText, withCommas } from './log-text.js';
import { isFiltered, readRowPages, type LoggedRun, type RowChoice } from './row-reader.js';
import { CorruptRunlogError } from '../run.errors.js';
import { RUN_REPOSITORY, type RunRepository } from '../ports/run.repository.js';

/** A page of a log, or of those of its rows that a choice fits. */
export interface RunlogPage {
  /** Its rows come after this one; 0 is from the start. */
  readonly after_seq: number;
  /** How many at most. */
  readonly limit: number;
  /** After which row the next page begins; null when there are no further rows at the moment. */
  readonly next_after_seq: number | null;
}

/** The rows to send, and the page that they are; null when they are all. */
export interface RunlogExtract {
  readonly choice: RowChoice;
  readonly page: RunlogPage | null;
  /** The text of the rows, where finding the page has read all of it. */
  readonly text?: readonly Buffer[];
}

/** Bytes of a filtered page that are kept between finding its end and sending it; a longer one is read twice. */
const MOST_KEPT = 4 * 2 ** 20;

/** Where a page ends. */
interface PageEnd {
  readonly last: number;
  readonly isLast: boolean;
  readonly text?: readonly Buffer[];
}

/** Every row. */
const WHOLE_LOG: RunlogExtract = { choice: {}, page: null };

/** Reads run logs; a few hundred kilobytes are in memory at a time. */
@Injectable()
export class RunlogService {
  constructor(@Inject(RUN_REPOSITORY) private readonly repository: RunRepository) {}

  /**
   * The rows that a run had when `run` was read, as stored JSON texts, in order.
   * @throws CorruptRunlogError when what is stored is damaged: by the last row at the latest
   */
  async *rows(run: LoggedRun): AsyncIterable<string> {
    for await (const text of readLogText(this.repository, run)) yield* linesOf(text);
  }

  /**
   * The state that a run's stages have left at its last checkpoint: plain JSON, as parsed. Null before the first one.
   * @throws CorruptRunlogError
   */
  async state(run: LoggedRun): Promise<unknown> {
    const last = (await this.repository.readCheckpoints(run.run_id)).at(-1);
    if (!last) return null;
    try {
      return JSON.parse(last.state) as unknown;
    } catch (error) {
      throw new CorruptRunlogError(run.run_id, last.seq, error);
    }
  }

  /**
   * Finds where a page of the chosen rows ends.
   * @throws CorruptRunlogError
   */
  async page(run: LoggedRun, choice: RowChoice, after_seq: number, limit: number): Promise<RunlogExtract> {
    const from = { ...choice, afterSeq: after_seq };
    const end: PageEnd = isFiltered(choice)
      ? await this.endOfPage(run, from, limit)
      : { last: after_seq + limit, isLast: after_seq + limit >= run.summary.rows };
    const next_after_seq = end.isLast ? null : end.last;
    const page = { after_seq, limit, next_after_seq };
    return { choice: { ...from, throughSeq: end.last }, page, ...(end.text && { text: end.text }) };
  }

  /**
   * The JSON text of a log, `{run_id, rows, summary, page?}`, piece by piece, each when the next one has been read: damage
   * in a short log is found before anything is sent. The summary describes the whole log.
   * @throws CorruptRunlogError when what is stored is damaged, as soon as it is found
   */
  async *document(run: LoggedRun, extract = WHOLE_LOG): AsyncIterable<Buffer> {
    const opening = Buffer.from(`{"run_id":${JSON.stringify(run.run_id)},"rows":[`);
    let closing = `],"summary":${JSON.stringify(publicSummary(run.summary, run.attributes))}`;
    if (extract.page) closing += `,"page":${JSON.stringify(extract.page)}`;
    let text: Buffer | null = null;
    for await (const lines of this.lines(run, extract)) {
      const rows = withCommas(lines);
      if (text) yield text;
      text = text ? rows : Buffer.concat([opening, rows]);
    }
    yield Buffer.concat([text ? text.subarray(0, -1) : opening, Buffer.from(`${closing}}`)]);
  }

  /** The rows alone, one a line, piece by piece. */
  lines(run: LoggedRun, { choice, text }: RunlogExtract = WHOLE_LOG): AsyncIterable<Buffer> {
    if (text) return Readable.from(text) as AsyncIterable<Buffer>;
    const isWhole = !isFiltered(choice) && choice.afterSeq === undefined && choice.throughSeq === undefined;
    return isWhole ? readLogText(this.repository, run) : readChosenText(this.repository, run, choice);
  }

  /** Finds the last of so many chosen rows, and whether there is another one. */
  private async endOfPage(run: LoggedRun, choice: RowChoice, limit: number): Promise<PageEnd> {
    const text: Buffer[] = [];
    let bytes = 0;
    let missing = limit;
    let last = choice.afterSeq ?? 0;
    const end = (isLast: boolean): PageEnd => ({ last, isLast, ...(bytes <= MOST_KEPT && { text }) });
    for await (const rows of readRowPages(this.repository, run, choice)) {
      const taken = rows.slice(0, missing);
      missing -= taken.length;
      last = taken.at(-1)?.seq ?? last;
      const piece = textOf(taken);
      bytes += piece.length;
      if (bytes > MOST_KEPT) text.length = 0;
      else if (piece.length > 0) text.push(piece);
      if (taken.length < rows.length) return end(false);
    }
    return end(true);
  }
}

import { closeSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  CorruptRunlogError,
  textOf,
  type RowSelection,
  type RowText,
  type RowTextSelection,
  type RunlogRow,
} from '../../runs/index.js';
import { isMissing, readAt, writeAt } from './durable-files.js';
import { LINE_FEED, readLines } from './log-lines.js';
import { RowOffsets, type RowPlace } from './row-offsets.js';
import { isSelected, originOf, rangesOf, type RowRange, type RowSpan } from './row-spans.js';

/** What is committed of a log. */
export interface CommittedLog {
  readonly rows: number;
  readonly bytes: number;
  /** Which stage node and attempt wrote which rows. */
  readonly spans: readonly RowSpan[];
}

/** The members of a stored row that are looked at here. */
interface ParsedRow {
  readonly seq: number;
  readonly type: string;
  readonly at: string;
}

/** How much of a log's text is read at a time. */
const CHUNK_BYTES = 1024 * 1024;

const START: RowPlace = { seq: 1, offset: 0 };

/** The rows of one run: a file with a JSON text on each line. Pages are read from where they begin. */
export class RowLog {
  private offsets = new RowOffsets();

  constructor(
    private readonly runId: string,
    readonly path: string,
  ) {}

  /**
   * Writes rows behind what is committed, and flushes them.
   * @param text their JSON, a line feed after each
   * @returns the bytes of the log with them
   */
  async append(bytes: number, rows: readonly RunlogRow[], text = textOf(rows)): Promise<number> {
    if (rows.length === 0 && bytes > 0) return bytes; // the file of a log without rows is made, too
    await writeAt(this.path, bytes, text);
    return bytes + text.length;
  }

  /** Whether a line ends where the log is committed up to; the process waits for it. */
  hasEndAtOnce(bytes: number): boolean {
    if (bytes === 0) return true;
    const file = openSync(this.path, 'r');
    try {
      const last = Buffer.alloc(1);
      return readSync(file, last, 0, 1, bytes - 1) === 1 && last[0] === LINE_FEED;
    } finally {
      closeSync(file);
    }
  }

  /** Remembers the offsets of rows that have been committed. */
  noteCommitted(rows: readonly RunlogRow[]): void {
    for (const { seq, json } of rows) this.offsets.add(seq, Buffer.byteLength(json) + 1);
  }

  /** @throws CorruptRunlogError at the first row that is damaged, or missing */
  async read(log: CommittedLog, selection: RowSelection): Promise<RunlogRow[]> {
    const ranges = rangesOf(log.spans, selection, log.rows);
    if (ranges.length === 0 || selection.limit <= 0) return [];
    const page = new RowPage(log.spans, selection);
    if ((await this.size()) < log.bytes) {
      await this.readDamaged(log, ranges, page);
      return page.rows;
    }
    try {
      for (const range of ranges) {
        if (!page.isFull) await this.readRange(log, range, page);
      }
      return page.rows;
    } catch (error) {
      if (!(error instanceof CorruptRunlogError)) throw error;
      return this.readAgain(log, ranges, selection);
    }
  }

  /**
   * Reads the bytes of rows that follow each other, as many as a chunk of the file holds.
   * @returns null when the log is cut off, or ends before the first of them does
   */
  async readText(
    log: CommittedLog,
    { afterSeq, throughSeq, limit }: RowTextSelection,
  ): Promise<RowText | null> {
    const place = this.offsets.before(afterSeq + 1);
    const last = Math.min(afterSeq + limit, throughSeq);
    const left = log.bytes - place.offset;
    for (let length = CHUNK_BYTES; ; length *= 2) {
      const chunk = await readAt(this.path, place.offset, Math.min(length, left));
      if (chunk.length < Math.min(length, left)) return null;
      const text = this.textIn(chunk, place.seq, afterSeq, last);
      if (text || length >= left) return text;
    }
  }

  /** The rows after one and through another of a chunk that begins with the row `seq`; null when it holds none whole. */
  private textIn(chunk: Buffer, seq: number, afterSeq: number, last: number): RowText | null {
    let [begin, end, next] = [0, 0, seq];
    while (next <= last) {
      const lineFeed = chunk.indexOf(LINE_FEED, end);
      if (lineFeed < 0) break;
      this.offsets.add(next, lineFeed + 1 - end);
      end = lineFeed + 1;
      if (next <= afterSeq) begin = end;
      next += 1;
    }
    const rows = next - 1 - afterSeq;
    return rows > 0 ? { rows, bytes: chunk.subarray(begin, end) } : null;
  }

  /** Reads from the start, each row: the first that is damaged is to be named, not the first that was looked at. */
  private async readAgain(
    log: CommittedLog,
    ranges: readonly RowRange[],
    selection: RowSelection,
  ): Promise<RunlogRow[]> {
    this.offsets = new RowOffsets();
    const page = new RowPage(log.spans, selection);
    await this.readDamaged(log, ranges, page);
    return page.rows;
  }

  private async readDamaged(log: CommittedLog, ranges: readonly RowRange[], page: RowPage): Promise<void> {
    const [first, last] = [ranges[0]?.from ?? 1, ranges.at(-1)?.through ?? 0];
    await this.scan(log, START, last, (seq, line) => {
      const json = line.toString();
      const { type } = parseRow(this.runId, json, seq);
      if (seq >= first) page.add(seq, type, json);
      return !page.isFull;
    });
  }

  private async readRange(log: CommittedLog, { from, through }: RowRange, page: RowPage): Promise<void> {
    await this.scan(log, this.offsets.before(from), through, (seq, line) => {
      this.offsets.add(seq, line.length + 1);
      if (seq < from) return true;
      const json = line.toString();
      page.add(seq, parseRow(this.runId, json, seq).type, json);
      return !page.isFull;
    });
  }

  /**
   * Visits the rows from a place through another, until the visitor says false.
   * @throws CorruptRunlogError when the log ends before
   */
  private async scan(
    { bytes }: CommittedLog,
    place: RowPlace,
    through: number,
    visit: (seq: number, line: Buffer) => boolean,
  ): Promise<void> {
    let { seq } = place;
    for await (const lines of readLines(this.path, place.offset, bytes)) {
      for (const line of lines) {
        if (!visit(seq, line) || seq === through) return;
        seq += 1;
      }
    }
    throw new CorruptRunlogError(this.runId, seq);
  }

  /** @throws CorruptRunlogError when the log is gone */
  private async size(): Promise<number> {
    try {
      return (await stat(this.path)).size;
    } catch (error) {
      throw isMissing(error) ? new CorruptRunlogError(this.runId, 1, error) : error;
    }
  }
}

/** The rows of one page, as far as they have been read. */
class RowPage {
  readonly rows: RunlogRow[] = [];
  private readonly types: ReadonlySet<string>;

  constructor(
    private readonly spans: readonly RowSpan[],
    private readonly selection: RowSelection,
  ) {
    this.types = new Set(selection.types);
  }

  get isFull(): boolean {
    return this.rows.length >= this.selection.limit;
  }

  add(seq: number, type: string, json: string): void {
    if (this.types.size > 0 && !this.types.has(type)) return;
    const origin = originOf(this.spans, seq);
    if (isSelected(origin, this.selection)) this.rows.push({ seq, type, ...origin, json });
  }
}

/** @throws CorruptRunlogError when the text is not the row of this `seq` */
export function parseRow(runId: string, json: string, seq: number): ParsedRow {
  try {
    const row = JSON.parse(json) as ParsedRow | null;
    if (row?.seq === seq && typeof row.type === 'string') return row;
  } catch (error) {
    throw new CorruptRunlogError(runId, seq, error);
  }
  throw new CorruptRunlogError(runId, seq);
}

import { appendFile, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { isMissing } from './durable-files.js';
import { HEADER_LINE, entryLine, isHeader, parseEntry, type IndexEntry } from './index-lines.js';
import { readLines } from './log-lines.js';
import type { RunFile, RunFolder } from './run-folder.js';
import { headOf, keyOf } from './run-head.js';

const logger = new Logger('FileRunRepository');

const INDEX_FILE = 'index.jsonl';
/** Entries that newer ones have replaced may be as many as the runs, and so many more, before they are taken out. */
const SPARE_LINES = 1_000;
const LINES_A_WRITE = 10_000;

/** What is whole of an index file. */
interface ReadIndex {
  readonly entries: Map<string, IndexEntry>;
  readonly lines: number;
  /** Whether the header is there, and no line is damaged or without its end. */
  readonly isWhole: boolean;
}

/** What the index says of a run that has ended. */
export function entryOf(folder: RunFolder, file: RunFile): IndexEntry {
  return { run: headOf(file.run), stamp: folder.stamp(), key: keyOf(file) };
}

/**
 * Heads of runs that have ended, in a file next to their folders, so that a start need not read them all. It is a cache:
 * an entry counts only while the run's files are those that it was made of, and what it lacks is read from the runs.
 * So it is not flushed, and an error in writing it costs the next start time, and nothing else.
 */
export class RunIndex {
  private readonly file: string;
  private readonly pending: string[] = [];
  private writing: Promise<void> | undefined;
  private lines = 0;
  private hasForgotten = false;
  private isCut = false;

  constructor(path: string) {
    this.file = join(path, INDEX_FILE);
  }

  /** Reads the index, and writes it anew when it is missing, damaged or of another version. Gives what is sound. */
  async open(): Promise<ReadonlyMap<string, IndexEntry>> {
    const { entries, lines, isWhole } = await this.read();
    this.lines = lines;
    if (!isWhole) await this.attempt(() => this.rewrite(entries));
    return entries;
  }

  /** Takes note of a run that has ended; the newest note counts. The file is written afterwards. */
  note(entry: IndexEntry): void {
    this.pending.push(entryLine(entry));
    this.writing ??= this.attempt(() => this.append());
  }

  /** Some entry is of a run that is gone: nothing of it is to stay. */
  forget(): void {
    this.hasForgotten = true;
  }

  /** Waits for what is to be written, and takes out what nobody needs any more, when that is much or of no run. */
  async tidy(runs: { readonly size: number; has(runId: string): boolean }): Promise<void> {
    await this.writing;
    if (!this.hasForgotten && this.lines <= 2 * runs.size + SPARE_LINES) return;
    await this.attempt(async () => {
      const { entries } = await this.read();
      for (const runId of entries.keys()) if (!runs.has(runId)) entries.delete(runId);
      await this.rewrite(entries);
    });
    this.hasForgotten = false;
  }

  private async append(): Promise<void> {
    try {
      while (this.pending.length > 0) {
        const next = this.pending.splice(0, LINES_A_WRITE);
        await this.appendText(next.join(''));
        this.lines += next.length;
      }
    } finally {
      this.writing = undefined;
    }
  }

  /** Begins a line of its own behind a text that may have been written in part. */
  private async appendText(text: string): Promise<void> {
    const start = this.isCut ? '\n' : '';
    this.isCut = true;
    await appendFile(this.file, `${start}${text}`);
    this.isCut = false;
  }

  /** Writes the file anew: a reader finds the old one or the new. */
  private async rewrite(entries: ReadonlyMap<string, IndexEntry>): Promise<void> {
    const temporary = `${this.file}.tmp`;
    const file = await open(temporary, 'w');
    try {
      let lines = [HEADER_LINE];
      for (const entry of entries.values()) {
        if (lines.push(entryLine(entry)) < LINES_A_WRITE) continue;
        await file.appendFile(lines.join(''));
        lines = [];
      }
      await file.appendFile(lines.join(''));
    } finally {
      await file.close();
    }
    await rename(temporary, this.file);
    this.lines = entries.size + 1;
  }

  private async attempt(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      logger.warn({ msg: 'The index of stored runs could not be written', err: error });
    }
  }

  private async read(): Promise<ReadIndex> {
    try {
      const { size } = await stat(this.file);
      return await readEntries(this.file, size);
    } catch (error) {
      if (!isMissing(error)) logger.warn({ msg: 'The index of stored runs could not be read', err: error });
      return noIndex();
    }
  }
}

async function readEntries(path: string, size: number): Promise<ReadIndex> {
  const entries = new Map<string, IndexEntry>();
  let [lines, damaged, bytes] = [0, 0, 0];
  for await (const chunk of readLines(path, 0, size)) {
    for (const line of chunk) {
      lines += 1;
      bytes += line.length + 1;
      if (lines === 1 && !isHeader(line)) return noIndex();
      if (lines === 1) continue;
      const entry = parseEntry(line);
      if (entry) entries.set(entry.run.run_id, entry);
      else damaged += 1;
    }
  }
  return { entries, lines, isWhole: lines > 0 && damaged === 0 && bytes === size };
}

function noIndex(): ReadIndex {
  return { entries: new Map(), lines: 0, isWhole: false };
}

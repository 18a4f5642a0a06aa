import { crc32 } from 'node:zlib';
import type { RunHead, RunKey } from './run-head.js';

/** What the index says of a run that has ended. */
export interface IndexEntry {
  readonly run: RunHead;
  /** The run's files as they were when this was noted. */
  readonly stamp: string;
  /** The idempotency key that made the run. */
  readonly key?: RunKey;
}

/** The form of the lines; an index of another form is made anew. */
const HEADER = { index: 'runs', version: 3 };

const BEFORE_SUM = '{"crc32":"';
const SUM_DIGITS = 8;
const BEFORE_ENTRY = '","entry":';
const ENTRY_START = BEFORE_SUM.length + SUM_DIGITS + BEFORE_ENTRY.length;

/** The first line of an index. */
export const HEADER_LINE = lineOf(HEADER);

/** Whether a line, without its line feed, is the first one of an index of this form. */
export function isHeader(line: Buffer): boolean {
  return `${line.toString()}\n` === HEADER_LINE;
}

/** The line of an entry: JSON, with a checksum, so that an entry is taken as it was written or not at all. */
export function entryLine(entry: IndexEntry): string {
  return lineOf(entry);
}

/** The entry of a line, without its line feed; null when the line is damaged. */
export function parseEntry(line: Buffer): IndexEntry | null {
  if (line.length <= ENTRY_START) return null;
  const text = line.subarray(ENTRY_START, line.length - 1);
  const frame = line.toString('latin1', 0, ENTRY_START);
  return frame === frameOf(crc32(text)) ? (JSON.parse(text.toString()) as IndexEntry) : null;
}

function lineOf(entry: object): string {
  const text = JSON.stringify(entry);
  return `${frameOf(crc32(text))}${text}}\n`;
}

function frameOf(sum: number): string {
  return `${BEFORE_SUM}${sum.toString(16).padStart(SUM_DIGITS, '0')}${BEFORE_ENTRY}`;
}

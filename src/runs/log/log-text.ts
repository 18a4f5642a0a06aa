import { crc32 } from 'node:zlib';
import { LENGTHS, firstLimit, nextLimit } from './piece-size.js';
import { readAllRows, readRowPages, type LoggedRun, type RowChoice } from './row-reader.js';
import { CorruptRunlogError } from '../run.errors.js';
import { textOf } from '../domain/row-text.js';
import type { RowText } from '../ports/run-log-store.js';
import type { RunRepository } from '../ports/run.repository.js';

const LINE_FEED = 0x0a;
const COMMA = 0x2c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/**
 * All rows of a run as they are stored, a line feed after each, piece by piece: no row is parsed, so this is for logs
 * of any length. The next piece is read while one is used; the last one comes when the checksum of all has been found right.
 * @throws CorruptRunlogError when rows are missing or damaged, also when the run was deleted meanwhile
 */
export async function* readLogText(repository: RunRepository, run: LoggedRun): AsyncIterable<Buffer> {
  const { rows, checksum } = run.summary;
  let seq = 0;
  let crc = 0;
  for await (const text of readTexts(repository, run)) {
    seq += text.rows;
    crc = crc32(text.bytes, crc);
    const isWrong = seq === rows && checksum?.rows === rows && checksum.crc32 !== crc;
    if (isWrong) await throwDamage(repository, run);
    yield text.bytes;
  }
}

/** The texts of all rows; where one cannot be had, row by row, which shows why. */
async function* readTexts(repository: RunRepository, run: LoggedRun): AsyncIterable<RowText> {
  const { rows: throughSeq } = run.summary;
  let limit = firstLimit(run.summary);
  const read = (afterSeq: number) =>
    repository.readRowText?.(run.run_id, { afterSeq, throughSeq, limit }) ?? Promise.resolve(null);
  let afterSeq = 0;
  let reading = throughSeq > 0 ? read(0) : null;
  while (reading) {
    const text = await reading;
    reading = null;
    if (!text || !isSound(text)) {
      yield* readTextOfRows(repository, run, afterSeq);
      return;
    }
    afterSeq += text.rows;
    limit = nextLimit(text.rows, text.bytes.length, LENGTHS.text);
    if (afterSeq < throughSeq) reading = read(afterSeq);
    reading?.catch(() => undefined); // a reader that goes on gets the error; nobody else needs it
    yield text;
  }
}

async function* readTextOfRows(
  repository: RunRepository,
  run: LoggedRun,
  afterSeq: number,
): AsyncIterable<RowText> {
  for await (const rows of readRowPages(repository, run, { afterSeq })) {
    yield { rows: rows.length, bytes: textOf(rows) };
  }
}

/** The chosen rows of a run, a line feed after each, piece by piece. */
export async function* readChosenText(
  repository: RunRepository,
  run: LoggedRun,
  choice: RowChoice,
): AsyncIterable<Buffer> {
  for await (const rows of readRowPages(repository, run, choice)) yield textOf(rows);
}

/** The rows of a text. */
export function linesOf(bytes: Buffer): string[] {
  return bytes.toString().split('\n').slice(0, -1);
}

/** The text with a comma after each row, for a JSON list that goes on. Changes the bytes given. */
export function withCommas(bytes: Buffer): Buffer {
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, end + 1))
    bytes[end] = COMMA;
  return bytes;
}

/** Whether a text has as many lines as it should have, each whole as far as its ends tell. */
function isSound({ rows, bytes }: RowText): boolean {
  let lines = 0;
  let begin = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, begin)) {
    if (bytes[begin] !== OPENING_BRACE || bytes[end - 1] !== CLOSING_BRACE) return false;
    lines += 1;
    begin = end + 1;
  }
  return lines === rows && begin === bytes.length;
}

/** Names the first row that is not what was written, or none when all of them could be. */
async function throwDamage(repository: RunRepository, run: LoggedRun): Promise<never> {
  for await (const { seq, json } of readAllRows(repository, run)) {
    if (!isRow(json, seq)) throw new CorruptRunlogError(run.run_id, seq);
  }
  throw new CorruptRunlogError(run.run_id, null);
}

function isRow(json: string, seq: number): boolean {
  try {
    return (JSON.parse(json) as { seq?: unknown } | null)?.seq === seq;
  } catch {
    return false;
  }
}

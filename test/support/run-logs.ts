import { expect } from '@jest/globals';
import { addRows, emptySummary, publicSummary, type RunlogSummary } from '../../src/runs/index.js';

/** A row of an answer. */
export interface AnsweredRow {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The body of GET /runs/{id}/runlog. */
export interface AnsweredRunlog {
  readonly run_id: string;
  readonly rows: readonly AnsweredRow[];
  readonly summary: RunlogSummary;
}

/** The rows of a type. */
export function rowsOf(log: AnsweredRunlog, type: string): AnsweredRow[] {
  return log.rows.filter((row) => row.type === type);
}

/** Checks what is true of every run log: no gap in `seq`, and a summary that equals a recount. */
export function expectSoundLog(log: AnsweredRunlog): void {
  expect(log.rows.map(({ seq }) => seq)).toEqual(log.rows.map((_, index) => index + 1));
  const counted = log.rows.map((row) => ({ type: row.type, at: row.at, json: JSON.stringify(row) }));
  expect(log.summary).toEqual(publicSummary(addRows(emptySummary(), counted)));
}

const VARYING = /_at$|^at$|duration_ms$|run_id$|^bytes$/;

/** Rows without what differs between equal runs: ids, times, durations, and what counts their bytes. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !VARYING.test(key) && !isReference(key, value));
  return Object.fromEntries(kept.map(([key, member]) => [key, comparable(member)]));
}

/** Whether a member of a row names another row by its `seq`, which is another one in a log with more rows before it. */
function isReference(key: string, holder: object): boolean {
  return key === 'because' || (key === 'seq' && 'stance' in holder);
}

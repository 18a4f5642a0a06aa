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
  const kept = Object.entries(value).filter(([key]) => !VARYING.test(key));
  return Object.fromEntries(kept.map(([key, member]) => [key, comparable(member)]));
}

/** Members that hold the `seq` of a row, on whatever level of a row they are. */
const ROW_REFERENCES = new Set(['seq', 'because']);

/**
 * Some rows of a log, each reference to a row as that row's place among them: attempts move rows, which is no difference.
 * What varies between equal runs is left out, as by {@link comparable}, and so is what was asked of the attempts.
 */
export function story(rows: readonly AnsweredRow[], without: ReadonlySet<string>): unknown {
  const kept = rows.filter(({ type }) => !without.has(type));
  const places = new Map(kept.map(({ seq }, place) => [seq, place]));
  const placed = (value: unknown, key = ''): unknown => {
    if (typeof value === 'number' && ROW_REFERENCES.has(key)) return places.get(value) ?? value;
    if (Array.isArray(value)) return value.map((item) => placed(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, placed(member, name)]));
  };
  return comparable(
    kept.map(({ faults: _faults, max_stage_retries: _retries, attempts: _attempts, ...row }) => placed(row)),
  );
}

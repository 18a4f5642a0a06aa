import type { JournalRow } from '../../orchestrator/index.js';
import type { RunlogSummary } from '../domain/runlog-summary.js';
import type { RunlogRow } from '../ports/run-log-store.js';

/** Who wrote a row; nobody of the pipeline when both are null. */
export interface RowOrigin {
  readonly stageNode: string | null;
  readonly attempt: number | null;
}

/** A row with its place in the log. */
export type NumberedRow = RunlogRow & { readonly at: string };

export const NO_STAGE: RowOrigin = { stageNode: null, attempt: null };

/** The later of two moments; the same format throughout, so that text is compared. */
export function notBefore(at: string, earliest: string | null): string {
  return earliest !== null && at < earliest ? earliest : at;
}

/**
 * Numbers rows, after those that the summary counts. Rows about the run's own state come from no
 * stage. Times never go back within a log: a row of a process whose clock is behind gets that of the row before.
 */
export function numberRows(
  rows: readonly JournalRow[],
  { rows: lastSeq, last_at }: Pick<RunlogSummary, 'rows' | 'last_at'>,
  origin: RowOrigin,
): NumberedRow[] {
  let lastAt = last_at;
  return rows.map((row, index) => {
    const { type, json } = row;
    const seq = lastSeq + 1 + index;
    const at = notBefore(row.at, lastAt);
    lastAt = at;
    const { stageNode, attempt } = type === 'run_state' ? NO_STAGE : origin;
    return { seq, type, stageNode, attempt, at, json: `{"seq":${seq},"at":"${at}",${json.slice(1)}` };
  });
}

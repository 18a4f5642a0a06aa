import { foldedText } from '../../common/index.js';
import type { RunRecord } from '../../runs/index.js';

/** The values of a run that change with each commit: last_seq, record. Attributes are in the record, not in their column. */
export function progressColumns(run: RunRecord): unknown[] {
  return [run.summary.rows, JSON.stringify(run)];
}

/** The values of a run that change: status, attributes, last_seq, record, ended_at, folded_title. */
export function recordColumns({ attributes, ...run }: RunRecord): unknown[] {
  return [
    run.status,
    JSON.stringify(attributes),
    run.summary.rows,
    JSON.stringify(run),
    run.ended_at,
    run.title === null ? null : foldedText(run.title),
  ];
}

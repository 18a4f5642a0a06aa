import type { RunRecord } from '../../domain/run.js';
import type { RunlogRow } from '../../run.repository.js';

/** What is read of a stored run. */
export interface StoredColumns {
  readonly run_id: string;
  /** The {@link RunRecord} as JSON text. */
  readonly record: string;
}

/** The values of a run that change: status, thread_status, seed_id, board_id, pack_fingerprint, last_seq, record. */
export function recordColumns(run: RunRecord): unknown[] {
  return [
    run.status,
    run.thread_status,
    run.seed_id,
    run.board_id,
    run.pack_fingerprint,
    run.summary.rows,
    JSON.stringify(run),
  ];
}

/** Rows as one JSON parameter: `[[seq, type, stage node, attempt, row as text], …]`. */
export function rowsParameter(rows: readonly RunlogRow[]): string {
  return JSON.stringify(
    rows.map(({ seq, type, stageNode, attempt, json }) => [seq, type, stageNode, attempt, json]),
  );
}

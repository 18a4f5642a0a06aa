import type { RunRecord } from '../../domain/run.js';
import { CorruptRunlogError } from '../../run.errors.js';
import type { HeldRun, RunlogRow } from '../../run.repository.js';
import { completeRecord } from '../stored-record.js';

/** What is read of a stored run. */
export interface StoredColumns {
  readonly run_id: string;
  /** The {@link RunRecord} as JSON text. */
  readonly record: string;
}

/** What is read of a run whose lease somebody has. */
export interface LeaseColumns {
  readonly run_id: string;
  readonly created_at: string;
  readonly fencing_token: number;
  /** 0 or 1. */
  readonly cancel_requested: number;
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

/** The values of a run's rows: run id, seq, type, stage node, attempt, row as text. */
export function rowColumns(run: string, rows: readonly RunlogRow[]): unknown[][] {
  return rows.map(({ seq, type, stageNode, attempt, json }) => [run, seq, type, stageNode, attempt, json]);
}

/** @throws CorruptRunlogError when the text is no JSON */
export function parseRecord({ run_id, record }: StoredColumns): RunRecord {
  try {
    return completeRecord(JSON.parse(record) as RunRecord);
  } catch (error) {
    throw new CorruptRunlogError(run_id, null, error);
  }
}

export function heldRun({ run_id, fencing_token, cancel_requested }: LeaseColumns): HeldRun {
  return { runId: run_id, token: fencing_token, cancelRequested: cancel_requested === 1 };
}

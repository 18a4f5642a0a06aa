import { isoTime, type SafeErrorText } from '../common/index.js';
import type { RetryState } from './retry.policy.js';
import type { JournalRow } from './run-journal.js';

/** The fields of a `stage_checkpoint` row: one attempt of a stage node. */
export interface StageCheckpoint {
  readonly node_id: string;
  readonly attempt: number;
  readonly outcome: 'success' | 'retry' | 'failed' | 'cancelled' | 'interrupted';
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** As measured, in milliseconds; the difference of the two times if absent. */
  readonly durationMs?: number;
  /** Rows that were emitted after the last checkpoint and then dropped. */
  readonly discarded_rows: number;
  /** Whether an unsuccessful attempt had made a checkpoint with something new. */
  readonly advanced?: boolean;
  readonly error?: SafeErrorText;
  readonly retry_state?: RetryState;
  /** When the next attempt starts. */
  readonly nextRetryAt?: Date;
}

/** The `stage_checkpoint` row of an attempt. */
export function stageCheckpointRow(at: Date, checkpoint: StageCheckpoint): JournalRow {
  const { node_id, attempt, outcome, discarded_rows, advanced, startedAt, endedAt, error, retry_state } =
    checkpoint;
  const difference = Math.max(0, endedAt.getTime() - startedAt.getTime());
  return row(at, {
    type: 'stage_checkpoint',
    node_id,
    attempt,
    outcome,
    discarded_rows,
    advanced,
    started_at: startedAt.toISOString(),
    ended_at: endedAt.toISOString(),
    duration_ms: checkpoint.durationMs ?? difference,
    error: error?.message,
    error_code: error?.error_code,
    error_class: error?.error_class,
    retry_state,
    next_retry_at: checkpoint.nextRetryAt?.toISOString(),
  });
}

/** The fields of the two rows that close a stage node. */
export interface GraphNode {
  readonly node_id: string;
  readonly outcome: 'success' | 'failed' | 'cancelled';
  /** Durable rows that the node emitted. */
  readonly event_count: number;
  /** From the first attempt's start to the last one's end, in milliseconds. */
  readonly duration_ms: number;
  readonly attempts: number;
}

/** The `graph_node` and `graph_node_attempt` rows of a node that has ended. */
export function graphNodeRows(at: Date, node: GraphNode): JournalRow[] {
  const { node_id, outcome, event_count, duration_ms, attempts } = node;
  return [
    row(at, { type: 'graph_node', node_id, outcome, event_count, duration_ms, event_type: 'stage' }),
    row(at, { type: 'graph_node_attempt', node_id, attempts }),
  ];
}

/** The fields of a `run_state` row. */
interface RunStateChange {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** Set by a recovery that runs the run alone in its process up to its next checkpoint. */
  readonly alone?: true;
  /** With `uncaught_exception`: the attempt that threw it. */
  readonly stage_node?: string;
  readonly attempt?: number;
}

/** The `run_state` row of a status change, or of an event that leaves the status as it is. */
export function runStateRow(at: Date, change: RunStateChange): JournalRow {
  return row(at, { type: 'run_state', ...change });
}

/** Members that are undefined are left out. */
function row(at: Date, fields: { readonly type: string; readonly [field: string]: unknown }): JournalRow {
  return { type: fields.type, at: isoTime(at), json: JSON.stringify(fields) };
}

import type { RetryState } from '../retry.policy.js';

/** What every row of a run log has. */
export class RowEnvelopeDto {
  /** 1, 2, 3 … without a gap. */
  seq: number;
  /** ISO 8601, UTC, with milliseconds. */
  at: string;
}

/** An attempt of a stage node is over. */
export class StageCheckpointRowDto extends RowEnvelopeDto {
  type: 'stage_checkpoint';
  /** @example "moderation" */
  node_id: string;
  /** 1 is the first; the numbers go on over the run's whole life. */
  attempt: number;
  /** `interrupted`: its process died. */
  outcome: 'success' | 'retry' | 'failed' | 'cancelled' | 'interrupted';
  started_at: string;
  ended_at: string;
  /** Whole milliseconds. */
  duration_ms: number;
  /** Rows that the attempt had emitted after its last checkpoint; they are dropped. */
  discarded_rows: number;
  /** True when the attempt made progress before it ended without success: what was tried before counts no more. */
  advanced?: boolean;
  /** What went wrong, for people. */
  error?: string;
  error_code?: string;
  error_class?: string;
  /** With `failed`: why there is no further attempt. */
  retry_state?: RetryState;
  /** With `retry`: when the next attempt starts. */
  next_retry_at?: string;
}

/** A stage node is over for good. */
export class GraphNodeRowDto extends RowEnvelopeDto {
  type: 'graph_node';
  /** @example "moderation" */
  node_id: string;
  event_type: 'stage';
  /** Rows that the node emitted and that are durable. */
  event_count: number;
  outcome: 'success' | 'failed' | 'cancelled';
  /** From the first attempt's start to the last one's end, in whole milliseconds. */
  duration_ms: number;
}

/** How many attempts a stage node took; comes with its `graph_node`. */
export class GraphNodeAttemptRowDto extends RowEnvelopeDto {
  type: 'graph_node_attempt';
  /** @example "moderation" */
  node_id: string;
  attempts: number;
}

/** The run went from one status to another. */
export class RunStateRowDto extends RowEnvelopeDto {
  type: 'run_state';
  /** @example "failed" */
  from: string;
  /** @example "queued" */
  to: string;
  /** @example "resume" */
  reason: string;
  /** With `recovery`: nothing else is under way in the process until the run makes a checkpoint, or ends. */
  alone?: boolean;
  /** With `uncaught_exception`: the stage node that threw it, and so ended the process. */
  stage_node?: string;
  /** With `uncaught_exception`: the attempt that threw it. */
  attempt?: number;
}

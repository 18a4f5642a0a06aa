import type { ErrorBody } from '../../common/index.js';
import type { Fault } from '../../orchestrator/index.js';
import type { RunAttributes } from './attributes.js';
import type { StoredSummary } from './runlog-summary.js';

/** The state of a run. `interrupted`: its process died or was stopped, and nobody has recovered it yet. */
export const RUN_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Who executes a run: a process that takes it from a queue of its own, or any worker that takes it from BullMQ's. */
export type RunBackend = 'inline' | 'bullmq';

/** Where a fork left its source: the first stage node that it did itself, and the round within it, if there was one. */
export interface ForkedAt {
  readonly stage: string;
  readonly round: number | null;
}

/** A run as it is stored. Times are ISO 8601 with milliseconds, in UTC. */
export interface RunRecord {
  readonly run_id: string;
  readonly pipeline: string;
  /** What the run is about, for people; null when its pipeline does not say. */
  readonly title: string | null;
  readonly status: RunStatus;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  /** Whole milliseconds from start to end, as measured; absent when an older version ended the run. */
  readonly duration_ms?: number | null;
  readonly random_seed: string;
  /** Further tries of each stage node, as asked for or by default. */
  readonly max_stage_retries: number;
  readonly current_stage: string | null;
  /** When the next attempt starts; set while the run waits for it, and until what follows is durable. */
  readonly next_retry_at: string | null;
  readonly forked_from: string | null;
  /** Where it left that run; absent when it is no fork, or of version 0.2 or before. */
  readonly forked_at?: ForkedAt | null;
  readonly error: ErrorBody | null;
  /** Which queue it was last put in; `inline` when absent. */
  readonly backend?: RunBackend;
  /** What its pipeline says of it. */
  readonly attributes: RunAttributes;
  /** `summary.rows` is also the run's last `seq`. */
  readonly summary: StoredSummary;
}

/** What a run was asked to do; stored once, never changed. */
export interface RunRequest {
  /** What the pipeline accepted; plain JSON. */
  readonly input: unknown;
  /** Further tries of each stage node; null when the caller left it to the nodes. */
  readonly max_stage_retries: number | null;
  readonly faults: readonly Fault[];
}

/** A run that is put in a queue of this kind. */
export function queuedIn(backend: RunBackend, run: RunRecord): RunRecord {
  return (run.backend ?? 'inline') === backend ? run : { ...run, backend };
}

/** Whether somebody works on the run, or is about to. */
export function isLive(status: RunStatus): boolean {
  return status === 'queued' || status === 'running';
}

/** Whether a run is over for good, unless somebody resumes it. */
export function hasEnded(status: RunStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

/** Whole milliseconds from a run's start to its end; null while it goes on. Told by its times when nobody measured it. */
export function durationOf({ started_at, ended_at, duration_ms }: RunRecord): number | null {
  if (started_at === null || ended_at === null) return null;
  return duration_ms ?? Math.max(0, Date.parse(ended_at) - Date.parse(started_at));
}

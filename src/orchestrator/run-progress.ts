import { CORE_ROW_TYPES } from './row-types.js';
import type { AttemptError } from './stage.errors.js';

/** What has happened to one stage node so far. */
export interface NodeProgress {
  /** The number of its last attempt; 0 before the first. */
  readonly attempt: number;
  /** Attempts used of those granted by the start, the last resume or checkpoint; interrupted ones are not counted. */
  readonly used: number;
  /** Whether its current (or cut-off) attempt has made a checkpoint with something new. */
  readonly hasAdvanced: boolean;
  /** The failed attempts; of very many, the last ones. */
  readonly errors: readonly AttemptError[];
  /** Durable rows that the node emitted. */
  readonly durableRows: number;
  /** When it first started since it last ended, ISO 8601; null when unknown. */
  readonly startedAt: string | null;
}

/** An attempt that ended its process with an uncaught exception. */
export interface BlamedAttempt {
  readonly stageNode: string;
  readonly attempt: number;
}

/** How far a run has come: what an execution continues from. */
export interface RunProgress {
  /** The state at the last checkpoint, as JSON text. */
  readonly state: string;
  /** Nodes that have succeeded. */
  readonly done: ReadonlySet<string>;
  readonly nodes: ReadonlyMap<string, NodeProgress>;
  /** Retries so far, across all nodes. */
  readonly retries: number;
  /** How often the run was recovered from a crash of its process since its last checkpoint. */
  readonly recoveries: number;
  /** Whether the last recovery ran it alone in its process. */
  readonly isAlone: boolean;
  /** The attempt that ended the last process with an uncaught exception; null when there is none, or it is unknown. */
  readonly blamed: BlamedAttempt | null;
  /** When the next attempt is due, ISO 8601; null when the run is not waiting. */
  readonly nextRetryAt: string | null;
  /** The planned length of that wait, in milliseconds; null when the run is not waiting. */
  readonly retryDelayMs: number | null;
  /** Whether the last execution was interrupted by a graceful shutdown rather than by a crash of its process. */
  readonly wasShutDown: boolean;
}

/** A node that has not started. */
export const NEW_NODE: NodeProgress = {
  attempt: 0,
  used: 0,
  hasAdvanced: false,
  errors: [],
  durableRows: 0,
  startedAt: null,
};

/** A run that has not started. */
export const NEW_RUN: RunProgress = {
  state: '{}',
  done: new Set(),
  nodes: new Map(),
  retries: 0,
  recoveries: 0,
  isAlone: false,
  blamed: null,
  nextRetryAt: null,
  retryDelayMs: null,
  wasShutDown: false,
};

/** The parts of a log row that progress depends on. */
export interface ProgressRow {
  readonly seq: number;
  readonly type: string;
  readonly stageNode: string | null;
  readonly json: string;
}

/** The run's state at its last checkpoint. */
interface LastCheckpoint {
  /** The node that made it; absent when none has made one yet. */
  readonly stageNode?: string;
  readonly seq: number;
  /** JSON text. */
  readonly state: string;
}

/**
 * How long a recovered run still has to wait for its next attempt, in milliseconds. Never longer than the planned wait:
 * the process that started the wait may have had another clock.
 */
export function retryWaitMs({ nextRetryAt, retryDelayMs }: RunProgress, now: Date): number {
  if (nextRetryAt === null) return 0;
  const waitMs = Date.parse(nextRetryAt) - now.getTime();
  return Math.max(0, Math.min(waitMs, retryDelayMs ?? waitMs));
}

/**
 * Whether a run whose process died was waiting for its next attempt. When the clock is behind the start of the wait this
 * is unknown; the attempt then counts as started, so that no attempt goes uncounted.
 */
export function wasWaiting({ nextRetryAt, retryDelayMs }: RunProgress, now: Date): boolean {
  if (nextRetryAt === null) return false;
  const waitMs = Date.parse(nextRetryAt) - now.getTime();
  return waitMs > 0 && waitMs <= (retryDelayMs ?? waitMs);
}

/** Reads a run's progress from its log. */
export async function readProgress(
  rows: AsyncIterable<ProgressRow>,
  last: LastCheckpoint = { seq: 0, state: NEW_RUN.state },
): Promise<RunProgress> {
  const fold = new ProgressFold(last);
  for await (const row of rows) fold.add(row);
  return fold.result(last.state);
}

interface StateRow {
  readonly reason: string;
  readonly to: string;
  readonly alone?: boolean;
  readonly stage_node?: string;
  readonly attempt?: number;
}

interface CheckpointRow {
  readonly node_id: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly started_at: string;
  readonly ended_at: string;
  readonly duration_ms: number;
  readonly error?: string;
  readonly error_code?: string;
  readonly error_class?: string;
  readonly next_retry_at?: string;
  readonly advanced?: boolean;
}

/** How many failed attempts of a node are reported: one that makes progress may fail any number of times. */
const KEPT_ERRORS = 200;

/** Adds an error to those of a node, and drops the oldest beyond the limit. */
export function keepError(errors: readonly AttemptError[], error: AttemptError): readonly AttemptError[] {
  return [...errors.slice(1 - KEPT_ERRORS), error];
}

type WaitForRetry = Pick<RunProgress, 'nextRetryAt' | 'retryDelayMs'>;

const NO_WAIT: WaitForRetry = { nextRetryAt: null, retryDelayMs: null };

class ProgressFold {
  private readonly nodes = new Map<string, NodeProgress>();
  private readonly done = new Set<string>();
  private retries = 0;
  private recoveries = 0;
  private isAlone = false;
  private blamed: BlamedAttempt | null = null;
  private wait = NO_WAIT;
  private wasShutDown = false;

  /** The `seq` of the last row that the runtime wrote: later durable rows are the work of the current attempt. */
  private lastOwnRow = 0;

  constructor(private readonly last: LastCheckpoint) {}

  add(row: ProgressRow): void {
    if (row.type === 'stage_checkpoint') this.addAttempt(JSON.parse(row.json) as CheckpointRow);
    if (row.type === 'graph_node') this.addEnd(JSON.parse(row.json) as { node_id: string; outcome: string });
    if (row.type === 'run_state') this.addState(row.seq, JSON.parse(row.json) as StateRow);
    if (CORE_ROW_TYPES.has(row.type)) this.lastOwnRow = row.seq;
    else if (row.stageNode !== null) {
      this.change(row.stageNode, ({ durableRows }) => ({ durableRows: durableRows + 1, hasAdvanced: true }));
      this.wasShutDown = false;
    }
  }

  result(state: string): RunProgress {
    const { stageNode, seq } = this.last;
    // A checkpoint with only a new state has no rows that would show it.
    if (stageNode !== undefined && !this.done.has(stageNode) && seq >= this.lastOwnRow) {
      this.change(stageNode, () => ({ hasAdvanced: true }));
    }
    const { done, nodes, retries, recoveries, isAlone, blamed, wait, wasShutDown } = this;
    return { state, done, nodes, retries, recoveries, isAlone, blamed, ...wait, wasShutDown };
  }

  private addAttempt(row: CheckpointRow): void {
    const { node_id, attempt, outcome } = row;
    const failed = outcome === 'retry' || outcome === 'failed';
    this.change(node_id, ({ used, hasAdvanced, errors, startedAt }) => ({
      attempt,
      used: (hasAdvanced || row.advanced ? 0 : used) + (failed ? 1 : 0),
      hasAdvanced: false,
      errors: failed ? keepError(errors, errorOf(row)) : errors,
      startedAt: startedAt ?? row.started_at,
    }));
    if (outcome === 'retry') this.retries += 1;
    this.wait = outcome === 'retry' ? waitAfter(row) : NO_WAIT;
    this.wasShutDown = false;
  }

  private addEnd({ node_id, outcome }: { node_id: string; outcome: string }): void {
    if (outcome === 'success') this.done.add(node_id);
    this.change(node_id, () => ({ startedAt: null }));
  }

  private addState(seq: number, { reason, to, alone = false, stage_node, attempt }: StateRow): void {
    if (reason === 'recovery' && seq > this.last.seq) {
      this.recoveries += 1;
      this.isAlone = alone;
    }
    const isBlame = reason === 'uncaught_exception' && stage_node !== undefined && attempt !== undefined;
    this.blamed = isBlame ? { stageNode: stage_node, attempt } : null;
    if (reason === 'resume') {
      for (const id of this.nodes.keys()) this.change(id, () => ({ used: 0 }));
      this.wait = NO_WAIT;
      this.recoveries = 0;
      this.isAlone = false;
    }
    this.wasShutDown = to === 'interrupted';
  }

  private change(id: string, changes: (node: NodeProgress) => Partial<NodeProgress>): void {
    const node = this.nodes.get(id) ?? NEW_NODE;
    this.nodes.set(id, { ...node, ...changes(node) });
  }
}

function waitAfter({ next_retry_at, ended_at }: CheckpointRow): WaitForRetry {
  if (next_retry_at === undefined) return NO_WAIT;
  const retryDelayMs = Math.max(0, Date.parse(next_retry_at) - Date.parse(ended_at));
  return { nextRetryAt: next_retry_at, retryDelayMs };
}

function errorOf(row: CheckpointRow): AttemptError {
  const { attempt, error = '', error_code = '', error_class = '', started_at, duration_ms } = row;
  return { attempt, message: error, error_code, error_class, started_at, duration_ms };
}

import type { StoredRow } from './stage-context.js';
import type { StageNodeExecutionError } from './stage.errors.js';

/** A row on its way to the run log: the journal adds `seq`. */
export interface JournalRow {
  readonly type: string;
  /** When it was emitted, ISO 8601. */
  readonly at: string;
  /** The row without `seq` and `at`, as JSON text of an object. */
  readonly json: string;
}

/** How the execution of a run ended. An interrupted run is recovered later, possibly by another process. */
export type ExecutionOutcome =
  | { readonly status: 'succeeded' | 'cancelled' | 'interrupted' }
  | { readonly status: 'failed'; readonly error: StageNodeExecutionError };

/** Changes that become durable together. */
export interface JournalEntry {
  readonly stageNode: string;
  readonly attempt: number;
  readonly rows: readonly JournalRow[];
  /** The run's state after these rows, as JSON text; absent when the entry is no checkpoint. */
  readonly state?: string;
  /** What `state` is the text of, where it is at hand; to be looked at before `append` returns, and not to be changed. */
  readonly stateValue?: unknown;
  /** The node that runs next; this one if absent. */
  readonly nextStage?: string;
  /** When the next attempt starts, ISO 8601; set by the entry after which the run waits. */
  readonly nextRetryAt?: string;
  /** Set by the entry that ends the execution. */
  readonly outcome?: ExecutionOutcome;
}

/** Where the runtime records a run; one journal per run, implemented by the module that stores the runs. */
export interface RunJournal {
  /**
   * Resolves when the entry is durable. Entries are written in the order of the calls: when one fails, so do all that
   * follow. A caller that does not await an entry leaves no unhandled rejection.
   */
  append(entry: JournalEntry): Promise<void>;
  /** The appended rows in order: all, or those of the given types. Those that are not durable yet are on their way. */
  rows(types: readonly string[]): AsyncIterable<StoredRow>;
}

import type { Fault } from './fault-injection.js';
import type { RunJournal } from './run-journal.js';
import type { RunProgress } from './run-progress.js';

/** What the runtime needs to execute a run. */
export interface RunExecution {
  readonly runId: string;
  readonly pipeline: string;
  /** The input that the pipeline accepted; plain JSON. */
  readonly input: unknown;
  readonly randomSeed: string;
  /** Retries of each node; null leaves it to the nodes. */
  readonly maxStageRetries: number | null;
  readonly faults: readonly Fault[];
  readonly journal: RunJournal;
  /** How far the run has come: `NEW_RUN`, or the progress read from its log. */
  readonly progress: RunProgress;
  /** Aborts, with a `RunStoppedError`, when the run is to stop. */
  readonly signal: AbortSignal;
  /** How long this execution may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Retries across all nodes over the run's whole life; null means unlimited. */
  readonly retryBudget: number | null;
}

import type { Fault } from './fault-injection.js';
import type { RunJournal } from './run-journal.js';
import type { RunProgress } from './run-progress.js';

/** What the runtime is given to execute a run. */
export interface RunExecution {
  readonly runId: string;
  readonly pipeline: string;
  /** What the pipeline accepted; plain JSON. */
  readonly input: unknown;
  readonly randomSeed: string;
  /** Further tries of each node; null leaves it to the nodes. */
  readonly maxStageRetries: number | null;
  readonly faults: readonly Fault[];
  readonly journal: RunJournal;
  /** Where the run stands: `NEW_RUN`, or what its log tells. */
  readonly progress: RunProgress;
  /** Aborts, with a `RunStoppedError`, when the run is to stop. */
  readonly signal: AbortSignal;
  /** How long this execution may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Further tries over all nodes and the run's whole life; null is without a bound. */
  readonly retryBudget: number | null;
}

import type { Fault } from './fault-injection.js';
import type { RunJournal } from './run-journal.js';

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
}

import type { ExperimentRequest } from './experiment-plan.js';
import type { EndedCounts, ExperimentResults } from './experiment-tally.js';

/** What the stage of an experiment gets. */
export interface AcceptedExperiment extends ExperimentRequest {
  /** The world of all its runs; of the first packs where they are varied. */
  readonly pack_fingerprint: string;
  /** The fingerprint of each of its packs, by name; left out where all runs are of the service's own. */
  readonly worlds?: Readonly<Record<string, string>>;
}

/** What is durable of an experiment, beside a row for each run that has ended. */
export interface ExperimentState {
  counts?: EndedCounts & {
    /** Runs that were under way when the others were counted. */
    running: number;
  };
  results?: ExperimentResults;
}

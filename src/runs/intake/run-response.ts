import type { RunOutcome } from '../domain/run-outcome.js';
import type { RunRecord, RunRequest } from '../domain/run.js';

/** A run as the response to a request. */
export interface RunResponse {
  readonly run: RunRecord;
  /** Whether an earlier request with the same key has made it. */
  readonly replayed: boolean;
  /** What it was asked to do, where that is at hand. */
  readonly request?: RunRequest;
}

/** A run that a request has waited for, and how it has ended. */
export interface ExecutedRun extends RunResponse {
  readonly outcome: RunOutcome;
}

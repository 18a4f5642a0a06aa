import type { RunRecord, RunRequest } from './domain/run.js';

/** A run that answers a request. */
export interface AnsweredRun {
  readonly run: RunRecord;
  /** Whether an earlier request with the same key has made it. */
  readonly replayed: boolean;
  /** What it was asked to do, where that is at hand. */
  readonly request?: RunRequest;
}

import type { RunRecord, RunRequest } from '../domain/run.js';

/** A run that this process has a lease on. */
export interface LeasedRun {
  readonly run: RunRecord;
  readonly request: RunRequest;
  /** The lease's fencing token. */
  readonly token: number;
  /** Whether no stage has begun, so that its progress need not be read from its log. */
  readonly isNew: boolean;
}

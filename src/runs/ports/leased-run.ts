import type { RunRecord, RunRequest } from '../domain/run.js';
import type { RunlogRow } from './run-log-store.js';

/** A run that this process has a lease on. */
export interface LeasedRun {
  readonly run: RunRecord;
  readonly request: RunRequest;
  /** The lease's fencing token. */
  readonly token: number;
  /** Whether no stage has begun, so that its progress need not be read from its log. */
  readonly isNew: boolean;
  /** The rows at the end of its log, where they are known. */
  readonly lastRows?: readonly RunlogRow[];
}

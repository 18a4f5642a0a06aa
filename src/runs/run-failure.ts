import { DescribedError } from '../common/index.js';
import type { RunOutcome } from './domain/run-outcome.js';
import type { RunRecord } from './domain/run.js';
import type { ExecutedRun } from './intake/run-response.js';
import { RunStateConflictError, ShuttingDownError, StorageUnavailableError } from './run.errors.js';

const WAS_CANCELLED =
  'The run was cancelled when this key was answered first. Read it to see what has become of it since.';

/** A run has failed, as its record says. */
export class RunFailedError extends DescribedError {
  override readonly name = 'RunFailedError';
}

/** The outcome of a run that has ended, as its record says. */
export function outcomeOfEnded(run: RunRecord): RunOutcome {
  if (run.error) return { kind: 'failed', run, error: new RunFailedError(run.error) };
  return { kind: run.status === 'cancelled' ? 'cancelled' : 'succeeded', run };
}

/**
 * @throws StageNodeExecutionError or RunFailedError when the run has failed, RunStateConflictError when it was cancelled,
 *   ShuttingDownError when it was interrupted, or what kept it from going on
 */
export function assertSucceeded(executed: Pick<ExecutedRun, 'outcome' | 'replayed'>): void {
  const error = errorOf(executed);
  if (error !== null) throw error; // oxlint-disable-line typescript/only-throw-error -- as it was thrown first
}

function errorOf({ outcome, replayed }: Pick<ExecutedRun, 'outcome' | 'replayed'>): unknown {
  const { kind, run } = outcome;
  if (kind === 'succeeded') return null;
  if (kind === 'failed') return outcome.error;
  if (kind === 'cancelled')
    return new RunStateConflictError(run, replayed ? WAS_CANCELLED : 'The run was cancelled.');
  const cause = kind === 'interrupted' ? outcome.cause : undefined;
  if (cause === undefined) return new ShuttingDownError(run.run_id);
  return cause instanceof StorageUnavailableError
    ? new StorageUnavailableError(cause.cause, run.run_id)
    : cause;
}

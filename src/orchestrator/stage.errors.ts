import { ProjectError, safeErrorText, type SafeErrorText } from '../common/index.js';
import type { RetryState } from './retry.policy.js';

/** One failed attempt, as callers may see it. `started_at` is ISO 8601, `duration_ms` whole milliseconds. */
export interface AttemptError extends SafeErrorText {
  attempt: number;
  started_at: string;
  duration_ms: number;
}

/** What is known when a stage node has failed permanently. */
export interface StageFailure {
  readonly runId: string;
  readonly stageNode: string;
  /** The number of the last attempt. */
  readonly attempts: number;
  /** The number of the node's last granted attempt. */
  readonly maxAttempts: number;
  readonly retryState: RetryState;
  readonly attemptErrors: readonly AttemptError[];
  readonly cause: unknown;
}

/** A stage node has no attempts left; the run has failed. */
export class StageNodeExecutionError extends ProjectError {
  readonly stageNode: string;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly retryState: RetryState;
  readonly attemptErrors: readonly AttemptError[];

  /**
   * @param failure what happened
   * @param persistError why the failure could not be saved, if it could not
   */
  constructor(
    private readonly failure: StageFailure,
    persistError?: SafeErrorText,
  ) {
    const { runId, stageNode, attempts, maxAttempts, retryState, attemptErrors } = failure;
    const last = attemptErrors.at(-1);
    super(
      'ORCH_STAGE_FAILED',
      `Stage node '${stageNode}' failed after ${attempts} attempt(s): ${last?.message ?? safeErrorText(failure.cause).message}${boundOf(failure)}`,
      {
        stage_node: stageNode,
        attempts,
        max_attempts: maxAttempts,
        retry_state: retryState,
        retryable: retryState !== 'non_retryable_failure',
        attempt_errors: attemptErrors,
        run_id: runId,
        runlog_url: `/runs/${runId}/runlog`,
        ...(persistError && { persist_error: persistError }),
      },
      { cause: failure.cause },
    );
    this.stageNode = stageNode;
    this.attempts = attempts;
    this.maxAttempts = maxAttempts;
    this.retryState = retryState;
    this.attemptErrors = attemptErrors;
  }

  /** The same failure, which also reports that it could not be saved. */
  withPersistError(persistError: SafeErrorText): StageNodeExecutionError {
    return new StageNodeExecutionError(this.failure, persistError);
  }
}

/** The bound that prevented another attempt, unless it is the node's own maximum. */
function boundOf({ retryState, attemptErrors }: StageFailure): string {
  if (retryState === 'retry_budget_exhausted')
    return ' The retry budget of the run (RUN_RETRY_BUDGET) is used up.';
  const timedOut = ['ORCH_STAGE_TIMEOUT', 'ORCH_RUN_TIMEOUT'].includes(
    attemptErrors.at(-1)?.error_code ?? '',
  );
  if (retryState !== 'timeout' || timedOut || attemptErrors.length === 0) return '';
  return ' The run has no time left for another attempt (RUN_TIMEOUT_MS).';
}

/** Thrown by a stage to say that a retry is useless. Its message is shown to callers. */
export class NonRetryableStageError extends ProjectError {
  constructor(message: string, options?: ErrorOptions) {
    super('ORCH_STAGE_NON_RETRYABLE', message, {}, options);
  }
}

/** Thrown by a stage to say that a retry may help, and when. Its message is shown to callers. */
export class RetryableStageError extends ProjectError {
  /** The shortest wait before the next attempt, in milliseconds; the retry policy's by default. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { retryAfterMs, ...options }: ErrorOptions & { retryAfterMs?: number } = {}) {
    super('ORCH_STAGE_RETRYABLE', message, {}, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** What is known of a run that has reached its recovery limit. */
export interface RepeatedDeath {
  /** How often it was recovered since its last checkpoint. */
  readonly recoveries: number;
  /** The attempt known to have ended the process; null when there is none. */
  readonly blamed: { readonly stageNode: string; readonly attempt: number } | null;
  /** Whether no other run was running at the last crash. */
  readonly wasAlone: boolean;
}

/** The run was recovered from crashes of its process as often as RUN_RECOVERY_LIMIT allows. */
export class RecoveryLimitError extends ProjectError {
  constructor(death: RepeatedDeath) {
    super('ORCH_RECOVERY_LIMIT', `${deathsOf(death)} ${causeOf(death)}`);
  }
}

function deathsOf({ recoveries }: RepeatedDeath): string {
  if (recoveries === 0) return 'The process died while the run was under way.';
  return `The process died again after the run had been taken up ${recoveries} time(s) at this point.`;
}

function causeOf({ blamed, wasAlone }: RepeatedDeath): string {
  if (blamed) {
    return `Attempt ${blamed.attempt} of '${blamed.stageNode}' ended it with an uncaught exception: have that stage mended, then resume the run.`;
  }
  if (wasAlone) {
    return "No other run was under way at the last death: look for its cause in the service's and the system's logs (a crash, no memory, a signal), have it mended, then resume the run.";
  }
  return 'Whether this run was the cause is not known: the service takes up no run (RUN_RECOVERY_LIMIT=0). Resume it.';
}

/** An attempt exceeded the time allowed without a checkpoint. */
export class StageTimeoutError extends ProjectError {
  constructor(timeoutMs: number) {
    super('ORCH_STAGE_TIMEOUT', `The attempt went longer than ${timeoutMs} ms without a checkpoint.`);
  }
}

/** A promise that an attempt had started was rejected without a handler. */
export class UnhandledRejectionError extends ProjectError {
  constructor(reason: unknown) {
    super(
      'ORCH_STAGE_UNHANDLED_REJECTION',
      `A promise that the stage did not wait for was rejected: ${safeErrorText(reason).message}`,
      {},
      { cause: reason },
    );
  }
}

/** The failure that a caller requested with `faults`. */
export class InjectedFaultError extends ProjectError {
  constructor(stageNode: string, attempt: number) {
    super('ORCH_FAULT_INJECTED', `A fault was injected into attempt ${attempt} of '${stageNode}'.`);
  }
}

/** A stage node emitted an invalid row, or used its context after its attempt had ended. */
export class StageContextError extends ProjectError {
  constructor(message: string) {
    super('ORCH_STAGE_MISUSED_CONTEXT', message);
  }
}

/** A fault names a stage node that the pipeline does not have. */
export class UnknownStageError extends ProjectError {
  constructor(stageNode: string, pipeline: string, known: readonly string[]) {
    super(
      'ORCH_UNKNOWN_STAGE',
      `The pipeline '${pipeline}' has no stage node '${stageNode}'; it has ${known.join(', ')}.`,
    );
  }
}

import { FileReplacedError, ProjectError } from '../common/index.js';

/** No run has this id. */
export class RunNotFoundError extends ProjectError {
  constructor(runId: string) {
    super('RUN_NOT_FOUND', 'There is no run with this id.', { run_id: runId });
  }
}

/** There is no run at all. */
export class NoRunsError extends ProjectError {
  constructor() {
    super('RUN_NOT_FOUND', 'No run has been made yet.');
  }
}

/** The store cannot be used; the cause says why. */
export class StorageUnavailableError extends ProjectError {
  /** @param runId the run that was accepted before the store failed */
  constructor(cause: unknown, runId?: string) {
    const message =
      cause instanceof FileReplacedError
        ? 'The run store was removed or replaced while it was in use: the service has to be started again.'
        : 'The run store cannot be used at the moment.';
    const accepted = ' This run was accepted before, and goes on when the store can be used.';
    const isAccepted = runId !== undefined;
    super(
      'RUN_STORAGE_UNAVAILABLE',
      message + (isAccepted ? accepted : ''),
      isAccepted ? { run_id: runId } : {},
      {
        cause,
      },
    );
  }
}

/** A commit came too late: another writer was there before, or has taken the run. */
export class RunConflictError extends ProjectError {
  constructor(runId: string) {
    super('INTERNAL_ERROR', 'Another writer has changed this run.', { run_id: runId });
  }
}

/** A new run's idempotency key was used before; the caller looks it up. */
export class IdempotencyKeyTakenError extends ProjectError {
  constructor() {
    super('REQ_IDEMPOTENCY_IN_PROGRESS', 'A request with this Idempotency-Key is being answered.');
  }
}

/** Another process has taken the run, and goes on with it. */
export class RunLostError extends ProjectError {
  constructor(runId: string) {
    super('SYS_NOT_READY', 'Another process has taken this run, and goes on with it.', { run_id: runId });
  }
}

/** What was asked for makes no sense in the state that the run is in. */
export class RunStateConflictError extends ProjectError {
  constructor(run: { readonly run_id: string; readonly status: string }, message: string) {
    super('RUN_STATE_CONFLICT', message, { run_id: run.run_id, run_status: run.status });
  }
}

/** A fork would not have the rows of its source before the point where it leaves it. */
export class ForkRefusedError extends ProjectError {
  /** @param reason a stable code in lower case */
  constructor(runId: string, reason: string, message: string) {
    super('RUN_FORK_REFUSED', message, { run_id: runId, reason });
  }
}

/** No further run fits into the queue. */
export class TooManyRunsError extends ProjectError {
  constructor(queued: number) {
    super('RUN_QUEUE_FULL', `${queued} runs are waiting already.`);
  }
}

/** A pipeline gives a run a first row that it may not have: a fault of the pipeline's, not of the caller. */
export class FirstRowError extends Error {
  constructor(pipeline: string, fault: string) {
    super(`accept() of the pipeline '${pipeline}' gave a first row that cannot be kept. ${fault}`);
    this.name = 'FirstRowError';
  }
}

/** A pipeline says something of a run that it has not declared: a fault of the pipeline's, not of the caller. */
export class ProjectionError extends Error {
  constructor(pipeline: string, fault: string) {
    super(
      `The pipeline '${pipeline}' says something of a run that cannot be kept: ${fault}. Declare its attributes in @Pipeline({ attributes }).`,
    );
    this.name = 'ProjectionError';
  }
}

/** The service is shutting down; the run, if there is one already, is recovered by the next process. */
export class ShuttingDownError extends ProjectError {
  constructor(runId?: string) {
    super('SYS_NOT_READY', 'The service is shutting down.', runId === undefined ? {} : { run_id: runId });
  }
}

/** The key came with another body than the first time. */
export class IdempotencyKeyReusedError extends ProjectError {
  constructor(runId: string) {
    super('REQ_IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used with another body.', {
      run_id: runId,
    });
  }
}

/** The first request with this key has not been answered yet. */
export class IdempotencyInProgressError extends ProjectError {
  constructor(runId: string) {
    super('REQ_IDEMPOTENCY_IN_PROGRESS', 'The run that this Idempotency-Key has made is still going on.', {
      run_id: runId,
    });
  }
}

/** What is stored of a run cannot be read. `seq` is the row where the damage was found. */
export class CorruptRunlogError extends ProjectError {
  constructor(runId: string, seq: number | null, cause?: unknown) {
    const where = seq === null ? 'The stored run' : `Row ${seq} of the stored run log`;
    super('RUN_LOG_CORRUPT', `${where} is damaged.`, { run_id: runId, seq }, { cause });
  }
}

/** Faults were asked for, but this service does not inject any. */
export class FaultInjectionDisabledError extends ProjectError {
  constructor() {
    super('ORCH_FAULTS_DISABLED', 'This service does not inject faults (FAULT_INJECTION is not true).');
  }
}

/** The service has no pipeline of this id. */
export class UnknownPipelineError extends ProjectError {
  constructor(pipeline: string, known: readonly string[]) {
    super('ORCH_UNKNOWN_PIPELINE', `There is no pipeline '${pipeline}'; there is ${known.join(', ')}.`);
  }
}

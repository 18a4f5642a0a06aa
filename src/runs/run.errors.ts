import { ProjectError } from '../common/index.js';

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
  constructor(cause: unknown) {
    super('RUN_STORAGE_UNAVAILABLE', 'The run store cannot be used at the moment.', {}, { cause });
  }
}

/** Rows were to follow a run's last one, but another writer was there before. */
export class RunConflictError extends ProjectError {
  constructor(runId: string) {
    super('INTERNAL_ERROR', 'Another writer has changed this run.', { run_id: runId });
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

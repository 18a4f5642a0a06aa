import { ProjectError } from '../common/index.js';

/**
 * The outcome of a stopped run: `cancelled` by a caller, `interrupted` because its process ends, or `lost` because
 * another process holds its lease now, so that nothing more may be written.
 */
export type StopOutcome = 'cancelled' | 'interrupted' | 'lost';

/** A run is stopped before its end; the reason that its signal aborts with. */
export class RunStoppedError extends Error {
  override readonly name = 'RunStoppedError';

  constructor(readonly outcome: StopOutcome) {
    super(`The run was ${outcome}.`);
  }
}

/** A run exceeded its time limit. */
export class RunTimeoutError extends ProjectError {
  constructor(timeoutMs: number) {
    super('ORCH_RUN_TIMEOUT', `The run took longer than ${timeoutMs} ms.`);
  }
}

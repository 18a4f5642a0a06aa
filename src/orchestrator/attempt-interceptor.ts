import type { SafeErrorText } from '../common/index.js';

/** Injection token of the {@link AttemptInterceptor}; replace it to trace or count attempts. */
export const ATTEMPT_INTERCEPTOR = Symbol('ATTEMPT_INTERCEPTOR');

/** Identifies an attempt. */
export interface AttemptInfo {
  readonly runId: string;
  readonly pipeline: string;
  readonly stageNode: string;
  /** Starts at 1 and is never reset during the run's life. */
  readonly attempt: number;
}

/** How an attempt ended; whether a failed one is retried is decided later. */
export interface AttemptEnd {
  readonly outcome: 'success' | 'failed' | 'cancelled' | 'interrupted';
  /** Whole milliseconds. */
  readonly durationMs: number;
  readonly error?: SafeErrorText;
}

/** Wraps each attempt of each stage node. */
export interface AttemptInterceptor {
  /**
   * Calls `run` once and resolves when its own work is done. An error that it throws before calling `run` fails the
   * attempt; one that it throws afterwards is only logged.
   * @param run makes the attempt; never rejects because of the stage
   */
  around(attempt: AttemptInfo, run: () => Promise<AttemptEnd>): Promise<void>;
}

/** The default: adds nothing to an attempt. */
export class PlainAttempts implements AttemptInterceptor {
  async around(_: AttemptInfo, run: () => Promise<AttemptEnd>): Promise<void> {
    await run();
  }
}

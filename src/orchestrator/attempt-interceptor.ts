import type { SafeErrorText } from '../common/index.js';

/** Injection token of the {@link AttemptInterceptor}; replace it to trace attempts, or to count them. */
export const ATTEMPT_INTERCEPTOR = Symbol('ATTEMPT_INTERCEPTOR');

/** Which attempt is made. */
export interface AttemptInfo {
  readonly runId: string;
  readonly pipeline: string;
  readonly stageNode: string;
  /** 1 is the first; goes on counting over the run's whole life. */
  readonly attempt: number;
}

/** How an attempt ended; whether a failed one is tried again is decided later. */
export interface AttemptEnd {
  readonly outcome: 'success' | 'failed' | 'cancelled' | 'interrupted';
  /** Whole milliseconds. */
  readonly durationMs: number;
  readonly error?: SafeErrorText;
}

/** Stands around each attempt of each stage node. */
export interface AttemptInterceptor {
  /**
   * Calls `run` once and resolves when its own work is over. What it throws after that is logged, and changes nothing;
   * what it throws before makes the attempt fail.
   * @param run makes the attempt; never rejects because of the stage
   */
  around(attempt: AttemptInfo, run: () => Promise<AttemptEnd>): Promise<void>;
}

/** Adds nothing. */
export class PlainAttempts implements AttemptInterceptor {
  async around(_: AttemptInfo, run: () => Promise<AttemptEnd>): Promise<void> {
    await run();
  }
}

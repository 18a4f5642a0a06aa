import { setTimeout as delay } from 'node:timers/promises';

/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol('CLOCK');

/** The one source of time; tests replace it. */
export interface Clock {
  /** The present moment. */
  now(): Date;
  /** Waits `ms` milliseconds; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      await delay(ms, undefined, { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  }
}

/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol('CLOCK');

/** The one source of time; tests replace it. */
export interface Clock {
  /** The present moment, for what is recorded. What is injected as CLOCK never goes back: see `SteadyClock`. */
  now(): Date;
  /** Waits `ms` milliseconds; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Milliseconds of a counter that setting the wall clock does not change. Without it, `now` measures time. */
  monotonicMs?(): number;
  /** What the wall clock says, which may go back: for what other processes compare. Without it, that is `now`. */
  wallNow?(): Date;
}

/** The machine's own clock. */
export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }

  monotonicMs(): number {
    return performance.now();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve();
      }, ms);
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  }
}

/** What the wall clock says now: see {@link Clock.wallNow}. */
export function wallNow(clock: Clock): Date {
  return clock.wallNow?.() ?? clock.now();
}

/** The whole milliseconds since a stopwatch was started; never negative. */
export type Stopwatch = () => number;

/**
 * Starts to measure time, by the clock's counter.
 * @param since an earlier moment to measure from, perhaps of another process: until now, only the stamps can tell
 */
export function stopwatch(clock: Clock, since?: Date): Stopwatch {
  const read = () => clock.monotonicMs?.() ?? clock.now().getTime();
  const before = since ? Math.max(0, clock.now().getTime() - since.getTime()) : 0;
  const startedAt = read();
  return () => before + Math.max(0, Math.round(read() - startedAt));
}

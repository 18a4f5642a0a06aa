/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol('CLOCK');

/** The one source of time; tests replace it. */
export interface Clock {
  /** The current time, for timestamps. The clock injected as CLOCK never goes back: see `SteadyClock`. */
  now(): Date;
  /** Waits `ms` milliseconds; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A monotonic counter in milliseconds, unaffected by changes of the wall clock. Without it, `now` measures time. */
  monotonicMs?(): number;
  /** The wall clock, which may go back: for times that other processes compare. `now` by default. */
  wallNow?(): Date;
}

/** The system clock. */
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

/** The time of the wall clock: see {@link Clock.wallNow}. */
export function wallNow(clock: Clock): Date {
  return clock.wallNow?.() ?? clock.now();
}

let told = { ms: NaN, text: '' };

/** A moment as text (ISO 8601, UTC); that of the moment that was asked about last is kept, since rows come in crowds. */
export function isoTime(moment: Date): string {
  const ms = moment.getTime();
  if (ms !== told.ms) told = { ms, text: moment.toISOString() };
  return told.text;
}

/** The whole milliseconds since a stopwatch was started; never negative. */
export type Stopwatch = () => number;

/**
 * Starts to measure time by the clock's monotonic counter.
 * @param since an earlier time to measure from, perhaps of another process; the time up to now is taken from `now`
 */
export function stopwatch(clock: Clock, since?: Date): Stopwatch {
  const read = () => clock.monotonicMs?.() ?? clock.now().getTime();
  const before = since ? Math.max(0, clock.now().getTime() - since.getTime()) : 0;
  const startedAt = read();
  return () => before + Math.max(0, Math.round(read() - startedAt));
}

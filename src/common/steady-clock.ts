import { wallNow, type Clock } from './clock.js';

/** The rate of time while this clock is ahead of the wall clock, so that the two converge. */
const CATCH_UP_RATE = 0.5;

/**
 * A clock whose `now` never goes back. It follows the wall clock; when that is set back, it continues at half speed until
 * the wall clock has caught up. Durations are measured by the counter of the underlying clock.
 */
export class SteadyClock implements Clock {
  private latest = Number.NEGATIVE_INFINITY;
  private latestAt = 0;
  private readonly counter: () => number;

  constructor(private readonly source: Clock) {
    this.counter = source.monotonicMs ? source.monotonicMs.bind(source) : stepsForward(source);
  }

  now(): Date {
    const at = this.counter();
    const least = this.latest + (at - this.latestAt) * CATCH_UP_RATE;
    this.latest = Math.max(this.wallNow().getTime(), least);
    this.latestAt = at;
    return new Date(this.latest);
  }

  wallNow(): Date {
    return wallNow(this.source);
  }

  monotonicMs(): number {
    return this.counter();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.source.sleep(ms, signal);
  }

  /** Continues from an earlier recorded time, unless it is already past it. */
  continueFrom(moment: Date): void {
    this.latest = Math.max(this.now().getTime(), moment.getTime());
  }
}

/** A counter for a clock without one: the sum of its forward steps. */
function stepsForward(source: Clock): () => number {
  let seen = wallNow(source).getTime();
  let sum = 0;
  return () => {
    const now = wallNow(source).getTime();
    sum += Math.max(0, now - seen);
    seen = now;
    return sum;
  };
}

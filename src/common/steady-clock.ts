import { wallNow, type Clock } from './clock.js';

/** How fast time passes while it is ahead of the wall clock, so that the two meet again. */
const CATCHING_UP = 0.5;

/**
 * A clock whose `now` never goes back. It shows what the wall clock shows; when that is set back, it goes on from where
 * it was at half speed until the wall clock has caught up. Time is measured by the counter of the clock it is made of.
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
    const least = this.latest + (at - this.latestAt) * CATCHING_UP;
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

  /** Goes on from a moment that was recorded before, unless it is past that already. */
  continueFrom(moment: Date): void {
    this.latest = Math.max(this.now().getTime(), moment.getTime());
  }
}

/** The counter of a clock that has none: the sum of its steps forward. */
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

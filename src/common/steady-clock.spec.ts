import { describe, expect, it } from '@jest/globals';
import { SystemClock, stopwatch, type Clock } from './clock.js';
import { UuidV7Generator } from './ids.js';
import { SteadyClock } from './steady-clock.js';

const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 0, 1, 12);

/** A wall clock that can be set, with a counter that cannot. */
class SettableClock implements Clock {
  private wall = NOON;
  private counter = 5_000;

  now(): Date {
    return new Date(this.wall);
  }

  monotonicMs(): number {
    return this.counter;
  }

  async sleep(ms: number): Promise<void> {
    this.pass(ms);
  }

  pass(ms: number): void {
    this.wall += ms;
    this.counter += ms;
  }

  set(byMs: number): void {
    this.wall += byMs;
  }
}

/** What the steady clock shows, in milliseconds after noon. */
const shown = (clock: Clock) => clock.now().getTime() - NOON;

describe('a steady clock', () => {
  it('follows the wall clock', () => {
    const source = new SettableClock();
    const steady = new SteadyClock(source);
    expect(shown(steady)).toBe(0);
    source.pass(1_500);
    expect(shown(steady)).toBe(1_500);
    source.set(HOUR_MS);
    expect(shown(steady)).toBe(HOUR_MS + 1_500);
  });

  it('continues at half speed when the wall clock is set back, until that has caught up', () => {
    const source = new SettableClock();
    const steady = new SteadyClock(source);
    shown(steady);
    source.set(-HOUR_MS);
    expect(shown(steady)).toBe(0);
    source.pass(1_000);
    expect(shown(steady)).toBe(500);
    source.pass(2 * HOUR_MS - 1_000);
    expect(shown(steady)).toBe(HOUR_MS);
    source.pass(1_000);
    expect(shown(steady)).toBe(HOUR_MS + 1_000);
    expect(steady.wallNow()).toEqual(source.now());
  });

  it('continues from a recorded time, unless that is in its past', () => {
    const source = new SettableClock();
    const steady = new SteadyClock(source);
    steady.continueFrom(new Date(NOON + 60_000));
    expect(shown(steady)).toBe(60_000);
    source.pass(2_000);
    expect(shown(steady)).toBe(61_000);
    steady.continueFrom(new Date(NOON));
    expect(shown(steady)).toBe(61_000);
  });

  it('advances and never goes back when the underlying clock has no counter', () => {
    let wall = NOON;
    const steady = new SteadyClock({ now: () => new Date(wall), sleep: () => Promise.resolve() });
    const elapsed = stopwatch(steady);
    expect(shown(steady)).toBe(0);
    wall -= HOUR_MS;
    expect(shown(steady)).toBe(0);
    expect(elapsed()).toBe(0);
    wall += 4_000;
    expect(shown(steady)).toBe(2_000);
    expect(elapsed()).toBe(4_000);
  });

  it('sleeps as the underlying clock does', async () => {
    const source = new SettableClock();
    await new SteadyClock(source).sleep(250);
    expect(shown(source)).toBe(250);
  });
});

describe('a stopwatch', () => {
  it.each([HOUR_MS, -HOUR_MS])(
    'measures the elapsed time even if the wall clock is changed by %i ms',
    (byMs) => {
      const source = new SettableClock();
      const elapsed = stopwatch(new SteadyClock(source));
      source.set(byMs);
      source.pass(1_200);
      expect(elapsed()).toBe(1_200);
    },
  );

  it('measures from an earlier time by timestamps up to its start, and by the counter from then on', () => {
    const source = new SettableClock();
    const elapsed = stopwatch(source, new Date(NOON - 3_000));
    source.set(-HOUR_MS);
    source.pass(1_000);
    expect(elapsed()).toBe(4_000);
    expect(stopwatch(source, new Date(NOON))()).toBe(0); // that moment is ahead of the clock
  });

  it('is never negative when a clock without a counter goes back', () => {
    let wall = NOON;
    const elapsed = stopwatch({ now: () => new Date(wall), sleep: () => Promise.resolve() });
    wall -= HOUR_MS;
    expect(elapsed()).toBe(0);
  });

  it("reads the system's monotonic counter", () => {
    const clock = new SystemClock();
    const before = performance.now();
    const read = clock.monotonicMs();
    expect(read).toBeGreaterThanOrEqual(before);
    expect(read).toBeLessThanOrEqual(performance.now());
  });
});

describe('run ids', () => {
  it('keep increasing, however far the clock goes back', () => {
    const source = new SettableClock();
    const ids = new UuidV7Generator(source);
    const made: string[] = [];
    for (const byMs of [0, 0, -HOUR_MS, 0, -1_000 * HOUR_MS, HOUR_MS]) {
      source.set(byMs);
      made.push(ids.runId());
    }
    expect(made).toEqual(made.toSorted());
    expect(new Set(made).size).toBe(made.length);
  });

  it('hold the time of the clock that timestamps runs', () => {
    const id = new UuidV7Generator(new SettableClock()).runId();
    expect(Number.parseInt(id.slice(4).replace('-', '').slice(0, 12), 16)).toBe(NOON);
  });
});

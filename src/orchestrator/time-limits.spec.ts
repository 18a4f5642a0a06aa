import { beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../test/support/manual-clock.js';
import { TimeLimits } from './time-limits.js';

let clock: ManualClock;
let limits: TimeLimits;
let reached: string[];

/** Advances the clock, and lets those who have waited go on. */
async function advance(ms: number): Promise<void> {
  clock.advance(ms);
  await new Promise(setImmediate);
}

const start = (name: string, ms: number) => limits.start(ms, () => reached.push(name));

describe('time limits', () => {
  beforeEach(() => {
    clock = new ManualClock();
    limits = new TimeLimits(clock);
    reached = [];
  });

  it('are reached each at its time, in whatever order they were started', async () => {
    start('late', 300);
    start('early', 100);
    start('middle', 200);
    await advance(99);
    expect(reached).toEqual([]);
    await advance(1);
    expect(reached).toEqual(['early']);
    await advance(100);
    expect(reached).toEqual(['early', 'middle']);
    await advance(100);
    expect(reached).toEqual(['early', 'middle', 'late']);
    expect(clock.sleepers.size).toBe(0);
  });

  it('are not reached when they end before', async () => {
    const limit = start('ended', 100);
    start('kept', 100);
    limit.end();
    await advance(100);
    expect(reached).toEqual(['kept']);
  });

  it('measure from their last restart', async () => {
    const limit = start('restarted', 100);
    await advance(99);
    limit.restart();
    await advance(99);
    expect(reached).toEqual([]);
    await advance(1);
    expect(reached).toEqual(['restarted']);
    limit.restart();
    await advance(100);
    expect(reached).toEqual(['restarted']);
  });

  it('share one timer, which no limit that ends or restarts sets anew', async () => {
    const run = start('run', 1_000);
    for (let attempt = 1; attempt <= 20; attempt++) {
      const limit = start('attempt', 100);
      await advance(1);
      limit.restart();
      limit.end();
    }
    expect(clock.started).toBe(2);
    expect(clock.sleepers.size).toBe(1);
    run.end();
    expect(clock.sleepers.size).toBe(0);
  });

  it('go on when one that is reached starts another one', async () => {
    limits.start(100, () => start('next', 50));
    await advance(100);
    await advance(50);
    expect(reached).toEqual(['next']);
    expect(clock.sleepers.size).toBe(0);
  });
});

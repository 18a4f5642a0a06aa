import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../common/index.js';
import { newRun, sampleRun, sampleTime } from '../../testing/index.js';
import { MemoryRunRepository } from '../../storage/index.js';
import { RetentionService } from './retention.service.js';

const DAY_MS = 86_400_000;

let wall: number;
let counter: number;
const clock: Clock = {
  now: () => new Date(wall),
  monotonicMs: () => counter,
  sleep: () => Promise.resolve(),
};

/** Retention of one day, over one run that ended at the beginning of the sample runs' day. */
async function ofOneDay() {
  const repository = new MemoryRunRepository();
  const run = sampleRun('1');
  await repository.create(newRun(run));
  const ended = { ...run, status: 'succeeded', ended_at: sampleTime(0) } as const;
  await repository.commit({ run: ended, rows: [], token: 1 });
  return new RetentionService(repository, clock, { retention: { maxAgeDays: 1, maxRuns: null } });
}

describe('retention by age', () => {
  beforeEach(() => {
    wall = Date.parse(sampleTime(10));
    counter = 0;
  });

  it('deletes a run when its time has passed', async () => {
    const retention = await ofOneDay();
    wall += DAY_MS;
    counter += DAY_MS;
    expect(await retention.apply()).toBe(1);
  });

  it('deletes nothing because the clock is set forward, by a year or for good', async () => {
    const retention = await ofOneDay();
    wall += 365 * DAY_MS;
    expect(await retention.preview()).toEqual([]);
    expect(await retention.apply()).toBe(0);
    counter += DAY_MS;
    expect(await retention.apply()).toBe(1);
  });

  it('keeps runs for longer when the clock is set back', async () => {
    const retention = await ofOneDay();
    wall -= DAY_MS;
    counter += DAY_MS;
    expect(await retention.apply()).toBe(0);
    wall += 2 * DAY_MS;
    expect(await retention.apply()).toBe(1);
  });
});

import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SteadyClock } from '../common/index.js';
import { newRun, sampleRun, sampleTime } from '../testing/index.js';
import { MemoryRunRepository } from '../storage/index.js';
import { StorageUnavailableError } from '../runs/index.js';
import { ClockContinuation } from './clock-continuation.js';

const HOUR_S = 3_600;

/** What the clock shows after a start at second 0, when runs of these seconds are stored. */
async function shownAfter(...seconds: number[]): Promise<string> {
  const repository = new MemoryRunRepository();
  for (const [id, second] of seconds.entries())
    await repository.create(newRun(sampleRun(String(id), second)));
  const clock = new SteadyClock({ now: () => new Date(sampleTime(0)), sleep: () => Promise.resolve() });
  await new ClockContinuation(repository, clock).onModuleInit();
  return clock.now().toISOString();
}

describe('the clock of a starting service', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('continues from the newest run when it is behind that', async () => {
    expect(await shownAfter(-HOUR_S, HOUR_S, 10)).toBe(sampleTime(HOUR_S));
  });

  it('does not follow a run more than a day ahead', async () => {
    expect(await shownAfter(24 * HOUR_S)).toBe(sampleTime(24 * HOUR_S));
    expect(await shownAfter(24 * HOUR_S + 1)).toBe(sampleTime(0));
  });

  it('is unchanged when no run is ahead of it', async () => {
    expect(await shownAfter()).toBe(sampleTime(0));
    expect(await shownAfter(-HOUR_S)).toBe(sampleTime(0));
  });

  it('is unchanged when the store cannot be read', async () => {
    class BrokenRepository extends MemoryRunRepository {
      override list(): Promise<never> {
        return Promise.reject(new StorageUnavailableError(new Error('The disk is gone.')));
      }
    }
    const clock = new SteadyClock({ now: () => new Date(sampleTime(0)), sleep: () => Promise.resolve() });
    await new ClockContinuation(new BrokenRepository(), clock).onModuleInit();
    expect(clock.now().toISOString()).toBe(sampleTime(0));
  });
});

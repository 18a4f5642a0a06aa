import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RunOutcome } from './domain/run-outcome.js';
import type { RunRecord } from './domain/run.js';
import type { LeasedRun } from './ports/leased-run.js';
import { RunConflictError } from './run.errors.js';
import { RunObservers, type ObservedCommit } from './run-observers.js';

const RUN = { run_id: 'run-1' } as RunRecord;
const LEASED = { run: RUN } as LeasedRun;
const CHANGE = { before: null, run: RUN, rows: [] };
const OUTCOME: RunOutcome = { kind: 'succeeded', run: RUN };

describe('observers of runs', () => {
  let observers: RunObservers;
  let logged: jest.SpiedFunction<Logger['error']>;

  beforeEach(() => {
    observers = new RunObservers();
    logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each([
    ['success', () => Promise.resolve()],
    ['conflict', () => Promise.reject(new RunConflictError('run-1'))],
    ['failed', () => Promise.reject(new Error('The disk is full.'))],
  ])('learn of a commit that is a %s, which the caller gets as it is', async (outcome, write) => {
    const commits: ObservedCommit[] = [];
    const end = observers.add({ onCommit: (commit) => commits.push(commit) });
    const expected = await Promise.allSettled([write()]);
    expect(await Promise.allSettled([observers.commit(CHANGE, write)])).toEqual(expected);
    expect(commits).toEqual([{ ...CHANGE, outcome, durationMs: expect.any(Number) }]);
    end();
    await Promise.allSettled([observers.commit(CHANGE, write)]);
    expect(commits).toHaveLength(1);
  });

  it('stand around an execution, each around those that came before it', async () => {
    const events: string[] = [];
    for (const name of ['inner', 'outer']) {
      observers.add({
        async aroundExecution(_, execute) {
          events.push(`${name} begins`);
          const outcome = await execute();
          events.push(`${name} ends`);
          return outcome;
        },
      });
    }
    const outcome = await observers.execution(LEASED, async () => {
      events.push('executed');
      return OUTCOME;
    });
    expect(outcome).toBe(OUTCOME);
    expect(events).toEqual(['outer begins', 'inner begins', 'executed', 'inner ends', 'outer ends']);
  });

  it.each([
    ['before the execution', () => Promise.reject(new Error('broken'))],
    [
      'after it',
      async (_: LeasedRun, execute: () => Promise<RunOutcome>) => {
        await execute();
        throw new Error('broken');
      },
    ],
    ['by leaving it out', () => Promise.resolve(OUTCOME)],
    [
      'by making it twice',
      (_: LeasedRun, execute: () => Promise<RunOutcome>) => execute().then(() => execute()),
    ],
  ])('cannot change what becomes of a run when they fail %s', async (_, aroundExecution) => {
    observers.add({
      aroundExecution,
      onCommit: () => {
        throw new Error('broken');
      },
    });
    const execute = jest.fn(() => Promise.resolve(OUTCOME));
    expect(await observers.execution(LEASED, execute)).toBe(OUTCOME);
    expect(execute).toHaveBeenCalledTimes(1);
    await observers.commit(CHANGE, () => Promise.resolve());
    expect(logged).toHaveBeenCalled();
  });

  it('give attributes to new runs', () => {
    observers.add({ attributesOfNewRun: () => ({ a: 1 }) });
    observers.add({ attributesOfNewRun: () => ({ b: 2 }) });
    observers.add({});
    expect(observers.attributesOfNewRun()).toEqual({ a: 1, b: 2 });
  });
});

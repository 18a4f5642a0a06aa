import { describe, expect, it } from '@jest/globals';
import { EngineOptionsError, resolveEngineOptions } from './engine.options.js';

/** What is wrong with options; nothing when they can be used. */
function faultsOf(options: object): readonly string[] {
  try {
    resolveEngineOptions(options);
    return [];
  } catch (error) {
    if (error instanceof EngineOptionsError) return error.faults;
    throw error;
  }
}

describe('the options of the engine', () => {
  it('have the documented defaults when none is set', () => {
    expect(resolveEngineOptions({})).toEqual({
      store: { kind: 'memory' },
      queue: { kind: 'inline' },
      stages: { defaultStageRetries: 1, stageTimeoutMs: 60_000 },
      runs: {
        maxStageRetries: 10,
        runTimeoutMs: 600_000,
        runRetryBudget: null,
        maxConcurrentRuns: 32,
        maxQueuedRuns: 1_000,
        leaseMs: 10_000,
        recoveryLimit: 5,
        shutdownGraceMs: 10_000,
        faultInjection: false,
        retention: { maxAgeDays: null, maxRuns: null },
      },
    });
  });

  it('keep the values that are set, and treat undefined as absent', () => {
    const { runs, stages } = resolveEngineOptions({
      stages: { stageTimeoutMs: 5 },
      runs: { leaseMs: 200, runTimeoutMs: undefined as never, retention: { maxRuns: 9 } },
    });
    expect(stages).toEqual({ defaultStageRetries: 1, stageTimeoutMs: 5 });
    expect(runs).toMatchObject({ leaseMs: 200, runTimeoutMs: 600_000 });
    expect(runs.retention).toEqual({ maxAgeDays: null, maxRuns: 9 });
  });

  it('are rejected with all faults at once', () => {
    expect(
      faultsOf({
        store: { kind: 'sqlite' },
        stages: { stageTimeoutMs: '5' },
        runs: {
          leaseMs: 1.5,
          maxConcurrentRuns: 0,
          leaseMS: 1,
          retention: { maxRuns: 0 },
          faultInjection: 'yes',
        },
      }),
    ).toEqual([
      expect.stringContaining('runs.leaseMS is not known'),
      'store.dataDir must name the folder of the sqlite store',
      'stages.stageTimeoutMs must be a whole number from 1 to 86400000',
      'runs.maxConcurrentRuns must be a whole number from 1 to 10000',
      'runs.leaseMs must be a whole number from 100 to 3600000',
      'runs.retention.maxRuns must be a whole number from 1 to 100000000, or null',
      'runs.faultInjection must be true or false',
    ]);
  });

  it.each([{ kind: 'mysql' }, {}, { kind: 'file', dataDir: '' }])('do not accept the store %j', (store) => {
    expect(faultsOf({ store })).toHaveLength(1);
  });
});

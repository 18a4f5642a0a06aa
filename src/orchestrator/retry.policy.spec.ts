import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  DEFAULT_RETRY_POLICY,
  LONGEST_TIMER_MS,
  requestedDelayMs,
  backoffInterval,
  decideRetry,
  retryPolicyFaults,
  type FailedAttempt,
  type ResolvedRetryPolicy,
  type RetryPolicy,
} from './retry.policy.js';
import { NonRetryableStageError, RetryableStageError, StageTimeoutError } from './stage.errors.js';

const POLICY: ResolvedRetryPolicy = { ...DEFAULT_RETRY_POLICY, maxAttempts: 3 };
const FAILED: FailedAttempt = {
  error: new Error('x'),
  timedOut: false,
  used: 1,
  budgetLeft: null,
  timeLeftMs: Infinity,
};

const policies: fc.Arbitrary<ResolvedRetryPolicy> = fc
  .record({
    maxAttempts: fc.integer({ min: 1, max: 30 }),
    initialIntervalMs: fc.integer({ min: 1, max: 5_000 }),
    backoffCoefficient: fc.double({ min: 1, max: 10, noNaN: true }),
    extra: fc.nat(60_000),
  })
  .map(({ extra, ...policy }) => ({
    ...policy,
    maxIntervalMs: policy.initialIntervalMs + extra,
    nonRetryable: [],
  }));
const drawn = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('a failed attempt', () => {
  it('is retried while attempts are left', () => {
    expect(decideRetry(POLICY, { ...FAILED, used: 2 }, 0.5)).toEqual({ retry: true, delayMs: 100 });
  });

  it('is not retried when the attempts are used up', () => {
    expect(decideRetry(POLICY, { ...FAILED, used: 3 }, 0.5)).toEqual({
      retry: false,
      state: 'maximum_attempts_reached',
    });
  });

  it('is not retried when only one attempt is granted', () => {
    expect(decideRetry({ ...POLICY, maxAttempts: 1 }, FAILED, 0.5)).toMatchObject({ retry: false });
  });

  it('gives the time limit as the reason when that ended the last attempt', () => {
    const timedOut = { ...FAILED, error: new StageTimeoutError(50), timedOut: true };
    expect(decideRetry(POLICY, { ...timedOut, used: 3 }, 0)).toEqual({ retry: false, state: 'timeout' });
    expect(decideRetry(POLICY, { ...timedOut, used: 2 }, 0)).toEqual({ retry: true, delayMs: 0 });
  });

  it.each([
    ['says that trying again is useless', new NonRetryableStageError('No.'), []],
    ['has a code that the node named', new StageTimeoutError(1), ['ORCH_STAGE_TIMEOUT']],
    ['has a class that the node named', new RangeError('x'), ['TypeError', 'RangeError']],
    ['is ours and has a class that the node named', new StageTimeoutError(1), ['StageTimeoutError']],
  ])('is not retried, attempts left or not, when the error %s', (_, error, nonRetryable) => {
    const policy = { ...POLICY, nonRetryable };
    for (const used of [1, 3]) {
      expect(decideRetry(policy, { ...FAILED, error, used }, 0.5)).toEqual({
        retry: false,
        state: 'non_retryable_failure',
      });
    }
  });

  it('is retried when the node lists other errors, or only part of a name', () => {
    const policy = { ...POLICY, nonRetryable: ['TypeError', 'Range'] };
    expect(decideRetry(policy, { ...FAILED, error: new RangeError('TypeError') }, 0)).toMatchObject({
      retry: true,
    });
  });

  it('is never retried later than the backoff interval, nor than the longest one', () => {
    fc.assert(
      fc.property(policies, drawn, fc.integer({ min: 1, max: 29 }), (policy, draw, used) => {
        fc.pre(used < policy.maxAttempts);
        const decision = decideRetry(policy, { ...FAILED, used }, draw);
        const delayMs = decision.retry ? decision.delayMs : Number.NaN;
        const interval = policy.initialIntervalMs * policy.backoffCoefficient ** (used - 1);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThanOrEqual(Math.ceil(interval));
        expect(delayMs).toBeLessThanOrEqual(policy.maxIntervalMs);
        expect(Number.isInteger(delayMs)).toBe(true);
      }),
    );
  });

  it('is never retried more often than the policy grants', () => {
    fc.assert(
      fc.property(policies, drawn, fc.nat(10), (policy, draw, more) => {
        const failed = { ...FAILED, used: policy.maxAttempts + more };
        expect(decideRetry(policy, failed, draw)).toMatchObject({ retry: false });
      }),
    );
  });
});

describe('the bounds of a run', () => {
  it('end its retries when its budget is used up, whatever the node grants', () => {
    fc.assert(
      fc.property(policies, fc.integer({ min: -3, max: 3 }), drawn, (policy, budgetLeft, draw) => {
        const decision = decideRetry({ ...policy, maxAttempts: 30 }, { ...FAILED, budgetLeft }, draw);
        const state = decision.retry ? null : decision.state;
        expect(state).toBe(budgetLeft <= 0 ? 'retry_budget_exhausted' : null);
      }),
    );
  });

  it('are reported in the order: non-retryable, no attempts left, no budget, no time', () => {
    const spent = { ...FAILED, used: 3, budgetLeft: 0, timeLeftMs: 0 };
    const useless = { ...spent, error: new NonRetryableStageError('No.') };
    expect(decideRetry(POLICY, useless, 0.5)).toEqual({ retry: false, state: 'non_retryable_failure' });
    expect(decideRetry(POLICY, spent, 0.5)).toEqual({ retry: false, state: 'maximum_attempts_reached' });
    expect(decideRetry(POLICY, { ...spent, used: 1 }, 0.5)).toEqual({
      retry: false,
      state: 'retry_budget_exhausted',
    });
    expect(decideRetry(POLICY, { ...spent, used: 1, budgetLeft: 1 }, 0.5)).toEqual({
      retry: false,
      state: 'timeout',
    });
  });

  it('never allow a wait that outlasts the run', () => {
    fc.assert(
      fc.property(policies, fc.nat(60_000), drawn, (policy, timeLeftMs, draw) => {
        const decision = decideRetry({ ...policy, maxAttempts: 30 }, { ...FAILED, timeLeftMs }, draw);
        const isInTime = decision.retry && decision.delayMs < timeLeftMs;
        expect(isInTime || (!decision.retry && decision.state === 'timeout')).toBe(true);
      }),
    );
  });
});

describe('a delay that an error requests', () => {
  it('replaces the random one, even if it is longer than the longest interval', () => {
    fc.assert(
      fc.property(policies, fc.nat(10_000_000), drawn, (policy, retryAfterMs, draw) => {
        const error = new RetryableStageError('Later.', { retryAfterMs });
        const decision = decideRetry({ ...policy, maxAttempts: 30 }, { ...FAILED, error }, draw);
        expect(decision).toEqual({ retry: true, delayMs: retryAfterMs });
      }),
    );
  });

  it('is read from any error that has one', () => {
    expect(requestedDelayMs(Object.assign(new TypeError('x'), { retryAfterMs: 12.2 }))).toBe(13);
    expect(requestedDelayMs(Object.assign(new Error('x'), { retryAfterMs: 1e300 }))).toBe(LONGEST_TIMER_MS);
  });

  it.each([undefined, null, -1, Number.NaN, Infinity, '5', {}])('is none when it is %p', (retryAfterMs) => {
    expect(requestedDelayMs(Object.assign(new Error('x'), { retryAfterMs }))).toBeNull();
    expect(requestedDelayMs({ retryAfterMs: 5 })).toBeNull();
  });
});

describe('the interval between attempts', () => {
  it('is 100 ms, doubled each time up to 2 s, by default', () => {
    const intervals = [1, 2, 3, 4, 5, 6, 7].map((used) => backoffInterval(POLICY, used));
    expect(intervals).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
  });

  it('stays the same with a coefficient of 1', () => {
    expect(backoffInterval({ ...POLICY, backoffCoefficient: 1 }, 9)).toBe(100);
  });

  it('stays at its maximum however often an attempt has failed', () => {
    expect(backoffInterval(POLICY, 5_000)).toBe(2_000);
  });
});

describe('a retry policy', () => {
  it.each<RetryPolicy>([
    {},
    { maxAttempts: 1 },
    { initialIntervalMs: 0, maxIntervalMs: 0 },
    { backoffCoefficient: 1.5, nonRetryable: ['TypeError'] },
  ])('is valid as %j', (policy) => {
    expect(retryPolicyFaults(policy)).toEqual([]);
  });

  it.each<[RetryPolicy, string]>([
    [{ maxAttempts: 0 }, 'retry.maxAttempts must be a whole number from 1 to 2147483647'],
    [{ maxAttempts: 1.5 }, 'retry.maxAttempts must be a whole number from 1 to 2147483647'],
    [{ maxAttempts: Infinity }, 'retry.maxAttempts must be a whole number from 1 to 2147483647'],
    [{ initialIntervalMs: -1 }, 'retry.initialIntervalMs must be a whole number from 0 to 2147483647'],
    [{ maxIntervalMs: Number.NaN }, 'retry.maxIntervalMs must be a whole number from 0 to 2147483647'],
    [{ backoffCoefficient: 0.5 }, 'retry.backoffCoefficient must be a number, at least 1'],
    [{ backoffCoefficient: Infinity }, 'retry.backoffCoefficient must be a number, at least 1'],
    [{ maxIntervalMs: 99 }, 'retry.maxIntervalMs (99) must not be less than retry.initialIntervalMs (100)'],
    [
      { initialIntervalMs: 5_000 },
      'retry.maxIntervalMs (2000) must not be less than retry.initialIntervalMs (5000)',
    ],
    [{ nonRetryable: 'REQ' as never }, 'retry.nonRetryable must be a list of error codes or class names'],
    [{ nonRetryable: [''] }, 'retry.nonRetryable must be a list of error codes or class names'],
  ])('is invalid as %j', (policy, sentence) => {
    expect(retryPolicyFaults(policy)).toEqual([sentence]);
  });

  it('has all its faults reported at once', () => {
    expect(retryPolicyFaults({ maxAttempts: 0, initialIntervalMs: -1, backoffCoefficient: 0 })).toHaveLength(
      3,
    );
  });
});

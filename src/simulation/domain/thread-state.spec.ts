import { describe, expect, it } from '@jest/globals';
import { clamp, rounded } from './numbers.js';
import { THREAD_STATUSES, isAtLeast, startLoop } from './thread-state.js';
import { sampleComment } from '../../../test/support/sample-comment.js';

describe('the status of a thread', () => {
  it('is at least as bad as itself and those before it', () => {
    expect(THREAD_STATUSES.map((status) => isAtLeast(status, 'locked'))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(THREAD_STATUSES.every((status) => isAtLeast(status, status))).toBe(true);
  });
});

describe('the state before the first round', () => {
  it('has the hours of the seed, and nothing else has happened', () => {
    const { evidence_hours_left, status, reports, termination_reason, ...rest } = startLoop(36);
    expect({ evidence_hours_left, status, reports, termination_reason }).toEqual({
      evidence_hours_left: 36,
      status: 'visible',
      reports: 0,
      termination_reason: null,
    });
    expect(rest.memory).toEqual({});
  });

  it('is new each time', () => {
    startLoop(1).recent.push(sampleComment());
    expect(startLoop(1).recent).toEqual([]);
  });
});

describe('numbers', () => {
  it('have four decimals in the log', () => {
    expect([0.123_456, -0.000_04, 1 / 3].map(rounded)).toEqual([0.1235, 0, 0.3333]);
  });

  it('are kept within bounds', () => {
    expect([-1, 0.5, 2].map((value) => clamp(value, 0, 1))).toEqual([0, 0.5, 1]);
  });
});

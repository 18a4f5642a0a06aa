import { describe, expect, it } from '@jest/globals';
import { ACCOUNT_TYPES, type AccountType } from '../casting/cast.policy.js';
import { THREAD_STATUSES, type ThreadStatus } from '../domain/thread-state.js';
import { nextTransition, sanctionLevel, severityOf } from './transition.policy.js';

describe('a thread', () => {
  it.each<[AccountType, number]>([
    ['public', 14],
    ['alias', 10],
    ['mask', 8],
  ])('is hidden after a %s account spoke when it has %d reports, and not before', (account, reports) => {
    expect(nextTransition('visible', reports - 1, 0, account)).toBeNull();
    expect(nextTransition('visible', reports, 0, account)).toEqual({
      action_type: 'HIDE_PREVIEW',
      reason_rule_id: 'RULE-PLZ-MOD-01',
      next: 'hidden',
    });
  });

  it.each<[AccountType, number]>([
    ['public', 24],
    ['alias', 20],
    ['mask', 18],
  ])('that is hidden is locked after a %s account spoke when it has %d reports', (account, reports) => {
    expect(nextTransition('hidden', reports - 1, 0, account)).toBeNull();
    expect(nextTransition('hidden', reports, 0, account)).toEqual({
      action_type: 'LOCK_THREAD',
      reason_rule_id: 'RULE-PLZ-MOD-02',
      next: 'locked',
    });
  });

  it('goes one step at a time, however many reports there are', () => {
    expect(nextTransition('visible', 1_000, 3, 'mask')?.next).toBe('hidden');
  });

  it('that is hidden is locked without reports once safety findings survive', () => {
    for (const account of ACCOUNT_TYPES) {
      expect(nextTransition('hidden', 0, 1, account)).toBeNull();
      expect(nextTransition('hidden', 0, 2, account)?.next).toBe('locked');
    }
  });

  it('that is visible is not moved by severity alone', () => {
    expect(nextTransition('visible', 0, 3, 'alias')).toBeNull();
  });

  it('that is locked or worse takes no further step while people speak', () => {
    for (const status of THREAD_STATUSES.slice(2)) {
      expect(nextTransition(status, 1_000, 3, 'mask')).toBeNull();
    }
  });
});

describe('the sanction level', () => {
  it.each([
    [4, 0],
    [5, 1],
    [11, 1],
    [12, 2],
    [18, 2],
    [19, 3],
    [25, 3],
    [26, 4],
    [31, 4],
    [32, 5],
    [500, 5],
  ])('of a visible thread with %d reports is %d', (reports, level) => {
    expect(sanctionLevel(reports, 'visible')).toBe(level);
  });

  it.each<[ThreadStatus, number]>([
    ['visible', 0],
    ['hidden', 2],
    ['locked', 3],
    ['ghost', 4],
    ['sanctioned', 5],
  ])('of a thread that is %s is at least %d', (status, level) => {
    expect(sanctionLevel(0, status)).toBe(level);
  });

  it('follows the reports where they say more than the status', () => {
    expect(sanctionLevel(26, 'hidden')).toBe(4);
  });
});

it('severity is 2 for one safety finding that survived, 3 for two and more in one round', () => {
  expect([0, 1, 2, 3, 9].map(severityOf)).toEqual([0, 2, 3, 3, 3]);
});

import { describe, expect, it } from '@jest/globals';
import { startLoop, type LoopState } from '../domain/thread-state.js';
import { terminationReason } from './end-condition.policy.js';

/** A loop for which every reason to end holds. */
const OVER: LoopState = { ...startLoop(0), round: 9, status: 'locked', quiet_rounds: 2 };

describe('what ends the rounds', () => {
  it('is the first reason that holds: a lock, silence, lost evidence, the last round', () => {
    const visible: LoopState = { ...OVER, status: 'visible' };
    const loud: LoopState = { ...visible, quiet_rounds: 1 };
    const lasting: LoopState = { ...loud, evidence_hours_left: 1 };
    expect(terminationReason(OVER, 9)).toBe('moderation_lock');
    expect(terminationReason(visible, 9)).toBe('thread_quiet');
    expect(terminationReason(loud, 9)).toBe('evidence_expired');
    expect(terminationReason(lasting, 9)).toBe('round_limit');
    expect(terminationReason(lasting, 10)).toBeNull();
  });

  it('is a lock for every status that is as bad as locked, and no other', () => {
    const statuses = ['visible', 'hidden', 'locked', 'ghost', 'sanctioned'] as const;
    const ended = statuses.map((status) => terminationReason({ ...startLoop(72), round: 1, status }, 5));
    expect(ended).toEqual([null, null, 'moderation_lock', 'moderation_lock', 'moderation_lock']);
  });
});

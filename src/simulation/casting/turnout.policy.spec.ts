import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { THREAD_STATUSES } from '../domain/thread-state.js';
import { turnout } from './turnout.policy.js';

const THREAD = { round: 2, status: 'visible', bestScore: 0, heat: 0 } as const;

describe('how likely people are to speak', () => {
  it('is certain in the first round', () => {
    expect(turnout({ ...THREAD, round: 1, bestScore: -90 })).toBe(1);
  });

  it('is half and half on a thread that nobody cares for', () => {
    expect(turnout(THREAD)).toBe(0.5);
    expect(turnout({ ...THREAD, bestScore: -90 })).toBe(0.5);
  });

  it('rises with the best score and the heat', () => {
    expect(turnout({ ...THREAD, bestScore: 5 })).toBeCloseTo(0.8, 12);
    expect(turnout({ ...THREAD, heat: 1.4 })).toBeCloseTo(0.78, 12);
  });

  it('falls to less than half once the thread is hidden', () => {
    expect(turnout({ ...THREAD, status: 'hidden' })).toBeCloseTo(0.225, 12);
    expect(turnout({ ...THREAD, status: 'hidden', bestScore: 1_000 })).toBeCloseTo(0.45, 12);
  });

  it('is never nothing and never more than certain', () => {
    const threads = fc.record({
      round: fc.integer({ min: 1, max: 60 }),
      status: fc.constantFrom(...THREAD_STATUSES),
      bestScore: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      heat: fc.double({ min: 0, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(threads, (thread) => {
        expect(turnout(thread)).toBeGreaterThanOrEqual(0.05);
        expect(turnout(thread)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

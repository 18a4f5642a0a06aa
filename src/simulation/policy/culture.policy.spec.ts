import { describe, expect, it } from '@jest/globals';
import { DIAL_AXES } from '../domain/seed.js';
import { cultureOf } from './culture.policy.js';

const FAMILIES = ['anger', 'fear', 'pride', 'grief', 'joy', 'curiosity'];

describe('the culture of a board', () => {
  it('lies between 0.95 and 1.06 for every family and axis, and is not the same for all', () => {
    for (const family of FAMILIES) {
      const factors = DIAL_AXES.map((axis) => cultureOf(family, axis));
      expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.95);
      expect(Math.max(...factors)).toBeLessThanOrEqual(1.06);
      expect(new Set(factors).size).toBeGreaterThan(1);
    }
  });

  it.each([undefined, '', 'boredom', 'constructor', '__proto__', 'ANGER'])(
    'counts 1 for the emotion %p, which it does not know',
    (emotion) => {
      expect(DIAL_AXES.map((axis) => cultureOf(emotion, axis))).toEqual([1, 1, 1, 1, 1]);
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { AXIS_PROFILES, DIAL_AXES, dominantAxis, share, type Dial } from './seed.js';

const EVEN: Dial = { U: 20, E: 20, M: 20, S: 20, H: 20 };

describe('the dominant axis of a dial', () => {
  it.each(DIAL_AXES)('is %s where it is the largest', (axis) => {
    expect(dominantAxis({ ...EVEN, [axis]: 21 })).toBe(axis);
  });

  it('goes by the order U E M S H where axes are equal', () => {
    expect(dominantAxis(EVEN)).toBe('U');
    expect(dominantAxis({ ...EVEN, U: 0 })).toBe('E');
    expect(dominantAxis({ ...EVEN, U: 0, E: 0 })).toBe('M');
    expect(dominantAxis({ U: 0, E: 0, M: 0, S: 50, H: 50 })).toBe('S');
    expect(dominantAxis({ U: 0, E: 0, M: 50, S: 0, H: 50 })).toBe('M');
  });
});

it('each axis has a flow, a tab and an intent', () => {
  const told = DIAL_AXES.map((axis) => Object.values(AXIS_PROFILES[axis]).join(' '));
  expect(told).toEqual([
    'P1 latest alert',
    'P2 evidence_first evidence',
    'P4 preserve_first mediate',
    'P4 preserve_first safety',
    'P6 weekly_hot hype',
  ]);
});

it('the share of axes is their sum of 100', () => {
  expect(share({ ...EVEN, M: 15, S: 25 }, 'M', 'S')).toBe(0.4);
  expect(share(EVEN)).toBe(0);
  expect(share(EVEN, ...DIAL_AXES)).toBe(1);
});

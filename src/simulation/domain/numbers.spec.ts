import { describe, expect, it } from '@jest/globals';
import { rounded } from './numbers.js';

describe('a rounded number', () => {
  it('has four decimals at the most', () => {
    expect(rounded(1 / 3)).toBe(0.3333);
    expect(rounded(2 / 3)).toBe(0.6667);
  });

  it.each([-0, -0.00001, -Number.MIN_VALUE])('is 0 when it comes from %p', (value) => {
    expect(Object.is(rounded(value), 0)).toBe(true);
  });
});

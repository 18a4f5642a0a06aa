import { describe, expect, it } from '@jest/globals';
import { EqualValues } from './equal-values.js';

describe('EqualValues', () => {
  it('gives equal values one object, and others their own', () => {
    const values = new EqualValues<object>(10);
    const first = { a: [1, 'x'] };
    expect(values.of(first)).toBe(first);
    expect(values.of({ a: [1, 'x'] })).toBe(first);
    expect(values.of({ a: [1, 'y'] })).not.toBe(first);
  });

  it('forgets what was not met for the longest time', () => {
    const values = new EqualValues<object>(2);
    const [one, two] = [{ n: 1 }, { n: 2 }];
    values.of(one);
    values.of(two);
    values.of({ n: 1 });
    values.of({ n: 3 });
    expect(values.of({ n: 1 })).toBe(one);
    expect(values.of({ n: 2 })).not.toBe(two);
  });

  it('keeps none that is too long', () => {
    const values = new EqualValues<object>(2, 10);
    const [long, again] = [{ text: 'more than ten' }, { text: 'more than ten' }];
    expect(values.of(long)).toBe(long);
    expect(values.of(again)).toBe(again);
  });
});

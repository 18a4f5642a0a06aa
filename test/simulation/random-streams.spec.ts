import { describe, expect, it } from '@jest/globals';
import { PureRandomSource } from '../../src/common/index.js';

const random = new PureRandomSource().seeded('seed-1');

/** The names of streams as runs use them: long, and alike but for a digit or two. */
const NAMES = Array.from({ length: 100_000 }, (_, index) => {
  const persona = String(index % 100).padStart(2, '0');
  return `round:${Math.floor(index / 300)}/persona:P${persona}/text:${Math.floor(index / 100) % 3}`;
});

/** Pearson's chi-squared statistic of counts that should be equal. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** The correlation of each value with the one that is `lag` places further on; about 0 ± 1/√n when independent. */
function correlation(values: readonly number[], lag: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let product = 0;
  let square = 0;
  for (const [index, value] of values.entries()) {
    const other = values[(index + lag) % values.length] ?? 0;
    product += (value - mean) * (other - mean);
    square += (value - mean) ** 2;
  }
  return product / square;
}

describe('the streams of one run', () => {
  // The bounds are what independent draws stay under with a probability of 99.9 %.
  it.each([
    [3, 13.8],
    [5, 18.5],
    [20, 43.8],
  ])('pick evenly from %d items with their first draws, over 100,000 names', (items, bound) => {
    const list = Array.from({ length: items }, (_, index) => index);
    const counts = list.map(() => 0);
    for (const name of NAMES) {
      const item = random.stream(name).pick(list);
      counts[item] = (counts[item] ?? 0) + 1;
    }
    expect(chiSquared(counts)).toBeLessThan(bound);
  });

  it('have first draws that tell nothing of those of names beside them', () => {
    const first = NAMES.map((name) => random.stream(name).next());
    for (const lag of [1, 2, 100, 200, 300]) {
      expect(Math.abs(correlation(first, lag))).toBeLessThan(3.3 / Math.sqrt(first.length));
    }
  });

  it('have first draws whose differences are spread evenly for names that differ in the last character', () => {
    const counts = Array.from({ length: 20 }, () => 0);
    for (const name of NAMES) {
      const [one, other] = ['1', '3'].map((end) => random.stream(name + end).next()) as [number, number];
      const bin = Math.floor(20 * ((one - other + 1) % 1));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    expect(chiSquared(counts)).toBeLessThan(43.8);
  });

  it('are those of no other seed, over 200,000 seeds', () => {
    const source = new PureRandomSource();
    const first = new Set<number>();
    for (let seed = 0; seed < 200_000; seed++) first.add(source.seeded(`seed-${seed}`).stream('a').next());
    expect(first.size).toBe(200_000);
  });
});

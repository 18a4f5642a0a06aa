import { describe, expect, it } from '@jest/globals';
import { sampleRow } from '../../testing/index.js';
import { RowWindow } from './row-window.js';

const rowsFrom = (first: number, count: number, text = '') =>
  Array.from({ length: count }, (_, index) => sampleRow(first + index, 'round', { text }));
const seqs = (rows: readonly { readonly seq: number }[]) => rows.map(({ seq }) => seq);

describe('the window of the last rows', () => {
  it('gives the rows that were put in, up to a row', () => {
    const window = new RowWindow(3);
    window.push(rowsFrom(3, 2));
    window.push(rowsFrom(5, 1));
    expect(window.from).toBe(3);
    expect(seqs(window.through(4))).toEqual([3, 4]);
    expect(seqs(window.through(9))).toEqual([3, 4, 5]);
    expect(window.through(2)).toEqual([]);
  });

  it('lets the oldest rows go when it holds too much, and says where it begins', () => {
    const window = new RowWindow(1);
    for (let seq = 1; seq <= 30; seq++) window.push(rowsFrom(seq, 1, 'x'.repeat(100_000)));
    expect(window.from).toBeGreaterThan(20);
    const kept = seqs(window.through(30));
    expect(kept[0]).toBe(window.from);
    expect(kept.at(-1)).toBe(30);
  });

  it('keeps nothing of a row that is longer than all that it may hold', () => {
    const window = new RowWindow(1);
    window.push(rowsFrom(1, 1, 'x'.repeat(2_000_000)));
    expect(window.from).toBe(2);
    expect(window.through(1)).toEqual([]);
  });
});

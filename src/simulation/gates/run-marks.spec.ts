import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { RunMarks, runAfter, runsIn } from './run-marks.js';

describe('marks of runs', () => {
  it('are those of the text alone, however many there were before', () => {
    const marks = new RunMarks();
    for (let text = 0; text < 70_000; text++) {
      const number = marks.next();
      if (marks.has(0) || marks.has(1) || marks.has(2))
        throw new Error(`text ${text} has another one's marks`);
      marks.of[text % 3] = number;
      if (!marks.has(text % 3)) throw new Error(`text ${text} lacks its mark`);
    }
    expect(marks.has(69_999 % 3)).toBe(true);
  });
});

function lastRun(units: readonly number[]): number {
  return units.reduce(runAfter, 0);
}

describe('the number of a run', () => {
  const unit = fc.integer({ min: 1, max: 0xff_ff });

  it('tells its three units, whatever was before them', () => {
    fc.assert(
      fc.property(fc.array(unit), fc.array(unit), fc.tuple(unit, unit, unit), (before, others, units) => {
        expect(lastRun([...before, ...units])).toBe(lastRun([...others, ...units]));
        expect(runsIn([...before, ...units]).at(-1)).toBe(lastRun(units));
      }),
    );
  });

  it('is another one when one of three letters is another one', () => {
    const letters = Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => letter.charCodeAt(0));
    const lasts = letters.map((letter) => runsIn([0x61, 0x61, letter])[0]);
    expect(new Set(lasts).size).toBe(letters.length);
    const middles = letters.map((letter) => runsIn([0x61, letter, 0x61])[0]);
    expect(new Set(middles).size).toBe(letters.length);
  });
});

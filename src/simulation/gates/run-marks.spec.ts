import { describe, expect, it } from '@jest/globals';
import { RunMarks } from './run-marks.js';

describe('marks of runs', () => {
  it('are those of the text alone, however many there were before', () => {
    const marks = new RunMarks(3);
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

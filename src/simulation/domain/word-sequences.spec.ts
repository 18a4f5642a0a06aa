import { describe, expect, it } from '@jest/globals';
import { WordSequences } from './word-sequences.js';

const SAID = 'The tally at first bell found forty, and the seal was unbroken.';

function after(...texts: string[]): WordSequences {
  const sequences = new WordSequences();
  for (const text of texts) sequences.add(text);
  return sequences;
}

describe('WordSequences', () => {
  it('finds five words in a row again, whatever their case and what stands between them', () => {
    expect(after(SAID).shares('So: “no” – AT FIRST BELL, found forty of them')).toBe(true);
    expect(after(SAID).shares('At first bell we found forty, and the bell')).toBe(false);
    expect(after(SAID).shares('at first bell found')).toBe(false);
  });

  it('takes no notice of quotations, nor of what stands on both sides of one', () => {
    expect(after(SAID).shares('He said “the tally at first bell found forty” and left')).toBe(false);
    expect(after(SAID).shares('at first “bell” bell found forty')).toBe(false);
    expect(after('at first “so” bell found forty').shares('at first bell found forty')).toBe(false);
    expect(after('at first “so” bell found').shares('at first “no” bell found')).toBe(false);
  });

  it('takes a quotation that nobody closes as words', () => {
    expect(after(SAID).shares('He said “the tally at first bell found forty')).toBe(true);
  });

  it('compares joined words as one', () => {
    expect(after('a co-op o’clock b c d').shares('co-op o’clock b c d')).toBe(true);
    expect(after('a co-op o’clock b c d').shares('co op o’clock b c d')).toBe(false);
  });

  it('forgets the oldest of more than sixty comments', () => {
    const others = Array.from(
      { length: 59 },
      (_, index) => `w${index} x${index} y${index} z${index} a${index}`,
    );
    expect(after(SAID, ...others).shares(SAID)).toBe(true);
    expect(after(SAID, ...others, 'one more').shares(SAID)).toBe(false);
  });
});

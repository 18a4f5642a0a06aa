import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ReadText } from './read-text.js';

const text = fc
  .array(fc.constantFrom(...'aé한 \n.,’“!@$+€£|×＄\u0301\u200B7٣:'), { maxLength: 12 })
  .map((characters) => characters.join(''));

/** What a text reads as, letter by letter. */
function lettersOf(read: ReadText, reading: 'plain' | 'signs'): string {
  return read.sequence(reading).units.map(({ letter }) => letter).join('');
}

describe('a text as it is looked through', () => {
  it('is read with signs for letters when that tells other letters', () => {
    fc.assert(
      fc.property(text, (one) => {
        const read = new ReadText();
        read.take(one);
        if (lettersOf(read, 'signs') !== lettersOf(read, 'plain')) expect(read.readings).toContain('signs');
      }),
    );
  });

  it.each(['“Quoted”, isn’t it! Yes', 'one—two', '(so) “they” say', '!', 'no! (really)'])(
    'is read once where no sign stands for a letter: %s',
    (one) => {
      const read = new ReadText();
      read.take(one);
      expect(read.readings).toEqual(['plain']);
    },
  );
});

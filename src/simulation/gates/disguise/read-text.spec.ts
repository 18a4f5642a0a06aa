import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ReadText } from './read-text.js';

const characters = Array.from('aé한 \n.,’“!@$+€£|×＄7٣:').concat('\u0301', '\u200B');
const texts = fc.string({ unit: fc.constantFrom(...characters), maxLength: 12 });

/** What a text reads as, letter by letter. */
function lettersOf(read: ReadText, reading: 'plain' | 'signs'): string {
  return read
    .sequence(reading)
    .units.map(({ letter }) => letter)
    .join('');
}

describe('a text as it is looked through', () => {
  it('is read with signs for letters when that tells other letters', () => {
    fc.assert(
      fc.property(texts, (one) => {
        const read = new ReadText();
        read.take(one);
        const tellsOthers = lettersOf(read, 'signs') !== lettersOf(read, 'plain');
        expect(tellsOthers && !read.readings.includes('signs')).toBe(false);
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

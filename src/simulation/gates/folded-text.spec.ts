import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { FoldedTerm, FoldedText } from './folded-text.js';

/** Texts of few letters of several scripts, so that terms are often in them. */
const unit = fc.constantFrom('a', 'B', 'é', 'ß', 'ſ', 'я', '달', '🦢', ' ', '-');
const text = fc.string({ unit, maxLength: 30 });
const term = fc.string({ unit, maxLength: 6 });

const folded = new FoldedText();
function holds(whole: string, part: string): boolean {
  folded.take(whole);
  return folded.holds(new FoldedTerm(part));
}

const plain = (words: string) => words.toLowerCase().toUpperCase();

describe('a folded text', () => {
  it('holds the terms that are in it when case is taken away, and no others', () => {
    fc.assert(
      fc.property(text, term, (whole, part) => {
        expect(holds(whole, part)).toBe(plain(whole).includes(plain(part)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('holds what is put into it, in whatever case', () => {
    fc.assert(
      fc.property(text, text, text, (before, part, after) => {
        expect(holds(`${before}${part}${after}`, part.toUpperCase())).toBe(true);
      }),
    );
  });
});

import { hasUnspaced, lowerCase, wordsIn } from './characters.js';

/** The words of a text, lower case; words of scripts without spaces are split into pairs of characters. */
export function wordsOf(text: string): string[] {
  const words = wordsIn(lowerCase(text));
  if (!hasUnspaced(text)) return words;
  return words.flatMap((word) => (hasUnspaced(word) ? bigrams(word) : [word]));
}

function bigrams(word: string): string[] {
  const characters = Array.from(word);
  if (characters.length < 3) return [word];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** The share of `terms` that a text uses, 0..1; 0 when there are none. A term counts when all its words occur. */
export function shareUsed(terms: readonly string[], words: ReadonlySet<string>): number {
  if (terms.length === 0) return 0;
  const used = termsOf(terms).filter((term) => term.length > 0 && term.every((word) => words.has(word)));
  return used.length / terms.length;
}

const TERMS = new WeakMap<readonly string[], readonly string[][]>();

/** The words of each term, split once for each list. */
function termsOf(terms: readonly string[]): readonly string[][] {
  const known = TERMS.get(terms);
  if (known) return known;
  const split = terms.map(wordsOf);
  TERMS.set(terms, split);
  return split;
}

/** Orders ids so that numbers in them count as numbers: T5 before T12. */
export function byNumericId(a: { readonly id: string }, b: { readonly id: string }): number {
  return COLLATOR.compare(a.id, b.id);
}
const COLLATOR = new Intl.Collator('en', { numeric: true });

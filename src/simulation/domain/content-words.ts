import type { Language } from '../packs/language.js';
import { hasUnspaced, isWordStart, lowerCase, wordEnd, wordsIn } from './characters.js';
import { wordsOf } from './words.js';

/** What joins the parts of a word: `forty-one`, `Venn’s`, `23:40`. */
export const WORD_JOINERS = "'’:-";
/** Words that are shorter have no content, where a world does not list those that have none. */
const SHORTEST = 4;
/** A stem has at least so many characters; in scripts without spaces, two. */
const SHORTEST_STEM = 3;
const SHORTEST_NOUN = 2;

/** The words of a text that carry content, lower case: without function words and particles. */
export function contentWords(text: string, language: Language): Set<string> {
  const content = new Set<string>();
  const isSpaced = !hasUnspaced(text);
  for (const token of wordsIn(lowerCase(text), WORD_JOINERS)) {
    if (isSpaced || !hasUnspaced(token)) {
      if (hasContent(token, language)) content.add(token);
    } else if (language.particles.length > 0) {
      const noun = withoutParticle(token, language);
      if (noun.length >= SHORTEST_NOUN && !language.function_words.has(noun)) content.add(noun);
    } else for (const pair of wordsOf(token)) content.add(pair);
  }
  return content;
}

/** The stems of a text's content words: endings that the language lists are taken off. */
export function contentStems(text: string, language: Language): Set<string> {
  const stems = new Set<string>();
  if (hasUnspaced(text)) {
    for (const word of contentWords(text, language)) stems.add(stemOf(word, language));
    return stems;
  }
  const known = knownStems(language);
  for (const word of wordsIn(lowerCase(text), WORD_JOINERS)) {
    const stem = knownStem(word, known, language);
    if (stem !== null) stems.add(stem);
  }
  return stems;
}

/** Whether a text has a word with one of these stems: most texts hold none of them, which is soon seen. */
export function hasStem(text: string, stems: ReadonlySet<string>, language: Language): boolean {
  const lower = lowerCase(text);
  for (const stem of stems) {
    for (let at = lower.indexOf(stem); at >= 0; at = lower.indexOf(stem, at + 1)) {
      if (hasUnspaced(lower)) return meets(contentStems(text, language), stems);
      if (isWordStart(lower, at, WORD_JOINERS) && stemAt(lower, at, language) === stem) return true;
    }
  }
  return false;
}

/** The stem of the word that begins at a place; null when it has no content. */
function stemAt(lower: string, at: number, language: Language): string | null {
  const word = lower.slice(at, wordEnd(lower, at, WORD_JOINERS));
  return knownStem(word, knownStems(language), language);
}

const KNOWN = new WeakMap<Language, Map<string, string | null>>();
/** Words that are looked up again; with more, the list begins anew. */
const MOST_KNOWN = 20_000;

/** The stems of words that were met before; null of words without content. */
function knownStems(language: Language): Map<string, string | null> {
  const known = KNOWN.get(language) ?? new Map<string, string | null>();
  KNOWN.set(language, known);
  if (known.size > MOST_KNOWN) known.clear();
  return known;
}

function knownStem(word: string, known: Map<string, string | null>, language: Language): string | null {
  let stem = known.get(word);
  if (stem === undefined) {
    stem = hasContent(word, language) ? stemOf(word, language) : null;
    known.set(word, stem);
  }
  return stem;
}

function hasContent(word: string, { function_words, determiners }: Language): boolean {
  if (function_words.size === 0) return word.length >= SHORTEST;
  return word.length > 2 && !function_words.has(word) && !determiners.has(word);
}

function stemOf(word: string, { endings }: Language): string {
  const ending = endings.find((end) => word.endsWith(end) && word.length - end.length >= SHORTEST_STEM);
  return ending === undefined ? word : word.slice(0, -ending.length);
}

/** A noun without the particle that is glued to it. */
export function withoutParticle(word: string, { particles }: Language): string {
  const particle = particles.find((end) => word.endsWith(end) && word.length - end.length >= SHORTEST_NOUN);
  return particle === undefined ? word : word.slice(0, -particle.length);
}

/** Whether two sets have an element in common. */
function meets(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const element of one) if (other.has(element)) return true;
  return false;
}

/** How many elements two sets have in common. */
export function common(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let count = 0;
  for (const element of one) if (other.has(element)) count++;
  return count;
}

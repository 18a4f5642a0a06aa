import type { Language } from '../packs/language.js';
import { hasUnspaced, wordsIn } from './characters.js';
import { WORD_JOINERS, withoutParticle } from './content-words.js';

/** What a sentence can be spoken of by. */
export interface Pieces {
  /** What it is about: noun phrases of a few words, `the tally`, `Halcyon Mutual`. */
  readonly things: readonly string[];
  /** Counted things: `forty-one wicks`. */
  readonly numbers: readonly string[];
  /** Times: `at first bell`. */
  readonly whens: readonly string[];
  /** Its clauses, to be quoted; itself when it has but one. */
  readonly clauses: readonly string[];
}

interface Token {
  readonly text: string;
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  /** Whether punctuation stands before it. */
  readonly isApart: boolean;
  /** Whether the words before and after are one name: `Encore & Daughters`. */
  readonly isJoined: boolean;
}

const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’:-][\p{L}\p{M}\p{N}]+)*/gu;
const CLAUSE_END = /[,;:，、；：]\s+/u;
const CAPITAL = /^\p{Lu}/u;
const CLOCK = /^\p{N}+:\p{N}+$/u;
const DIGIT = /^\p{N}/u;
/** After a plural: `the weavers' guild`. */
const APOSTROPHE = /^['’]$/u;
const POSSESSIVE = /['’]s$/u;
/** Words of a noun phrase after its determiner, and of a time after its marker. */
const MOST_WORDS = 3;
const MOST_TIME_WORDS = 4;
/** Words after a joiner, at the most. */
const JOINED_WORDS = 2;
/** Words that a clause has at the least, and at the most before its sentence is not quoted whole. */
const CLAUSE = { least: 4, most: 14 } as const;

/** The pieces of a text; where the world describes no language, its clauses alone. */
export function piecesOf(text: string, language: Language): Pieces {
  const tokens = tokensOf(text);
  const phrases = tokens.flatMap((_, at) => phraseAt(text, tokens, at, language) ?? []);
  const names = namesOf(text, tokens, language);
  const nouns = language.particles.length > 0 ? nounsOf(tokens, language) : [];
  return {
    things: unique([
      ...phrases.filter(({ counted }) => !counted).map(({ words }) => words),
      ...names,
      ...nouns,
    ]),
    numbers: unique(phrases.filter(({ counted }) => counted).map(({ words }) => words)),
    whens: unique(tokens.flatMap((_, at) => timeAt(text, tokens, at, language) ?? [])),
    clauses: clausesOf(text, language),
  };
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let before = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [word] = match;
    const start = match.index;
    const between = text.slice(before, start).trim();
    const isApart = tokens.length > 0 && between !== '' && !APOSTROPHE.test(between);
    before = start + word.length;
    tokens.push({
      text: word,
      lower: word.toLowerCase(),
      start,
      end: before,
      isApart,
      isJoined: between === '&',
    });
  }
  return tokens;
}

/** A noun phrase that begins here: a determiner or a number, and the words up to one that ends it. */
function phraseAt(text: string, tokens: readonly Token[], at: number, language: Language) {
  const first = tokens[at] as Token;
  const counted = isNumber(first, language);
  if (!counted && !language.determiners.has(first.lower)) return null;
  if (counted && at > 0 && CAPITAL.test(first.text)) return null; // a part of a name: `Pier Nine`
  if (counted && isNumber(tokens[at - 1], language)) return null; // a part of a number: `four hundred people`
  const end = phraseEnd(tokens, at + 1, language);
  if (end === at + 1 || end - at - 1 > MOST_WORDS) return null;
  if (language.vague.has((tokens[end - 1] as Token).lower)) return null;
  if (POSSESSIVE.test((tokens[end - 1] as Token).text)) return null; // `the pilot's own hand`
  if (tokens.slice(counted ? at + 1 : end - 1, end).some(({ lower }) => language.time_words.has(lower)))
    return null;
  const last = tokens[joinedEnd(tokens, end, language) - 1] as Token;
  const words = text.slice(first.start, last.end);
  const definite = language.indefinites.has(first.lower) ? language.definite[0] : undefined;
  if (definite !== undefined) return { counted, words: definite + words.slice(first.text.length) };
  return { counted, words: words.charAt(0).toLowerCase() + words.slice(1) };
}

function isNumber(token: Token | undefined, { numbers }: Language): boolean {
  return token !== undefined && (numbers.has(token.lower) || DIGIT.test(token.lower));
}

/** Where the words of a noun phrase end that begin here. */
function phraseEnd(tokens: readonly Token[], start: number, language: Language): number {
  let end = start;
  while (end < tokens.length && !endsPhrase(tokens[end] as Token, end === start, language)) end++;
  return end;
}

/** Where a noun phrase ends that a joiner may go on with: `a smell of tar`. */
function joinedEnd(tokens: readonly Token[], end: number, language: Language): number {
  const joiner = tokens[end];
  if (!joiner || joiner.isApart || !language.joiners.has(joiner.lower)) return end;
  const determiner = tokens[end + 1];
  const start = determiner && language.determiners.has(determiner.lower) ? end + 2 : end + 1;
  const joined = phraseEnd(tokens, start, language);
  return joined > start && joined - start <= JOINED_WORDS ? joined : end;
}

function endsPhrase({ lower, isApart }: Token, isFirst: boolean, language: Language): boolean {
  if (isApart || language.function_words.has(lower) || language.determiners.has(lower)) return true;
  if (language.verbs.has(lower)) return true;
  return !isFirst && language.verb_endings.some((ending) => lower.endsWith(ending));
}

/** Names: capitalised words within a sentence, or several of them at its start. */
function namesOf(text: string, tokens: readonly Token[], language: Language): string[] {
  if (language.function_words.size === 0) return [];
  const names: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    let end = at;
    while (end < tokens.length && isName(tokens[end] as Token, end > at, language)) end++;
    if (end - at > (at === 0 ? 1 : 0) && end - at <= MOST_WORDS) {
      names.push(text.slice((tokens[at] as Token).start, (tokens[end - 1] as Token).end));
    }
    at = Math.max(at, end - 1);
  }
  return names;
}

function isName({ text, lower, isApart, isJoined }: Token, isInside: boolean, language: Language): boolean {
  if (isInside && !isApart && DIGIT.test(text)) return true; // `Ward 7`
  if (!CAPITAL.test(text) || (isInside && isApart && !isJoined)) return false;
  const { function_words, determiners, numbers, time_words } = language;
  if (isInside && numbers.has(lower)) return true; // `Pier Nine`
  return ![function_words, determiners, numbers, time_words].some((words) => words.has(lower));
}

/** Nouns that a particle marks. */
function nounsOf(tokens: readonly Token[], language: Language): string[] {
  return tokens.flatMap(({ text, lower }) => {
    if (!hasUnspaced(text) || language.function_words.has(lower)) return [];
    const noun = withoutParticle(text, language);
    const isNoun = noun !== text && !language.function_words.has(noun) && !language.verbs.has(lower);
    return isNoun ? [noun] : [];
  });
}

/** A time that begins here: a marker, and the words up to the last that is a time. */
function timeAt(text: string, tokens: readonly Token[], at: number, language: Language): string | null {
  const first = tokens[at] as Token;
  if (!language.time_markers.has(first.lower)) return null;
  let last = at;
  for (let end = at + 1; end < tokens.length && end <= at + MOST_TIME_WORDS; end++) {
    const { lower, isApart } = tokens[end] as Token;
    if (isApart || language.verbs.has(lower)) break;
    if (language.function_words.has(lower) && !language.determiners.has(lower)) break;
    if (language.time_words.has(lower) || CLOCK.test(lower)) last = end;
    else if (!isOfTime(lower, language) && !language.time_words.has(tokens[end + 1]?.lower ?? '')) break;
  }
  if (last === at) return null;
  const words = text.slice(first.start, (tokens[last] as Token).end);
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** Whether a word can stand in a time beside its own words: `ten past`, `the`. */
function isOfTime(word: string, { determiners, numbers }: Language): boolean {
  return determiners.has(word) || numbers.has(word) || DIGIT.test(word);
}

/** A clause is quoted alone unless it goes on from another (`which …`, `and …`) or says nothing of its own. */
function clausesOf(text: string, language: Language): string[] {
  const whole = text.trim().replace(/[.!?。！？…]+$/u, '');
  if (countWords(whole) <= CLAUSE.most) return [whole];
  const all = whole.split(CLAUSE_END);
  const clauses = all.filter(
    (clause, index) => countWords(clause) >= CLAUSE.least && standsAlone(clause, index, language),
  );
  return clauses.length === all.length ? clauses : [...clauses, whole];
}

function standsAlone(clause: string, index: number, language: Language): boolean {
  const { function_words, determiners, verbs, verb_endings } = language;
  const words = tokensOf(clause).map(({ lower }) => lower);
  const [first = ''] = words;
  if (index > 0 && function_words.has(first) && !determiners.has(first)) return false;
  const isVerb = (word: string) => verbs.has(word) || verb_endings.some((ending) => word.endsWith(ending));
  return verbs.size === 0 || words.some(isVerb);
}

function countWords(text: string): number {
  return text.split(/\s+/u).length;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Phrases whose number is kept, those of the incidents that are spoken of; with more, the list begins anew. */
const KNOWN_PHRASES = 2_000;
const NUMBERS = new WeakMap<Language, Map<string, boolean>>();

/** Whether a noun phrase stands for several: its number, its determiner, or the ending of its noun says so. */
export function isPlural(phrase: string, language: Language): boolean {
  const known = knownNumbers(language);
  let number = known.get(phrase);
  if (number === undefined) {
    if (known.size >= KNOWN_PHRASES) known.clear();
    number = readsAsPlural(phrase, language);
    known.set(phrase, number);
  }
  return number;
}

function knownNumbers(language: Language): Map<string, boolean> {
  const known = NUMBERS.get(language) ?? new Map<string, boolean>();
  if (known.size === 0) NUMBERS.set(language, known);
  return known;
}

function readsAsPlural(phrase: string, language: Language): boolean {
  const words = wordsIn(phrase, WORD_JOINERS).map((word) => word.toLowerCase());
  const end = words.findIndex((word, index) => index > 0 && language.function_words.has(word));
  const noun = words.at(end > 0 ? end - 1 : -1) ?? '';
  if (language.numbers.has(words[0] ?? '') || language.plurals.has(noun)) return true;
  if (language.singular_endings.some((ending) => noun.endsWith(ending))) return false;
  return language.plural_endings.some((ending) => noun.endsWith(ending));
}

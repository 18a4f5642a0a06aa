import { lowerCase } from '../../domain/characters.js';
import { lastRunsOf, runsOf, type ReadText } from '../disguise/read-text.js';
import { PlainText } from './plain-text.js';

const HAS_WORD_BOUNDARIES = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}]+$/u;
/** Characters between two words that belong to one number. */
const MOST_BETWEEN = 10;
/** Different digits of the dullest number that is told, such as 010 2222 2222. */
const FEWEST_DIFFERENT = 3;
const ASCII_WORD = /^[a-z]+$/;
const ASCII_WORD_CHARACTER = /\w/;
const AT_SIGN = /[@\uFF20\uFE6B]/;
/** A full stop within a word, as in the name of a host. */
const INNER_STOP = /[\p{L}\p{N}]\.[\p{L}\p{N}]/u;
const WORD_CHARACTER = /[\p{L}\p{M}]/u;

/** Words for digits and signs: `zero` for `0`, `at` for `@`. */
export class SpelledOut {
  private readonly values: ReadonlyMap<string, string>;
  private readonly longest: number;
  private readonly words: RegExp;
  private readonly digitWords: readonly string[];
  /** The runs of letters in the words for digits, for full stops and for `@`. */
  private readonly digits: readonly (readonly number[])[];
  private readonly lastRuns: Int16Array;
  private readonly stops: readonly (readonly number[])[];
  private readonly ats: readonly (readonly number[])[];

  /** @param values a digit or sign by the word for it */
  constructor(values: Readonly<Record<string, string>>) {
    this.values = new Map(
      Object.entries(values)
        .map(([word, value]) => [word.trim().toLowerCase().normalize('NFKC'), value] as const)
        .filter(([word]) => word !== ''),
    );
    const words = [...this.values.keys()].toSorted((a, b) => b.length - a.length);
    this.longest = words[0]?.length ?? 0;
    this.words = new RegExp(words.map(alternative).join('|'), 'g');
    const wordsFor = (isMeant: (value: string) => boolean) =>
      words.filter((word) => isMeant(this.values.get(word) ?? ''));
    this.digitWords = wordsFor((value) => /\d/.test(value));
    this.digits = this.digitWords.map(runsOf);
    this.lastRuns = lastRunsOf(this.digits);
    this.stops = wordsFor((value) => value === '.').map(runsOf);
    this.ats = wordsFor((value) => value === '@')
      .map(runsOf)
      .filter((runs) => runs.length > 0);
  }

  /** Whether a text has so many words for digits in a row, or words for the signs of an address. */
  maySpell(read: ReadText, digits: number): boolean {
    return this.maySpellNumber(read, digits) || this.maySpellAddress(read);
  }

  private maySpellNumber(read: ReadText, digits: number): boolean {
    if (!this.mayHoldNumber(read, digits)) return false;
    const text = lowerCase(read.text);
    return longestRow(text.matchAll(this.words), text) >= digits;
  }

  private maySpellAddress(read: ReadText): boolean {
    if (!hasOneOf(this.stops, read) && !hasOneOf(this.ats, read)) return false;
    const text = lowerCase(read.text);
    const found = text.match(this.words) ?? [];
    const hasWordAt = found.some((word) => this.values.get(word) === '@');
    if (!hasWordAt && !AT_SIGN.test(text)) return false;
    return (hasWordAt && INNER_STOP.test(text)) || found.some((word) => this.values.get(word) === '.');
  }

  /** Whether so many words for digits may occur: most texts have too few different ones, which is soon told. */
  private mayHoldNumber(text: ReadText, least: number): boolean {
    const held: string[] = [];
    const { digits, lastRuns, digitWords } = this;
    for (let at = text.nextHeld(lastRuns, 0); at >= 0; at = text.nextHeld(lastRuns, at + 1)) {
      if (text.hasRuns(digits[at] as readonly number[])) held.push(digitWords[at] as string);
    }
    if (text.digits + held.length < FEWEST_DIFFERENT) return false;
    const lower = lowerCase(text.text);
    let count = 0;
    for (const word of held) count += timesIn(lower, word);
    return count > 0 && count >= least;
  }

  /** The text with the words replaced by what they stand for. */
  replacedIn(text: PlainText): PlainText {
    const { plain } = text;
    const [starts, ends]: [number[], number[]] = [[], []];
    let [replaced, place] = ['', 0];
    while (place < plain.length) {
      const word = this.wordAt(plain, place);
      const length = word?.length ?? 1;
      const value = word === null ? (plain[place] ?? '') : (this.values.get(word) ?? '');
      const span = text.spanOf(place, place + length);
      for (let unit = 0; unit < value.length; unit++) {
        starts.push(span.start);
        ends.push(span.end);
      }
      replaced += value;
      place += length;
    }
    return new PlainText(replaced, starts, ends);
  }

  /** The longest of the words that stands at a place. */
  private wordAt(plain: string, place: number): string | null {
    for (let length = Math.min(this.longest, plain.length - place); length > 0; length--) {
      const word = plain.slice(place, place + length);
      if (this.values.has(word) && isWhole(plain, place, word)) return word;
    }
    return null;
  }
}

/** How often a word occurs, as {@link alternative} finds it. */
function timesIn(text: string, word: string): number {
  const isBounded = ASCII_WORD.test(word);
  let times = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const isCut = isBounded && (isAscii(text, at - 1) || isAscii(text, at + word.length));
    if (!isCut) times += 1;
  }
  return times;
}

/** Whether a character of ASCII that words have stands at a place. */
function isAscii(text: string, at: number): boolean {
  return ASCII_WORD_CHARACTER.test(text.charAt(at));
}

/** Whether one of the words may occur. */
function hasOneOf(words: readonly (readonly number[])[], text: ReadText): boolean {
  for (let index = 0; index < words.length; index++) if (text.hasRuns(words[index] ?? [])) return true;
  return false;
}

/** How many words follow each other without other words between them. */
function longestRow(words: Iterable<RegExpMatchArray>, text: string): number {
  let [longest, row, end] = [0, 0, 0];
  for (const { 0: word, index = 0 } of words) {
    const gap = text.slice(end, index);
    row = gap.length <= MOST_BETWEEN && !WORD_CHARACTER.test(gap) ? row + 1 : 1;
    longest = Math.max(longest, row);
    end = index + word.length;
  }
  return longest;
}

function isWhole(plain: string, place: number, word: string): boolean {
  if (!HAS_WORD_BOUNDARIES.test(word)) return true;
  return (
    !WORD_CHARACTER.test(plain[place - 1] ?? '') && !WORD_CHARACTER.test(plain[place + word.length] ?? '')
  );
}

function alternative(word: string): string {
  const literal = word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return ASCII_WORD.test(word) ? String.raw`\b${literal}\b` : literal;
}

import type { RandomStream } from '../../common/index.js';
import { fill, isUsable, readPattern, slotsIn, type Pattern, type SlotValues } from './pattern.js';

/** The patterns of a list. */
interface PhraseList {
  readonly phrases: readonly Pattern[];
  /** All slots that occur in them. */
  readonly slots: readonly string[];
  /** The phrases that can be filled, by which of the list's slots have a value. */
  readonly usable: Map<number, readonly Pattern[]>;
}

const COMPILED = new WeakMap<readonly string[], PhraseList>();

/** Draws at the most before a phrase that was used lately is used again. */
const DRAWS = 6;
/** Shorter words do not tell one phrase from another. */
const TELLING = 12;

/** What sentences are said with. */
export interface Speech {
  readonly random: RandomStream;
  /** What was said lately: its phrases are avoided while there are others. */
  readonly recently: string;
}

/** One of the patterns whose slots can all be filled, filled; null when there is none. */
export function sayOne(patterns: readonly string[], values: SlotValues, speech: Speech): string | null {
  const usable = usableOf(compiled(patterns), values);
  if (usable.length === 0) return null;
  let phrase = speech.random.pick(usable);
  for (let draw = 1; draw < DRAWS && isWorn(phrase, speech.recently); draw++) {
    phrase = speech.random.pick(usable);
  }
  const text = fill(phrase, values, speech.random);
  const [first] = phrase.parts;
  const startsWithName = typeof first === 'object' && 'slot' in first && first.slot === 'name';
  return startsWithName ? text : capitalised(text);
}

function isWorn({ literal }: Pattern, recently: string): boolean {
  return literal.length >= TELLING && recently.includes(literal);
}

/** The phrases whose slots all have a value, looked for once for the same slots. */
function usableOf({ phrases, slots, usable }: PhraseList, values: SlotValues): readonly Pattern[] {
  let filled = 0; // a binary digit for each slot, of which there are few
  for (const slot of slots) filled = 2 * filled + (values[slot] ? 1 : 0);
  const known = usable.get(filled);
  if (known) return known;
  const found = phrases.filter((phrase) => isUsable(phrase, values));
  usable.set(filled, found);
  return found;
}

function compiled(patterns: readonly string[]): PhraseList {
  const known = COMPILED.get(patterns);
  if (known) return known;
  const phrases = patterns.map(readPattern);
  const slots = [...new Set(phrases.flatMap(slotsIn))];
  const list = { phrases, slots, usable: new Map<number, readonly Pattern[]>() };
  COMPILED.set(patterns, list);
  return list;
}

const STOPS = '.!?。！？…';
const QUOTES = '”’"';

/** A sentence without its final punctuation, so that it can stand inside another. */
export function withoutFullStop(sentence: string): string {
  const text = sentence.trim();
  const end = QUOTES.includes(text.at(-1) ?? ' ') ? text.length - 1 : text.length;
  let start = end;
  while (start > 0 && STOPS.includes(text.charAt(start - 1))) start -= 1;
  return start === end ? text : text.slice(0, start) + text.slice(end);
}

/** A text with its first letter in upper case, where the script has one. */
export function capitalised(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0x20);
  return first.toUpperCase() + text.slice(first.length);
}

/** A text with the final punctuation of a sentence. */
export function ended(text: string): string {
  return /[.!?。！？…][”’"]?$/u.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

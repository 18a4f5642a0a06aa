import type { RandomStream } from '../../common/index.js';

/** A place in a pattern that is filled; between quotation marks, those of its value become inner ones. */
interface Slot {
  readonly slot: string;
  readonly isQuoted: boolean;
}

/** A sentence pattern, split into its own words and its slots. */
interface Phrase {
  readonly parts: readonly (string | Slot)[];
  readonly slots: readonly string[];
  /** Its longest part without a slot: what it is recognised by. */
  readonly literal: string;
}

/** The patterns of a list. */
interface PhraseList {
  readonly phrases: readonly Phrase[];
  /** All slots that occur in them. */
  readonly slots: readonly string[];
  /** The phrases that can be filled, by which of the list's slots have a value. */
  readonly usable: Map<string, readonly Phrase[]>;
}

/** What slots are filled with; a slot without a value makes a phrase unusable. */
export type SlotValues = Readonly<Record<string, string | null | undefined>>;

const SLOT = /\{([a-z_]+)\}/;
const COMPILED = new WeakMap<readonly string[], PhraseList>();

/** Draws at the most before a phrase that was used lately is used again. */
const DRAWS = 6;

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
  for (let draw = 1; draw < DRAWS && speech.recently.includes(phrase.literal); draw++) {
    phrase = speech.random.pick(usable);
  }
  return fill(phrase, values);
}

/** The phrases whose slots all have a value, looked for once for the same slots. */
function usableOf({ phrases, slots, usable }: PhraseList, values: SlotValues): readonly Phrase[] {
  let filled = '';
  for (const slot of slots) filled += values[slot] ? '+' : '-';
  const known = usable.get(filled);
  if (known) return known;
  const found = phrases.filter((phrase) => phrase.slots.every((slot) => values[slot]));
  usable.set(filled, found);
  return found;
}

/** A phrase in which every slot has its value. */
function fill({ parts }: Phrase, values: SlotValues): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else text += part.isQuoted ? innerQuotes(values[part.slot] ?? '') : (values[part.slot] ?? '');
  }
  return text;
}

function innerQuotes(text: string): string {
  return text.replaceAll('“', '‘').replaceAll('”', '’');
}

function compiled(patterns: readonly string[]): PhraseList {
  const known = COMPILED.get(patterns);
  if (known) return known;
  const phrases = patterns.map(compile);
  const slots = [...new Set(phrases.flatMap((phrase) => phrase.slots))];
  const list = { phrases, slots, usable: new Map<string, readonly Phrase[]>() };
  COMPILED.set(patterns, list);
  return list;
}

function compile(pattern: string): Phrase {
  const pieces = pattern.split(SLOT); // own words and slots in turn
  const words = pieces.filter((_, index) => index % 2 === 0);
  const slots = pieces.filter((_, index) => index % 2 === 1);
  const parts = pieces.map((piece, index) =>
    index % 2 === 0 ? piece : { slot: piece, isQuoted: endsInQuotation(pieces.slice(0, index)) },
  );
  const literal = words.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
  return { parts, slots, literal };
}

/** Whether the last quotation mark of a pattern's beginning opens one. */
function endsInQuotation(beginning: readonly string[]): boolean {
  const text = beginning.join('');
  return text.lastIndexOf('“') > text.lastIndexOf('”');
}

/** A sentence without its final punctuation, so that it can stand inside another. */
export function withoutFullStop(sentence: string): string {
  return sentence.trim().replace(/[.!?。！？…]+(?=[”’"]?$)/u, '');
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

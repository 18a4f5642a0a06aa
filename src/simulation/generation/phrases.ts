import type { RandomStream } from '../../common/index.js';

/** A sentence pattern and the slots that it needs. */
interface Phrase {
  readonly text: string;
  readonly slots: readonly string[];
  /** Its longest part without a slot: what it is recognised by. */
  readonly literal: string;
}

/** What slots are filled with; a slot without a value makes a phrase unusable. */
export type SlotValues = Readonly<Record<string, string | null | undefined>>;

const SLOT = /\{([a-z_]+)\}/g;
const COMPILED = new WeakMap<readonly string[], readonly Phrase[]>();

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
  const usable = compiled(patterns).filter(({ slots }) => slots.every((slot) => values[slot]));
  if (usable.length === 0) return null;
  let phrase = speech.random.pick(usable);
  for (let draw = 1; draw < DRAWS && speech.recently.includes(phrase.literal); draw++) {
    phrase = speech.random.pick(usable);
  }
  return fill(phrase.text, values);
}

/** A text in which every slot has its value. What is put between quotation marks has its own turned into inner ones. */
function fill(pattern: string, values: SlotValues): string {
  return pattern.replaceAll(SLOT, (_, slot: string, offset: number) => {
    const value = values[slot] ?? '';
    return isQuoted(pattern, offset) ? value.replaceAll('“', '‘').replaceAll('”', '’') : value;
  });
}

function isQuoted(pattern: string, offset: number): boolean {
  return pattern.lastIndexOf('“', offset) > pattern.lastIndexOf('”', offset);
}

function compiled(patterns: readonly string[]): readonly Phrase[] {
  const known = COMPILED.get(patterns);
  if (known) return known;
  const phrases = patterns.map(compile);
  COMPILED.set(patterns, phrases);
  return phrases;
}

function compile(text: string): Phrase {
  const slots = [...text.matchAll(SLOT)].map((match) => match[1] ?? '');
  const parts = text.split(/\{[a-z_]+\}/);
  const literal = parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
  return { text, slots, literal };
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

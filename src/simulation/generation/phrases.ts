import type { RandomStream } from '../../common/index.js';

/** A sentence pattern and the slots that it needs. */
interface Phrase {
  readonly text: string;
  readonly slots: readonly string[];
}

/** What slots are filled with; a slot without a value makes a phrase unusable. */
export type SlotValues = Readonly<Record<string, string | null | undefined>>;

const SLOT = /\{([a-z_]+)\}/g;
const COMPILED = new WeakMap<readonly string[], readonly Phrase[]>();

/** One of the patterns whose slots can all be filled, filled; null when there is none. */
export function sayOne(patterns: readonly string[], values: SlotValues, random: RandomStream): string | null {
  const usable = compiled(patterns).filter(({ slots }) => slots.every((slot) => values[slot]));
  if (usable.length === 0) return null;
  return fill(random.pick(usable).text, values);
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
  const phrases = patterns.map((text) => ({
    text,
    slots: [...text.matchAll(SLOT)].map((match) => match[1] ?? ''),
  }));
  COMPILED.set(patterns, phrases);
  return phrases;
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

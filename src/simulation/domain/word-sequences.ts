import { lowerCase, unitAt, wordEnd } from './characters.js';

/** Words in a row that two comments of a thread should not share. */
const LENGTH = 5;
/** Comments that are looked back upon: with more, a comparison would cost the more the longer the thread is. */
const WINDOW = 60;

/** Slots for sequences; some sequences share one. A power of two. */
const SLOTS = 8192;

const JOINERS = "'’-";
const OPENING = 0x20_1c;
const CLOSING = '”';

/** What stands for a quotation, between the words around it. */
const QUOTATION = 0;
/** FNV-1a, which spreads words over all numbers of 32 bits. */
const [FNV_OFFSET, FNV_PRIME] = [0x811c9dc5, 0x01000193];

/**
 * The sequences of words, outside quotation marks, of the last comments. Words are compared as numbers of 32 bits, five
 * in a row: no two sequences are taken for one in practice.
 */
export class WordSequences {
  /** How many sequences of the comments are in each slot: most texts are told to be new by these alone. */
  private readonly slots = new Uint16Array(SLOTS);
  private readonly texts: (readonly number[])[] = [];
  /** The text that was asked about last: it is asked about, and then added. */
  private last: { readonly text: string; readonly words: readonly number[] } = { text: '', words: [] };

  /** Adds a comment; the oldest one falls out of the window. */
  add(text: string): void {
    const words = this.wordsOf(text);
    this.texts.push(words);
    this.count(words, 1);
    if (this.texts.length > WINDOW) this.count(this.texts.shift() ?? [], -1);
  }

  /** Whether a text shares a sequence with one of the last comments. */
  shares(text: string): boolean {
    const words = this.wordsOf(text);
    for (let end = nextEnd(words, 0); end > 0; end = nextEnd(words, end)) {
      if (this.slots[slotOf(words, end)] !== 0 && this.texts.some((other) => holds(other, words, end)))
        return true;
    }
    return false;
  }

  private count(words: readonly number[], step: number): void {
    for (let end = nextEnd(words, 0); end > 0; end = nextEnd(words, end)) {
      const slot = slotOf(words, end);
      this.slots[slot] = (this.slots[slot] as number) + step;
    }
  }

  private wordsOf(text: string): readonly number[] {
    if (this.last.text !== text) this.last = { text, words: readWords(text) };
    return this.last.words;
  }
}

/** The words of a text as numbers, with {@link QUOTATION} for each quotation. */
function readWords(text: string): number[] {
  const lower = lowerCase(text);
  const { length } = lower;
  const words: number[] = [];
  for (let start = 0; start < length;) {
    const end = wordEnd(lower, start, JOINERS);
    if (end > start) words.push(numberOf(lower, start, end));
    const quotationEnd = end > start ? 0 : quotationFrom(lower, start);
    if (quotationEnd > 0) words.push(QUOTATION);
    start = Math.max(end, quotationEnd, start + 1);
  }
  return words;
}

/** Where a quotation ends that begins here; 0 when none does. */
function quotationFrom(text: string, at: number): number {
  return unitAt(text, at) === OPENING ? text.indexOf(CLOSING, at) + 1 : 0;
}

function numberOf(text: string, start: number, end: number): number {
  let number = FNV_OFFSET;
  for (let at = start; at < end; at++) number = Math.imul(number ^ unitAt(text, at), FNV_PRIME);
  return number || 1;
}

/** Where the next sequence ends, after that of `end`; 0 when there is none. */
function nextEnd(words: readonly number[], end: number): number {
  let row = end === 0 ? 0 : LENGTH - 1;
  for (let at = end; at < words.length; at++) {
    row = words[at] === QUOTATION ? 0 : row + 1;
    if (row === LENGTH) return at + 1;
  }
  return 0;
}

function slotOf(words: readonly number[], end: number): number {
  let mixed = 0;
  for (let at = end - LENGTH; at < end; at++) mixed = Math.imul(mixed ^ (words[at] as number), FNV_PRIME);
  return (mixed >>> 16) & (SLOTS - 1);
}

/** Whether words have the sequence of others that ends at a place. */
function holds(words: readonly number[], others: readonly number[], end: number): boolean {
  const first = others[end - LENGTH] as number;
  for (let at = words.indexOf(first); at >= 0; at = words.indexOf(first, at + 1)) {
    let same = 1;
    while (same < LENGTH && words[at + same] === others[end - LENGTH + same]) same += 1;
    if (same === LENGTH) return true;
  }
  return false;
}

import { lowerCase, unitAt } from './characters.js';
import { TrigramDictionary } from './trigram-dictionary.js';

/** A text as counts of its character trigrams: the vector, and its length. */
export interface TrigramVector {
  /** The numbers of the text's trigrams, each as often as it occurs. */
  readonly trigrams: readonly number[];
  readonly norm: number;
}

/** A line of a text, read once for all texts that it is in. */
export interface TrigramLine {
  /** The numbers of its trigrams. */
  readonly trigrams: readonly number[];
  /** The first and the last code unit that is no white space; {@link BLANK} when there is none. */
  readonly first: number;
  readonly last: number;
}

/** What a line without anything but white space begins and ends with. */
const BLANK = -1;

/** Bits that each code unit gives to a trigram: exact for Latin scripts, and few collisions for others. */
const BITS = 10;
const UNIT = (1 << BITS) - 1;
const TWO_UNITS = (1 << (2 * BITS)) - 1;
const SPACE = 0x20;
/** White space; beyond ASCII, a unit is asked about it. */
const WHITE_SPACE = /\s/;

/** Vectors of texts that can be compared with each other. */
export class TrigramSpace {
  private readonly dictionary = new TrigramDictionary();
  /** How often each trigram of the dictionary occurs in the text that was looked at last. */
  private weights = new Int32Array(0);
  /** The trigrams of that text: most texts are looked at twice in a row. */
  private weighed: readonly number[] = [];
  /** The trigrams of the text that is being read; a part of it is copied faster than a typed array is made. */
  private readonly sequence: number[] = [];

  /** How many trigrams there are in the texts so far. */
  get size(): number {
    return this.dictionary.size;
  }

  /** The trigrams of a text: lower case, white space folded, with a space at each end. */
  vectorOf(text: string): TrigramVector {
    return this.vectorOfTrigrams(this.lineOf(text).trigrams);
  }

  /** The vector of a text that is made of lines, with white space between them. */
  vectorOfLines(lines: readonly TrigramLine[]): TrigramVector {
    this.reserve(lines.length);
    let trigrams: number[] = [];
    let last = BLANK;
    for (const line of lines) {
      if (line.first === BLANK) continue;
      if (last !== BLANK) trigrams.push(this.dictionary.numberOf(joint(last, line.first)));
      trigrams = trigrams.concat(line.trigrams);
      last = line.last;
    }
    return this.vectorOfTrigrams(trigrams);
  }

  /** Reads a line, or a text that is taken as one. */
  lineOf(text: string): TrigramLine {
    const lower = lowerCase(text);
    const { length } = lower;
    this.reserve(length);
    const { dictionary, sequence } = this;
    let count = 0;
    let trigram = SPACE;
    let first = BLANK;
    let last = BLANK;
    let isAfterSpace = true;
    for (let index = 0; index <= length; index++) {
      const unit = index === length ? SPACE : unitAt(lower, index);
      const isSpaceNow = isSpace(unit);
      if (isSpaceNow && isAfterSpace) continue;
      isAfterSpace = isSpaceNow;
      trigram = ((trigram & TWO_UNITS) << BITS) | (isSpaceNow ? SPACE : unit & UNIT);
      if (first === BLANK) first = unit;
      else sequence[count++] = dictionary.numberOf(trigram);
      if (!isSpaceNow) last = unit;
    }
    return { trigrams: sequence.slice(0, count), first, last };
  }

  /** The cosine of a text's vector and the nearest one of some lists, 0..1; 0 when there is none. */
  nearest({ trigrams, norm }: TrigramVector, ...lists: readonly (readonly TrigramVector[])[]): number {
    if (norm === 0) return 0;
    if (this.weighed !== trigrams) this.weigh(trigrams);
    const nearest = Math.max(...lists.map((vectors) => greatestProduct(vectors, this.weights)));
    return Math.min(1, nearest / norm);
  }

  private vectorOfTrigrams(trigrams: readonly number[]): TrigramVector {
    return { trigrams, norm: Math.sqrt(this.weigh(trigrams)) };
  }

  private reserve(more: number): void {
    this.dictionary.reserve(more);
    const needed = this.dictionary.size + more;
    if (this.weights.length >= needed) return;
    this.weights = new Int32Array(2 * needed);
    this.weighed = [];
  }

  /** Counts the trigrams of a text in the weights; gives the sum of the counts' squares. */
  private weigh(trigrams: readonly number[]): number {
    const { weights, weighed } = this;
    for (let index = 0; index < weighed.length; index++) weights[weighed[index] as number] = 0;
    this.weighed = trigrams;
    let squares = 0;
    for (let index = 0; index < trigrams.length; index++) {
      const before = weights[trigrams[index] as number] as number;
      weights[trigrams[index] as number] = before + 1;
      squares += 2 * before + 1;
    }
    return squares;
  }
}

/** The trigram that has the space between two lines in its middle. */
function joint(last: number, first: number): number {
  return ((last & UNIT) << (2 * BITS)) | (SPACE << BITS) | (first & UNIT);
}

/** Whether a code unit is white space; most are told from their number. */
function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === SPACE || (unit >= 0x09 && unit <= 0x0d);
  return WHITE_SPACE.test(String.fromCharCode(unit));
}

/** The greatest product of a vector with the weights, over the vector's length. */
function greatestProduct(vectors: readonly TrigramVector[], weights: Int32Array): number {
  let greatest = 0;
  for (const { trigrams, norm } of vectors) {
    let product = 0;
    for (let index = 0; index < trigrams.length; index++)
      product += weights[trigrams[index] as number] as number;
    if (product > greatest * norm) greatest = product / norm;
  }
  return greatest;
}

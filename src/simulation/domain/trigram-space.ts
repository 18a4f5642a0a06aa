import { lowerCase, unitAt } from './characters.js';
import { TrigramDictionary } from './trigram-dictionary.js';

/** A text as counts of its character trigrams: the vector, and its length. */
export interface TrigramVector {
  /** The numbers of the text's trigrams, each as often as it occurs. */
  readonly trigrams: readonly number[];
  readonly norm: number;
}

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
    const lower = lowerCase(text);
    const { length } = lower;
    this.reserve(length);
    const { dictionary, sequence } = this;
    let count = 0;
    let trigram = SPACE;
    let isStart = true;
    let isAfterSpace = true;
    for (let index = 0; index <= length; index++) {
      const unit = index === length ? SPACE : unitAt(lower, index);
      const isSpaceNow = isSpace(unit);
      if (isSpaceNow && isAfterSpace) continue;
      isAfterSpace = isSpaceNow;
      trigram = ((trigram & TWO_UNITS) << BITS) | (isSpaceNow ? SPACE : unit & UNIT);
      if (!isStart) sequence[count++] = dictionary.numberOf(trigram);
      isStart = false;
    }
    const trigrams = sequence.slice(0, count);
    return { trigrams, norm: Math.sqrt(this.weigh(trigrams)) };
  }

  /** The cosine of a text's vector and the nearest one of some lists, 0..1; 0 when there is none. */
  nearest({ trigrams, norm }: TrigramVector, ...lists: readonly (readonly TrigramVector[])[]): number {
    if (norm === 0) return 0;
    if (this.weighed !== trigrams) this.weigh(trigrams);
    const nearest = Math.max(...lists.map((vectors) => greatestProduct(vectors, this.weights)));
    return Math.min(1, nearest / norm);
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

import { LruCache } from '../../common/index.js';
import { TrigramDictionary } from './trigram-dictionary.js';

/** A text as counts of its character trigrams, and the length of that vector. */
interface TrigramVector {
  /** The distinct trigrams, each a number made of its three UTF-16 code units. */
  readonly trigrams: Int32Array;
  /** How often each of them occurs. */
  readonly counts: Int32Array;
  readonly norm: number;
}

/** Bits that each code unit gives to a trigram's number: exact for Latin scripts, and few collisions for others. */
const BITS = 10;
const UNIT = (1 << BITS) - 1;
const TWO_UNITS = (1 << (2 * BITS)) - 1;

/** The trigrams of a text: lower case, white space folded, with a space at each end. */
export function trigramsOf(text: string): TrigramVector {
  const folded = ` ${text.toLowerCase().replaceAll(/\s+/g, ' ').trim()} `;
  COUNTER.start(folded.length);
  let trigram = 0;
  for (let index = 0; index < folded.length; index++) {
    trigram = ((trigram & TWO_UNITS) << BITS) | (folded.charCodeAt(index) & UNIT);
    if (index >= 2) COUNTER.count(trigram);
  }
  return COUNTER.vector();
}

/** Counts numbers in a hash table with open addressing: a `Map` takes several times as long. Made once, used again. */
class TrigramCounter {
  private mask = 0;
  /** Hash → place in the two lists, plus one; 0 is free. */
  private places = new Int32Array(0);
  private trigrams = new Int32Array(0);
  private counts = new Int32Array(0);
  private distinct = 0;

  /** Begins anew, with room for `most` numbers. */
  start(most: number): void {
    this.distinct = 0;
    const size = 2 ** Math.ceil(Math.log2(2 * most + 2));
    this.mask = size - 1;
    if (this.places.length < size) {
      this.places = new Int32Array(size);
      this.trigrams = new Int32Array(size);
      this.counts = new Int32Array(size);
    } else this.places.fill(0, 0, size);
  }

  count(trigram: number): void {
    let hash = Math.imul(trigram, 0x9e3779b1) >>> 8;
    for (;;) {
      const place = (this.places[hash & this.mask] as number) - 1;
      if (place === -1) break;
      if (this.trigrams[place] === trigram) {
        this.counts[place] = (this.counts[place] as number) + 1;
        return;
      }
      hash += 1;
    }
    this.trigrams[this.distinct] = trigram;
    this.counts[this.distinct] = 1;
    this.distinct += 1;
    this.places[hash & this.mask] = this.distinct;
  }

  vector(): TrigramVector {
    const counts = this.counts.slice(0, this.distinct);
    let squares = 0;
    for (let index = 0; index < counts.length; index++) squares += (counts[index] as number) ** 2;
    return { trigrams: this.trigrams.slice(0, this.distinct), counts, norm: Math.sqrt(squares) };
  }
}

const COUNTER = new TrigramCounter();

/** A text in an index: its trigrams by their numbers in the index's dictionary. */
interface IndexedText {
  readonly trigrams: Int32Array;
  readonly counts: Int32Array;
  readonly norm: number;
}

/** A text that was asked about: it is asked about, and added, several times in a row. */
interface Asked extends IndexedText {
  readonly text: string;
  nearest: number | null;
}

/** Texts that are looked back upon: with more, a comparison would cost the more the longer the thread is. */
const WINDOW = 60;

/**
 * Texts to compare others with, by the cosine of their character trigrams: those that are pinned, and the last
 * {@link WINDOW} others.
 */
export class SimilarityIndex {
  private readonly dictionary = new TrigramDictionary();
  private pinned: readonly IndexedText[] = [];
  private readonly others: IndexedText[] = [];
  /** The counts of the text that is asked about, by the number of the trigram; zero between comparisons. */
  private weights = new Int32Array(0);
  private last: Asked | undefined;

  /** Adds a text; its trigrams may be given where they are known already. */
  add(text: string, vector?: TrigramVector): void {
    this.others.push(vector ? this.indexed(vector) : this.ask(text));
    if (this.others.length > WINDOW) this.others.shift();
    if (this.last) this.last.nearest = null;
  }

  /** Keeps all texts that are there now in the comparison, however many follow. */
  pin(): void {
    this.pinned = [...this.pinned, ...this.others.splice(0)];
  }

  /** The similarity to the nearest text, 0..1; 0 when there is none. */
  nearest(text: string): number {
    const asked = this.ask(text);
    asked.nearest ??= this.compare(asked);
    return asked.nearest;
  }

  private compare({ trigrams, counts, norm }: IndexedText): number {
    if (this.weights.length < this.dictionary.size) this.weights = new Int32Array(2 * this.dictionary.size);
    const { weights } = this;
    for (let index = 0; index < trigrams.length; index++) {
      weights[trigrams[index] as number] = counts[index] as number;
    }
    const nearest = Math.max(nearestOf(this.pinned, weights), nearestOf(this.others, weights));
    for (let index = 0; index < trigrams.length; index++) weights[trigrams[index] as number] = 0;
    return norm === 0 ? 0 : Math.min(1, nearest / norm);
  }

  private ask(text: string): Asked {
    if (this.last?.text !== text) this.last = { text, ...this.indexed(trigramsOf(text)), nearest: null };
    return this.last;
  }

  private indexed({ trigrams, counts, norm }: TrigramVector): IndexedText {
    return { trigrams: this.dictionary.numbersOf(trigrams), counts, norm };
  }
}

/** The greatest product of a text with the weights, over the text's norm. */
function nearestOf(texts: readonly IndexedText[], weights: Int32Array): number {
  let nearest = 0;
  for (const { trigrams, counts, norm } of texts) {
    let product = 0;
    for (let index = 0; index < trigrams.length; index++) {
      product += (weights[trigrams[index] as number] as number) * (counts[index] as number);
    }
    if (product > nearest * norm) nearest = product / norm;
  }
  return nearest;
}

/** The trigrams of passages of the world: few texts, which every run compares with. */
const VECTORS = new LruCache<TrigramVector>(2_000);

/** An index of passages, pinned; the trigrams of a passage are made once. */
export function indexOf(passages: readonly { readonly text: string }[]): SimilarityIndex {
  const index = new SimilarityIndex();
  for (const { text } of passages)
    index.add(
      text,
      VECTORS.get(text, () => trigramsOf(text)),
    );
  index.pin();
  return index;
}

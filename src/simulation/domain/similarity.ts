/** A text as counts of its character trigrams, and the length of that vector. */
export interface TrigramVector {
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

/** A text that was asked about: it is asked about, and added, several times in a row. */
interface Asked {
  readonly text: string;
  readonly vector: TrigramVector;
  nearest: number | null;
}

/** Texts that are looked back upon: with more, a comparison would cost the more the longer the thread is. */
export const WINDOW = 200;

/**
 * Texts to compare others with, by the cosine of their character trigrams: those that are pinned, and the last
 * {@link WINDOW} others. An index from trigram to texts keeps a comparison from touching texts that share nothing.
 */
export class SimilarityIndex {
  /** Trigram → text, count, text, count … in the order in which the texts came. */
  private readonly postings = new Map<number, number[]>();
  private readonly norms: number[] = [];
  private pinned = 0;
  /** Where products are summed up; kept, so that a comparison allocates nothing. */
  private products = new Float64Array(64);
  private last: Asked = { text: '', vector: trigramsOf(''), nearest: 0 };

  /** Adds a text; its trigrams may be given where they are known already. */
  add(text: string, vector: TrigramVector = this.ask(text).vector): void {
    const number = this.norms.push(vector.norm) - 1;
    for (let index = 0; index < vector.trigrams.length; index++) {
      const trigram = vector.trigrams[index] as number;
      const count = vector.counts[index] as number;
      const posting = this.postings.get(trigram);
      if (posting) posting.push(number, count);
      else this.postings.set(trigram, [number, count]);
    }
    this.last.nearest = null;
  }

  /** Keeps all texts that are there now in the comparison, however many follow. */
  pin(): void {
    this.pinned = this.norms.length;
  }

  /** The similarity to the nearest text, 0..1; 0 when there is none. */
  nearest(text: string): number {
    const asked = this.ask(text);
    asked.nearest ??= this.compare(asked.vector);
    return asked.nearest;
  }

  private compare({ trigrams, counts, norm }: TrigramVector): number {
    const texts = this.norms.length;
    const oldest = Math.max(this.pinned, texts - WINDOW);
    if (this.products.length < texts) this.products = new Float64Array(2 * texts);
    const products = this.products.fill(0, 0, texts);
    for (let index = 0; index < trigrams.length; index++) {
      const posting = this.postings.get(trigrams[index] as number);
      if (posting) addProducts(products, posting, counts[index] as number, this.pinned, oldest);
    }
    let nearest = 0;
    for (let text = 0; text < texts; text++) {
      const similarity = (products[text] as number) / (norm * (this.norms[text] as number));
      if (similarity > nearest) nearest = similarity;
    }
    return Math.min(1, nearest);
  }

  private ask(text: string): Asked {
    if (this.last.text !== text) this.last = { text, vector: trigramsOf(text), nearest: null };
    return this.last;
  }
}

/** Adds what one trigram contributes to each text: the pinned ones, and from the newest back to the oldest. */
function addProducts(
  products: Float64Array,
  posting: readonly number[],
  count: number,
  pinned: number,
  oldest: number,
): void {
  let at = posting.length - 2;
  for (; at >= 0 && (posting[at] as number) >= oldest; at -= 2) add(products, posting, at, count);
  for (let front = 0; front <= at && (posting[front] as number) < pinned; front += 2) {
    add(products, posting, front, count);
  }
}

function add(products: Float64Array, posting: readonly number[], at: number, count: number): void {
  const text = posting[at] as number;
  products[text] = (products[text] as number) + count * (posting[at + 1] as number);
}

const PASSAGES = new WeakMap<readonly { readonly text: string }[], readonly TrigramVector[]>();

/** An index of passages, pinned; the trigrams of a list are made once. */
export function indexOf(passages: readonly { readonly text: string }[]): SimilarityIndex {
  const vectors = PASSAGES.get(passages) ?? passages.map(({ text }) => trigramsOf(text));
  PASSAGES.set(passages, vectors);
  const index = new SimilarityIndex();
  for (const [at, { text }] of passages.entries()) index.add(text, vectors[at]);
  index.pin();
  return index;
}

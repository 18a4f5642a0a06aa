/** A text as counts of its character trigrams, and the length of that vector. */
export interface TrigramVector {
  /** Trigram → how often it occurs. A trigram is a number made of its three UTF-16 code units. */
  readonly counts: ReadonlyMap<number, number>;
  readonly norm: number;
}

/** Bits that each code unit gives to a trigram's number: exact for Latin scripts, and few collisions for others. */
const BITS = 10;
const MASK = (1 << BITS) - 1;

/** The trigrams of a text: lower case, white space folded, with a space at each end. */
export function trigramsOf(text: string): TrigramVector {
  const folded = ` ${text.toLowerCase().replaceAll(/\s+/g, ' ').trim()} `;
  const counts = new Map<number, number>();
  let trigram = 0;
  for (let index = 0; index < folded.length; index++) {
    trigram = ((trigram & ((1 << (2 * BITS)) - 1)) << BITS) | (folded.charCodeAt(index) & MASK);
    if (index >= 2) counts.set(trigram, (counts.get(trigram) ?? 0) + 1);
  }
  let squares = 0;
  for (const count of counts.values()) squares += count * count;
  return { counts, norm: Math.sqrt(squares) };
}

/** A text that was asked about: it is asked about, and added, several times in a row. */
interface Asked {
  readonly text: string;
  readonly vector: TrigramVector;
  nearest: number | null;
}

/**
 * Texts to compare others with, by the cosine of their character trigrams. An index from trigram to texts keeps
 * a comparison from touching the texts that share nothing with it.
 */
export class SimilarityIndex {
  /** Trigram → text, count, text, count … */
  private readonly postings = new Map<number, number[]>();
  private readonly norms: number[] = [];
  private last: Asked = { text: '', vector: trigramsOf(''), nearest: 0 };

  /** Adds a text; its trigrams may be given where they are known already. */
  add(text: string, vector: TrigramVector = this.ask(text).vector): void {
    const number = this.norms.push(vector.norm) - 1;
    for (const [trigram, count] of vector.counts) {
      const posting = this.postings.get(trigram);
      if (posting) posting.push(number, count);
      else this.postings.set(trigram, [number, count]);
    }
    this.last.nearest = null;
  }

  /** The similarity to the nearest text, 0..1; 0 when there is none. */
  nearest(text: string): number {
    const asked = this.ask(text);
    asked.nearest ??= this.compare(asked.vector);
    return asked.nearest;
  }

  private compare({ counts, norm }: TrigramVector): number {
    const products = new Float64Array(this.norms.length);
    for (const [trigram, count] of counts) {
      const posting = this.postings.get(trigram);
      if (!posting) continue;
      for (let at = 0; at < posting.length; at += 2) {
        const other = posting[at] as number;
        products[other] = (products[other] as number) + count * (posting[at + 1] as number);
      }
    }
    let nearest = 0;
    for (let other = 0; other < products.length; other++) {
      const similarity = (products[other] as number) / (norm * (this.norms[other] as number));
      if (similarity > nearest) nearest = similarity;
    }
    return Math.min(1, nearest);
  }

  private ask(text: string): Asked {
    if (this.last.text !== text) this.last = { text, vector: trigramsOf(text), nearest: null };
    return this.last;
  }
}

const PASSAGES = new WeakMap<readonly { readonly text: string }[], readonly TrigramVector[]>();

/** An index of passages; the trigrams of a list are made once. */
export function indexOf(passages: readonly { readonly text: string }[]): SimilarityIndex {
  const vectors = PASSAGES.get(passages) ?? passages.map(({ text }) => trigramsOf(text));
  PASSAGES.set(passages, vectors);
  const index = new SimilarityIndex();
  for (const [at, { text }] of passages.entries()) index.add(text, vectors[at]);
  return index;
}

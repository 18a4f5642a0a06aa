/** A text as counts of its character trigrams, and the length of that vector. */
export interface TrigramVector {
  readonly counts: ReadonlyMap<string, number>;
  readonly norm: number;
}

/** The trigrams of a text: lower case, white space folded, with a space at each end. */
export function trigramsOf(text: string): TrigramVector {
  const folded = ` ${text.toLowerCase().replaceAll(/\s+/g, ' ').trim()} `;
  const counts = new Map<string, number>();
  for (let start = 0; start + 3 <= folded.length; start++) {
    const trigram = folded.slice(start, start + 3);
    counts.set(trigram, (counts.get(trigram) ?? 0) + 1);
  }
  let squares = 0;
  for (const count of counts.values()) squares += count * count;
  return { counts, norm: Math.sqrt(squares) };
}

/**
 * Texts to compare others with, by the cosine of their character trigrams. An index from trigram to texts keeps
 * a comparison from touching the texts that share nothing with it.
 */
export class SimilarityIndex {
  private readonly postings = new Map<string, { text: number; count: number }[]>();
  private readonly norms: number[] = [];

  add(vector: TrigramVector): void {
    const text = this.norms.push(vector.norm) - 1;
    for (const [trigram, count] of vector.counts) {
      const posting = this.postings.get(trigram);
      if (posting) posting.push({ text, count });
      else this.postings.set(trigram, [{ text, count }]);
    }
  }

  /** The similarity to the nearest text, 0..1; 0 when there is none. */
  nearest({ counts, norm }: TrigramVector): number {
    const products = new Float64Array(this.norms.length);
    for (const [trigram, count] of counts) {
      for (const posting of this.postings.get(trigram) ?? []) {
        products[posting.text] = (products[posting.text] ?? 0) + count * posting.count;
      }
    }
    let nearest = 0;
    for (const [text, other] of this.norms.entries()) {
      const similarity = norm * other > 0 ? (products[text] ?? 0) / (norm * other) : 0;
      if (similarity > nearest) nearest = similarity;
    }
    return Math.min(1, nearest);
  }
}

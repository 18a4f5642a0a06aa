import { LruCache } from '../../common/index.js';
import { TrigramSpace, type TrigramLine, type TrigramVector } from './trigram-space.js';

/** Texts that are looked back upon: with more, a comparison would cost the more the longer the thread is. */
const WINDOW = 60;

/** Vectors of passages of the world that are kept: there are few, and every run compares with some of them. */
const PASSAGES = 2_000;
/** Trigrams from which on new indexes begin a new space, so that it does not grow with all texts there ever were. */
const MOST_TRIGRAMS = 50_000;

/** A space, and the vectors of the passages in it. */
interface PassageSpace {
  readonly space: TrigramSpace;
  readonly passages: LruCache<TrigramVector>;
}

/** A text that was asked about: it is asked about, and added, several times in a row. */
interface Asked {
  readonly text: string;
  readonly vector: TrigramVector;
  nearest: number | null;
}

/**
 * Texts to compare others with, by the cosine of their character trigrams: those that are pinned, and the last
 * {@link WINDOW} others.
 */
export class SimilarityIndex {
  private readonly others: TrigramVector[] = [];
  private last: Asked | undefined;

  /**
   * @param space may be that of other indexes
   * @param pinned vectors of that space that stay in the comparison, however many texts follow
   */
  constructor(
    private readonly space = new TrigramSpace(),
    private readonly pinned: readonly TrigramVector[] = [],
  ) {}

  /** Adds a text. */
  add(text: string): void {
    this.others.push(this.ask(text).vector);
    if (this.others.length > WINDOW) this.others.shift();
    this.last = undefined;
  }

  /** The similarity to the nearest text, 0..1; 0 when there is none. */
  nearest(text: string): number {
    const asked = this.ask(text);
    asked.nearest ??= this.space.nearest(asked.vector, this.pinned, this.others);
    return asked.nearest;
  }

  /** Reads a line that several texts have, for {@link nearestToLines}. */
  lineOf(text: string): TrigramLine {
    return this.space.lineOf(text);
  }

  /** The same as {@link nearest} of the lines with white space between them. */
  nearestToLines(lines: readonly TrigramLine[]): number {
    return this.space.nearest(this.space.vectorOfLines(lines), this.pinned, this.others);
  }

  private ask(text: string): Asked {
    if (this.last?.text !== text) this.last = { text, vector: this.space.vectorOf(text), nearest: null };
    return this.last;
  }
}

let shared: PassageSpace | undefined;

/** An index of passages, pinned; the vector of a passage is made once. */
export function indexOf(passages: readonly { readonly text: string }[]): SimilarityIndex {
  if (!shared || shared.space.size > MOST_TRIGRAMS) {
    shared = { space: new TrigramSpace(), passages: new LruCache(PASSAGES) };
  }
  const { space, passages: known } = shared;
  return new SimilarityIndex(
    space,
    passages.map(({ text }) => known.get(text, () => space.vectorOf(text))),
  );
}

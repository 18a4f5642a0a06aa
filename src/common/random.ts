import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Injection token of the {@link RandomSource}. */
export const RANDOM = Symbol('RANDOM');

/** A sequence of draws that depends on nothing but its seed and its purpose. */
export interface RandomStream {
  /** A float, 0 included, 1 excluded. */
  next(): number;
  /** A whole number, both bounds included. */
  integer(min: number, max: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items; throws a RangeError when there is none. */
  pick<T>(items: readonly T[]): T;
  /** A shuffled copy (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** How many of `trials` independent draws succeed; `trials` is rounded. */
  binomial(trials: number, probability: number): number;
}

/** The streams of one run: asking twice for one purpose gives the same draws again. */
export interface SeededRandom {
  /** The stream of a purpose, such as `round:3/persona:P07/reports`. */
  stream(purpose: string): RandomStream;
}

/** Makes the streams of a run from its random seed. */
export interface RandomSource {
  seeded(seed: string): SeededRandom;
}

/** Streams of xoroshiro128+ (pure-rand), each seeded with a hash of the run's seed and the purpose. */
export class PureRandomSource implements RandomSource {
  seeded(seed: string): SeededRandom {
    const basis = createHash('sha256').update(seed).digest().readUInt32LE(0);
    return { stream: (purpose) => new PureRandomStream(fnv1a(purpose, basis)) };
  }
}

/** FNV-1a over UTF-16 code units, 32 bits (Fowler, Noll, Vo); streams are made too often for a SHA-256 each. */
function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  }
  return hash | 0;
}

class PureRandomStream implements RandomStream {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  next(): number {
    return uniformFloat64(this.generator);
  }

  integer(min: number, max: number): number {
    return uniformInt(this.generator, min, max);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('Cannot pick from an empty list.');
    return items[this.integer(0, items.length - 1)] as T;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  }

  binomial(trials: number, probability: number): number {
    let successes = 0;
    for (let trial = Math.round(trials); trial > 0; trial--) if (this.chance(probability)) successes++;
    return successes;
  }
}

import { hash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Injection token of the {@link RandomSource}. */
export const RANDOM = Symbol('RANDOM');

/** A sequence of draws that depends only on its seed and its purpose. */
export interface RandomStream {
  /** A float in [0, 1). */
  next(): number;
  /** An integer, both bounds included. */
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

/** The streams of one run; requesting a purpose again gives the same draws. */
export interface SeededRandom {
  /** The stream of a purpose, such as `round:3/reports`. */
  stream(purpose: string): RandomStream;
}

/** Makes the streams of a run from its random seed. */
export interface RandomSource {
  seeded(seed: string): SeededRandom;
}

/**
 * The version of the mapping from seed and purpose to draws. It is incremented whenever draws change: records of
 * different versions cannot be compared draw by draw. Version 1 used 32 bits of the seed; version 2 did not have the
 * incident in the names of streams.
 */
export const RANDOM_STREAMS_VERSION = 'streams.v3';

/**
 * Streams of xoroshiro128+ (pure-rand). Each starts from 128 bits of a SHA-256 over the run's seed and the purpose, so
 * that neither similar seeds nor similar purposes give correlated draws.
 */
export class PureRandomSource implements RandomSource {
  seeded(seed: string): SeededRandom {
    const key = hash('sha256', seed, 'hex'); // of fixed length, so that no two pairs of seed and purpose collide
    return { stream: (purpose) => new PureRandomStream(`${key}/${purpose}`) };
  }
}

class PureRandomStream implements RandomStream {
  /** Made with the first draw: many streams have none. */
  private made: RandomGenerator | null = null;

  /** @param name the generator's state is the first half of its SHA-256 */
  constructor(private readonly name: string) {}

  private get generator(): RandomGenerator {
    return (this.made ??= generatorFor(hash('sha256', this.name, 'binary')));
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

/** @param digest a character for each byte */
function generatorFor(digest: string): RandomGenerator {
  return xoroshiro128plusFromState([word(digest, 0), word(digest, 4), word(digest, 8), word(digest, 12)]);
}

/** Four bytes of a text that has a character for each, from the given index on, as a signed integer. */
function word(bytes: string, index: number): number {
  return (
    (bytes.charCodeAt(index) << 24) |
    (bytes.charCodeAt(index + 1) << 16) |
    (bytes.charCodeAt(index + 2) << 8) |
    bytes.charCodeAt(index + 3)
  );
}

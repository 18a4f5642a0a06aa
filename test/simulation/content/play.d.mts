import type { Seed } from '../../../src/simulation/domain/seed.js';

export function contentSeeds(): Promise<readonly Seed[]>;
export function archetypesOfWorld(): Promise<(persona: string) => string | undefined>;
export function playAll(
  play: (seed: Seed, rounds: number, randomSeed: string) => Promise<readonly object[]>,
  seeds: readonly Seed[],
  size: { readonly texts: number; readonly argued: number; readonly rounds: number },
): Promise<object>;

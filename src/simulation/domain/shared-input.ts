import { EqualValues } from '../../common/index.js';
import type { Passage, Seed } from './seed.js';

/** Incidents whose words, pieces and secrets are kept: what-ifs and experiments play one over and over. */
const INCIDENTS = 100;

const SEEDS = new EqualValues<Seed>(INCIDENTS);
const PASSAGES = new EqualValues<readonly Passage[]>(INCIDENTS);

/** The seed as one object for all runs and stages that have an equal one. */
export function sharedSeed(seed: Seed): Seed {
  return SEEDS.of(seed);
}

/** The passages as one list for all runs and stages that have equal ones. */
export function sharedPassages(passages: readonly Passage[]): readonly Passage[] {
  return PASSAGES.of(passages);
}

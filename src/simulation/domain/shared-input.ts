import { EqualValues } from '../../common/index.js';
import type { Passage, Seed } from './seed.js';

/** Incidents whose words, pieces and secrets are kept: what-ifs and experiments play one over and over. */
export const KEPT_INCIDENTS = 100;
/** Seeds and passages with more JSON than this, in UTF-16 code units, are taken apart each time: memory is bounded. */
export const LONGEST_KEPT = 30_000;

const SEEDS = new EqualValues<Seed>(KEPT_INCIDENTS, LONGEST_KEPT);
const PASSAGES = new EqualValues<readonly Passage[]>(KEPT_INCIDENTS, LONGEST_KEPT);

/** The seed as one object for all runs and stages that have an equal one. */
export function sharedSeed(seed: Seed): Seed {
  return SEEDS.of(seed);
}

/** The passages as one list for all runs and stages that have equal ones. */
export function sharedPassages(passages: readonly Passage[]): readonly Passage[] {
  return PASSAGES.of(passages);
}

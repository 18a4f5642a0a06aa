import type { RandomSource, SeededRandom } from '../../common/index.js';
import type { StageContext } from '../../orchestrator/index.js';
import { changedAt } from '../domain/input-change.js';
import { streamsOf } from '../domain/seed-digest.js';
import { sharedSeed } from '../domain/shared-input.js';
import type { Seed, SimulationInput } from '../domain/seed.js';

/** What a run goes by at one time. */
export interface InputAt {
  readonly seed: Seed;
  readonly random: SeededRandom;
}

/** What a run goes by in a round: what it began with, and what has changed since. */
export function inputAt(
  { input, random }: Pick<StageContext<SimulationInput>, 'input' | 'random'>,
  randoms: RandomSource,
  round: number,
): InputAt {
  const { dial, random_seed } = changedAt(input.changes ?? [], round);
  const own = random_seed === undefined ? random : randoms.seeded(random_seed);
  return {
    seed: sharedSeed(dial ? { ...input.seed, dial } : input.seed),
    random: streamsOf(own, input.content_digest),
  };
}

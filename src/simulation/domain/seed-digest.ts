import { hash } from 'node:crypto';
import type { RandomStream, SeededRandom } from '../../common/index.js';
import type { Seed } from './seed.js';

/** What everybody may know of a seed, as a digest: the seed's id and its hidden facts do not count. */
export function contentDigest(seed: Seed): string {
  const { seed_id: _id, hidden_facts: _hidden, dial, ...content } = seed;
  const { U, E, M, S, H } = dial;
  const fields = Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([fields, [U, E, M, S, H]]), 'hex').slice(0, 32);
}

/**
 * The streams of a run, each with the digest of its seed's content in its name: the same random seed gives another
 * incident other draws.
 * @param digest undefined for the streams as they are: common random numbers, and runs of version 0.2 and before
 */
export function streamsOf(random: SeededRandom, digest: string | undefined): SeededRandom {
  if (digest === undefined) return random;
  return { stream: (purpose): RandomStream => random.stream(`${digest}/${purpose}`) };
}

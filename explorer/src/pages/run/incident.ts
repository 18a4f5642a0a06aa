import type { Run, Schemas } from '../../api/types.js';

type Seed = Schemas['Seed'];
/** A seed with its defaults, as a run shows it. */
type ShownSeed = Required<Pick<Seed, 'seed_id' | 'title' | 'summary' | 'board_id'>> &
  Seed & {
    readonly dial: Required<Schemas['Dial']>;
    readonly public_facts: readonly string[];
    readonly hidden_facts: readonly string[];
    readonly stakeholders: readonly string[];
  };

/** The incident that a run was asked to play; null when it is no simulation, or cannot be read. */
export function seedOf(run: Run): ShownSeed | null {
  const input = run.request?.input as { seed?: Seed } | null | undefined;
  const seed = input?.seed;
  if (!seed || typeof seed !== 'object') return null;
  return {
    ...seed,
    dial: { U: 30, E: 25, M: 15, S: 15, H: 15, ...seed.dial },
    public_facts: seed.public_facts ?? [],
    hidden_facts: seed.hidden_facts ?? [],
    stakeholders: seed.stakeholders ?? [],
  };
}

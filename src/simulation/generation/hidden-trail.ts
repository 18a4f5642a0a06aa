import type { RandomStream, SeededRandom } from '../../common/index.js';
import type { IncidentFact } from './incident.js';
import type { Leads, Secrets } from './secrets.js';

/** How likely a comment comes near a hidden fact: more in each round, up to a bound. */
const NEAR = { first: 0.08, perRound: 0.05, most: 0.34 } as const;
/** The round from which on somebody has to have come near. */
const BY_ROUND = 2;

/** The public side of a hidden fact: what leads to it, in words that everybody knows. */
interface Trace {
  readonly thing: string | null;
  readonly who: string | null;
  readonly fact: IncidentFact | null;
}

/** What a suspicion is about; all of it is public. */
export interface Suspicion extends Trace {
  /** The place of the hidden fact in the seed. */
  readonly index: number;
}

/** What hidden facts do to a thread: they draw suspicion to their public side, and none of their own words is said. */
export class HiddenTrail {
  private readonly traces: readonly Suspicion[];

  /**
   * @param random for hidden facts that share no word with what is public
   * @param revealed the places of those that are hidden no more
   */
  constructor(
    private readonly secrets: Secrets,
    random: SeededRandom,
    revealed: ReadonlySet<number> = new Set(),
  ) {
    this.traces = secrets.leads.flatMap((leads, index) =>
      revealed.has(index) ? [] : { index, ...traceOf(leads, random.stream(`hidden:${index}`)) },
    );
  }

  /** Whether a text has a word that only hidden facts have. */
  leaks(text: string): boolean {
    return this.secrets.leaks(text);
  }

  /** Whether a comment comes near a hidden fact, and which; the one that fewest came near is the likeliest. */
  suspicion(round: number, near: Readonly<Record<string, number>>, random: RandomStream): Suspicion | null {
    if (this.traces.length === 0) return null;
    const isDue = round >= BY_ROUND && Object.keys(near).length === 0;
    const chance = Math.min(NEAR.most, NEAR.first + NEAR.perRound * (round - 1));
    if (!random.chance(chance) && !isDue) return null;
    const weights = this.traces.map(({ index }) => 1 / (1 + (near[index] ?? 0)));
    let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
    const place = Math.max(
      0,
      weights.findIndex((weight) => (rest -= weight) < 0),
    );
    return this.traces[place] ?? null;
  }
}

/** What leads to a hidden fact: one of the pieces of each kind is drawn. */
function traceOf({ facts, things, parties }: Leads, random: RandomStream): Trace {
  const one = <T>(items: readonly T[]): T | null => (items.length > 0 ? random.pick(items) : null);
  const fact = one(facts);
  return { thing: one(things), who: one(parties), fact };
}

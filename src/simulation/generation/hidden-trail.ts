import type { RandomStream, SeededRandom } from '../../common/index.js';
import { common, contentStems, hasStem } from '../domain/content-words.js';
import type { Incident, IncidentFact } from './incident.js';

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
  private readonly secret: ReadonlySet<string>;

  /**
   * @param names of those who speak: they are said whatever hidden facts hold
   * @param random for hidden facts that share no word with it
   * @param revealed the places of those that are hidden no more
   */
  constructor(
    hiddenFacts: readonly string[],
    private readonly incident: Incident,
    names: readonly string[],
    random: SeededRandom,
    revealed: ReadonlySet<number> = new Set(),
  ) {
    const { language } = incident;
    const openStems = openStemsOf(incident, names);
    const stems = hiddenFacts.map((fact) => contentStems(fact, language));
    this.secret = new Set(stems.flatMap((each) => [...each]).filter((stem) => !openStems.has(stem)));
    this.traces = stems.flatMap((each, index) =>
      revealed.has(index) ? [] : { index, ...traceOf(each, incident, random.stream(`hidden:${index}`)) },
    );
  }

  /** Whether a text has a word that only hidden facts have. */
  leaks(text: string): boolean {
    return this.secret.size > 0 && hasStem(text, this.secret, this.incident.language);
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

const OPEN_STEMS = new WeakMap<
  Incident,
  { readonly names: readonly string[]; readonly stems: Set<string> }
>();

/** The stems of all that may be said: read once for all stages of a run. */
function openStemsOf(incident: Incident, names: readonly string[]): ReadonlySet<string> {
  const known = OPEN_STEMS.get(incident);
  if (known?.names === names) return known.stems;
  const stems = contentStems(`${incident.told}\n${names.join('\n')}`, incident.language);
  OPEN_STEMS.set(incident, { names, stems });
  return stems;
}

/** The pieces of the incident that share most with a hidden fact; others where nothing does. */
function traceOf(hidden: ReadonlySet<string>, incident: Incident, random: RandomStream): Trace {
  const { language, facts, parties } = incident;
  const best = <T>(items: readonly T[], textOf: (item: T) => string): T | null => {
    if (items.length === 0) return null;
    const scores = items.map((item) => common(contentStems(textOf(item), language), hidden));
    const most = Math.max(...scores);
    return random.pick(items.filter((_, place) => scores[place] === most));
  };
  const fact = best(facts, ({ evidence }) => evidence.text);
  const things = [...new Set([...facts.flatMap(({ pieces }) => pieces.things), ...incident.things])];
  return {
    thing: best(things, (thing) => thing),
    who: best(parties, ({ name }) => name)?.name ?? null,
    fact,
  };
}

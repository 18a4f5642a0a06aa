import { common, contentStems, hasStem } from '../domain/content-words.js';
import type { Incident, IncidentFact } from './incident.js';

/** The public pieces of an incident that share most with a hidden fact; all of them where nothing does. */
export interface Leads {
  readonly facts: readonly IncidentFact[];
  readonly things: readonly string[];
  /** Names of parties. */
  readonly parties: readonly string[];
}

/** What only hidden facts say, and what of the public incident leads to each of them. */
export class Secrets {
  /** By the place of the hidden fact in the seed. */
  readonly leads: readonly Leads[];
  /** The stems of words that nothing public has. */
  private readonly stems: ReadonlySet<string>;

  /** @param names of those who speak: they are said whatever hidden facts hold */
  constructor(
    readonly hiddenFacts: readonly string[],
    private readonly incident: Incident,
    readonly names: readonly string[],
  ) {
    const { language, told } = incident;
    const open = contentStems(`${told}\n${names.join('\n')}`, language);
    const hidden = hiddenFacts.map((fact) => contentStems(fact, language));
    this.stems = new Set(hidden.flatMap((stems) => [...stems]).filter((stem) => !open.has(stem)));
    this.leads = hidden.map((stems) => leadsTo(stems, incident));
  }

  /** Whether a text has a word that only hidden facts have. */
  leaks(text: string): boolean {
    return this.stems.size > 0 && hasStem(text, this.stems, this.incident.language);
  }
}

const KNOWN = new WeakMap<Incident, Secrets>();

/** The secrets of an incident, told apart once for all stages of a run. */
export function secretsOf(
  hiddenFacts: readonly string[],
  incident: Incident,
  names: readonly string[],
): Secrets {
  const known = KNOWN.get(incident);
  if (known?.hiddenFacts === hiddenFacts && known.names === names) return known;
  const secrets = new Secrets(hiddenFacts, incident, names);
  KNOWN.set(incident, secrets);
  return secrets;
}

function leadsTo(hidden: ReadonlySet<string>, incident: Incident): Leads {
  const { language, facts, parties } = incident;
  const nearest = <T>(items: readonly T[], textOf: (item: T) => string): T[] => {
    const scores = items.map((item) => common(contentStems(textOf(item), language), hidden));
    const most = Math.max(...scores);
    return items.filter((_, place) => scores[place] === most);
  };
  const things = [...new Set([...facts.flatMap(({ pieces }) => pieces.things), ...incident.things])];
  return {
    facts: nearest(facts, ({ evidence }) => evidence.text),
    things: nearest(things, (thing) => thing),
    parties: nearest(parties, ({ name }) => name).map(({ name }) => name),
  };
}

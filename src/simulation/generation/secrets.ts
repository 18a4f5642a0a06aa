import { common, contentStems, hasStem } from '../domain/content-words.js';
import type { Language } from '../packs/language.js';
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
    const hidden = hiddenFacts.map((fact) => contentStems(fact, language));
    const open = contentStems(told, language);
    const spoken = stemsOfNames(names, language);
    const isSecret = (stem: string) => !open.has(stem) && !spoken.has(stem);
    this.stems = new Set(hidden.flatMap((stems) => [...stems]).filter(isSecret));
    this.leads = hidden.length > 0 ? leadsTo(hidden, incident) : [];
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

const NAMES = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The stems in the names of those who speak: a world has one list of them. */
function stemsOfNames(names: readonly string[], language: Language): ReadonlySet<string> {
  const known = NAMES.get(names);
  if (known) return known;
  const stems = contentStems(names.join('\n'), language);
  NAMES.set(names, stems);
  return stems;
}

/** What leads to each hidden fact, of which the stems are given. */
function leadsTo(hidden: readonly ReadonlySet<string>[], incident: Incident): Leads[] {
  const { language, facts, parties } = incident;
  const stemsIn = (texts: readonly string[]) => texts.map((text) => contentStems(text, language));
  const things = [...new Set([...facts.flatMap(({ pieces }) => pieces.things), ...incident.things])];
  const names = parties.map(({ name }) => name);
  const ofFacts = stemsIn(facts.map(({ evidence }) => evidence.text));
  const [ofThings, ofNames] = [stemsIn(things), stemsIn(names)];
  return hidden.map((stems) => ({
    facts: nearest(facts, ofFacts, stems),
    things: nearest(things, ofThings, stems),
    parties: nearest(names, ofNames, stems),
  }));
}

/** The items that share most with a hidden fact. */
function nearest<T>(
  items: readonly T[],
  stems: readonly ReadonlySet<string>[],
  hidden: ReadonlySet<string>,
): T[] {
  const scores = stems.map((own) => common(own, hidden));
  const most = Math.max(...scores);
  return items.filter((_, place) => scores[place] === most);
}

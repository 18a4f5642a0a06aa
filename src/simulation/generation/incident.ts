import { common, contentWords } from '../domain/content-words.js';
import { piecesOf, type Pieces } from '../domain/pieces.js';
import type { Seed } from '../domain/seed.js';
import type { Language } from '../packs/language.js';
import type { Evidence } from './text-generator.js';

/** A public fact, whole and in pieces. */
export interface IncidentFact {
  readonly evidence: Evidence;
  readonly pieces: Pieces;
  readonly words: ReadonlySet<string>;
}

/** A party of the incident. */
interface IncidentParty {
  readonly name: string;
  /** Its name without what follows the noun, where it is long. */
  readonly short: string;
  readonly words: ReadonlySet<string>;
}

/** Words of a name at the most before it is shortened. */
const LONG_NAME = 4;
const ARTICLE_AND_NOUN = 2;

/** A fact without a letter or a digit cannot be cited. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/** What everybody may know of an incident, taken apart. */
export class Incident {
  readonly facts: readonly IncidentFact[];
  readonly parties: readonly IncidentParty[];
  /** What title and summary are about. */
  readonly things: readonly string[];
  /** The content words of all of it. */
  readonly words: ReadonlySet<string>;
  /** All of it, and the type of the evidence. */
  readonly told: string;
  private readonly byId: ReadonlyMap<string, IncidentFact>;

  /** @param added what has become known since */
  constructor(
    seed: PublicIncident,
    readonly language: Language,
    added: readonly Evidence[] = [],
  ) {
    const { title, summary, public_facts, stakeholders, evidence_grade } = seed;
    this.parties = stakeholders.map((name) => ({
      name,
      short: shortName(name, language),
      words: contentWords(name, language),
    }));
    const given = public_facts.map((text, index) => ({
      kind: 'public_fact',
      id: `public_fact:${index + 1}`,
      text,
      source: null,
      grade: evidence_grade,
    }));
    const facts = [...given, ...added].filter(({ text }) => SAYS_SOMETHING.test(text));
    const piecesIn = (text: string) => this.withoutParties(piecesOf(text, language));
    const about = [summary, title].map(piecesIn);
    const pieces = facts.map(({ text }) => piecesIn(text));
    const named = namedInFull([...about, ...pieces], language);
    this.facts = facts.map((evidence, place) => ({
      evidence,
      pieces: named(pieces[place] as Pieces),
      words: contentWords(evidence.text, language),
    }));
    this.byId = new Map(this.facts.toReversed().map((fact) => [fact.evidence.id, fact])); // of equal ids, the first
    const spoken = about.map(named).flatMap(({ things, numbers }) => [...things, ...numbers]);
    this.things = [...new Set(spoken)];
    const news = added.flatMap(({ text, source }) => (source === null ? [text] : [text, source]));
    const told = [title, summary, ...public_facts, ...stakeholders, ...news].join('\n');
    this.words = contentWords(told, language);
    this.told = `${told}\n${seed.evidence_type}`;
  }

  /** Pieces of which those that are parties are left out, where there are others: parties are spoken of as such. */
  private withoutParties(pieces: Pieces): Pieces {
    const isParty = (thing: string) => {
      const words = contentWords(thing, this.language);
      return words.size > 0 && this.parties.some((party) => common(words, party.words) === words.size);
    };
    const things = pieces.things.filter((thing) => !isParty(thing));
    return things.length + pieces.numbers.length > 0 ? { ...pieces, things } : pieces;
  }

  /** The fact with this evidence id. */
  factOf(evidenceId: string | null | undefined): IncidentFact | undefined {
    return this.byId.get(evidenceId ?? '');
  }
}

/** What everybody may know of an incident. */
type PublicIncident = Pick<
  Seed,
  'title' | 'summary' | 'public_facts' | 'stakeholders' | 'evidence_grade' | 'evidence_type'
>;

const KNOWN = new WeakMap<PublicIncident, Incident>();

/** The incident of a seed, taken apart once for all stages of a run. */
export function incidentOf(seed: PublicIncident, language: Language): Incident {
  const known = KNOWN.get(seed);
  if (known?.language === language) return known;
  const incident = new Incident(seed, language);
  KNOWN.set(seed, incident);
  return incident;
}

/** Names that stand with a determiner somewhere are spoken of with it: `the Silver Pillow`. */
function namedInFull(all: readonly Pieces[], { determiners }: Language): (pieces: Pieces) => Pieces {
  const full = new Map<string, string>();
  for (const thing of all.flatMap(({ things }) => things)) {
    const space = thing.indexOf(' ');
    if (space > 0 && determiners.has(thing.slice(0, space))) full.set(thing.slice(space + 1), thing);
  }
  return (pieces) => ({
    ...pieces,
    things: [...new Set(pieces.things.map((thing) => full.get(thing) ?? thing))],
  });
}

/** `the families of the sleepwalkers` is `the families`, `the lamp stairs keeper` is `the stairs keeper`. */
function shortName(name: string, { function_words, determiners }: Language): string {
  const words = name.split(/\s+/u);
  if (words.length < LONG_NAME) return name;
  const isFunction = (word: string) => function_words.has(word.toLowerCase());
  const end = words.findIndex((word, index) => index > 0 && isFunction(word));
  const head = end > 0 ? words.slice(0, end) : words;
  if (head.length < LONG_NAME) return head.join(' ');
  const article = determiners.has((head[0] ?? '').toLowerCase()) ? [head[0]] : [];
  return [...article, ...head.slice(-ARTICLE_AND_NOUN)].join(' ');
}

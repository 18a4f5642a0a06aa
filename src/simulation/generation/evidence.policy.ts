import type { RandomStream } from '../../common/index.js';
import { common, contentWords } from '../domain/content-words.js';
import type { Intent } from '../domain/intent.js';
import { hasUnspaced } from '../domain/characters.js';
import type { Passage } from '../domain/seed.js';
import type { Incident } from './incident.js';
import type { Evidence } from './text-generator.js';

/** How likely a comment of an intent is to cite something, 0..1. */
const CITES: Readonly<Record<Intent, number>> = {
  alert: 0.62,
  evidence: 0.92,
  mediate: 0.66,
  safety: 0.62,
  hype: 0.5,
};
/** How often lore is cited where some belongs to the incident, though there are facts. */
const LORE = 0.14;
/** Words that lore shares at the least with a comment that it answers. */
const SHARED = 2;
/** How much less likely a fact is cited that somebody has cited lately, and how much likelier one that is a reason. */
const CITED_LATELY = 0.3;
const REASON = 2.5;

/** Kinds of passage that are sentences: the others are lists of words, and make no sense as a quotation. */
const QUOTABLE: ReadonlySet<string> = new Set([
  'rule',
  'event_card',
  'entity',
  'relation',
  'timeline_event',
  'world_rule',
  'glossary',
]);

/** A passage of the world that can be cited, and how much it has to do with the incident. */
interface Lore {
  readonly evidence: Evidence;
  readonly words: ReadonlySet<string>;
  readonly fit: number;
}

/** What can be cited about an incident: its public facts, and lore that has to do with it or with what is answered. */
export class CitableEvidence {
  private readonly lore: readonly Lore[];
  /** What has to do with the incident. */
  private readonly fitting: readonly Lore[];

  /** @param isOpen whether a passage may be cited at all */
  constructor(
    private readonly incident: Incident,
    passages: readonly Passage[],
    isOpen: (text: string) => boolean,
  ) {
    this.lore = passages
      .filter(({ kind, text }) => QUOTABLE.has(kind) && isOpen(text))
      .map(({ section: _, ...evidence }) => {
        const words = contentWords(evidence.text, incident.language);
        return { evidence, words, fit: common(new Set([...words].filter(isTelling)), incident.words) };
      });
    this.fitting = this.lore.filter(({ fit }) => fit > 0);
  }

  /** What a claim rests on; null: nothing. `required` when a gate has asked for it. */
  choose(
    { intent, reasonId, answered, lately, required }: EvidenceSituation,
    random: RandomStream,
  ): Evidence | null {
    if (!random.chance(CITES[intent]) && !required) return null;
    const lore = this.relevantLore(answered);
    const { facts } = this.incident;
    if (lore.length > 0 && (facts.length === 0 || random.chance(LORE))) return random.pick(lore).evidence;
    if (facts.length === 0) return null;
    const weights = facts.map(
      ({ evidence: { id } }) => (lately.includes(id) ? CITED_LATELY : 1) * (id === reasonId ? REASON : 1),
    );
    let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
    return facts[weights.findIndex((weight) => (rest -= weight) < 0)]?.evidence ?? null;
  }

  private relevantLore(answered: string | null): readonly Lore[] {
    if (this.fitting.length > 0 || answered === null) return this.fitting;
    const words = contentWords(answered, this.incident.language);
    return this.lore.filter(({ words: own }) => common(own, words) >= SHARED);
  }
}

/** Short words of scripts with spaces mean too many things to belong to one incident. */
function isTelling(word: string): boolean {
  return word.length > 3 || hasUnspaced(word);
}

/** What decides about the evidence of a comment. */
interface EvidenceSituation {
  readonly intent: Intent;
  /** The fact that the persona's position rests on. */
  readonly reasonId: string | null;
  /** The claim that is answered. */
  readonly answered: string | null;
  /** Facts that the last comments cite. */
  readonly lately: readonly string[];
  readonly required: boolean;
}

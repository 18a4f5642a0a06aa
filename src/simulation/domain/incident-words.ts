import { LruCache } from '../../common/index.js';
import type { Seed } from './seed.js';
import { wordsOf } from './words.js';

/** What everybody knows of an incident. */
type PublicIncident = Readonly<
  Pick<Seed, 'title' | 'summary'> & Record<'public_facts' | 'stakeholders', readonly string[]>
>;

/** From how many characters on a word of a script with spaces says what a text is about; shorter ones are grammar. */
const LEAST_CHARACTERS = 5;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const NUMBER = /\p{N}/u;
/** Words of one fact or party that a text has to use to name it; of one with fewer, all. */
const ENOUGH = 2;

/** The words of an incident that a text can be recognised by as being about it. */
export class IncidentWords {
  private readonly all: ReadonlySet<string>;
  /** The words of each fact and party; of the title, when there are none. */
  private readonly parts: readonly ReadonlySet<string>[];

  constructor({ title, summary, public_facts, stakeholders }: PublicIncident) {
    const whole = new Set(contentWords(title));
    const parts = [...public_facts, ...stakeholders].map((part) => new Set(contentWords(part)));
    const named = parts.filter(({ size }) => size > 0);
    this.parts = named.length > 0 ? named : [whole].filter(({ size }) => size > 0);
    this.all = new Set([...whole, ...named.flatMap((part) => [...part]), ...contentWords(summary)]);
  }

  /** How many different ones a text uses. */
  sharedWith(text: string): number {
    return new Set(this.usedIn(text)).size;
  }

  /** Whether a text speaks of one of the facts, or of somebody concerned. */
  namedIn(text: string): boolean {
    const used = new Set(this.usedIn(text));
    return used.size > 0 && this.parts.some((part) => isNamed(part, used));
  }

  private usedIn(text: string): string[] {
    return wordsOf(text).filter((word) => this.all.has(word));
  }
}

function isNamed(part: ReadonlySet<string>, used: ReadonlySet<string>): boolean {
  let missing = Math.min(ENOUGH, part.size);
  for (const word of used) if (part.has(word) && --missing === 0) return true;
  return false;
}

/** The words of a text that say what it is about, in any script: long ones, numbers, and pairs of characters. */
function contentWords(text: string): string[] {
  return wordsOf(text).filter(
    (word) => word.length >= LEAST_CHARACTERS || NUMBER.test(word) || UNSPACED.test(word),
  );
}

/** Incidents whose words are kept: those of the runs that go on. */
const KEPT = 200;
const KNOWN = new WeakMap<PublicIncident, IncidentWords>();
const BY_TEXT = new LruCache<IncidentWords>(KEPT);

/** The words of an incident, split once, for whoever has an equal one too. */
export function incidentWords(incident: PublicIncident): IncidentWords {
  const known = KNOWN.get(incident);
  if (known) return known;
  const { title, summary, public_facts, stakeholders } = incident;
  const text = JSON.stringify([title, summary, public_facts, stakeholders]);
  const words = BY_TEXT.get(text, () => new IncidentWords(incident));
  KNOWN.set(incident, words);
  return words;
}

import { LruCache } from '../../common/index.js';
import type { Seed } from './seed.js';
import { KEPT_INCIDENTS, LONGEST_KEPT } from './shared-input.js';
import { hasUnspaced, lowerCase, unitAt, wordEnd } from './characters.js';
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

/** Numbers for what words are like at a glance. A power of two. */
const OUTLINES = 256;

/** The number of words that begin with a code unit, and have so many of them. */
function outlineOf(first: number, length: number): number {
  return (first * 31 + length) & (OUTLINES - 1);
}

/** The words of an incident that a text can be recognised by as being about it. */
export class IncidentWords {
  private readonly all: ReadonlySet<string>;
  /** Which outlines these have: most other words are told from them by that. */
  private readonly outlines = new Uint8Array(OUTLINES);
  /** The words of each fact and party; of the title, when there are none. */
  private readonly parts: readonly ReadonlySet<string>[];

  constructor({ title, summary, public_facts, stakeholders }: PublicIncident) {
    const whole = new Set(contentWords(title));
    const parts = [...public_facts, ...stakeholders].map((part) => new Set(contentWords(part)));
    const named = parts.filter(({ size }) => size > 0);
    this.parts = named.length > 0 ? named : [whole].filter(({ size }) => size > 0);
    this.all = new Set([...whole, ...named.flatMap((part) => [...part]), ...contentWords(summary)]);
    for (const word of this.all) this.outlines[outlineOf(word.charCodeAt(0), word.length)] = 1;
  }

  /** How many different ones a text uses. */
  sharedWith(text: string): number {
    return this.usedIn(text).size;
  }

  /** Whether a text speaks of one of the facts, or of somebody concerned. */
  namedIn(text: string): boolean {
    const used = this.usedIn(text);
    return used.size > 0 && this.parts.some((part) => isNamed(part, used));
  }

  private usedIn(text: string): Set<string> {
    if (hasUnspaced(text)) return new Set(wordsOf(text).filter((word) => this.all.has(word)));
    const used = new Set<string>();
    const lower = lowerCase(text);
    const { length } = lower;
    for (let start = 0; start < length;) {
      const end = wordEnd(lower, start, '');
      if (end > start && this.outlines[outlineOf(unitAt(lower, start), end - start)] === 1) {
        const word = lower.slice(start, end);
        if (this.all.has(word)) used.add(word);
      }
      start = Math.max(end, start + 1);
    }
    return used;
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

const KNOWN = new WeakMap<PublicIncident, IncidentWords>();
const BY_TEXT = new LruCache<IncidentWords>(2 * KEPT_INCIDENTS, LONGEST_KEPT);

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

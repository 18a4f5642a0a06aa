import type { Seed } from './seed.js';
import { wordsOf } from './words.js';

/** What everybody knows of an incident. */
type PublicIncident = Pick<Seed, 'title' | 'summary' | 'public_facts' | 'stakeholders'>;

/** From how many characters on a word of a script with spaces says what a text is about; shorter ones are grammar. */
const LEAST_CHARACTERS = 5;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const NUMBER = /\p{N}/u;

/** The words of an incident that a text can be recognised by as being about it. */
class IncidentWords {
  private readonly words: ReadonlySet<string>;

  constructor({ title, summary, public_facts, stakeholders }: PublicIncident) {
    this.words = new Set(contentWords([title, summary, ...public_facts, ...stakeholders].join(' ')));
  }

  /** How many different ones a text uses. */
  sharedWith(text: string): number {
    let shared = 0;
    for (const word of new Set(wordsOf(text))) if (this.words.has(word)) shared += 1;
    return shared;
  }
}

/** The words of a text that say what it is about, in any script: long ones, numbers, and pairs of characters. */
function contentWords(text: string): string[] {
  return wordsOf(text).filter(
    (word) => word.length >= LEAST_CHARACTERS || NUMBER.test(word) || UNSPACED.test(word),
  );
}

const KNOWN = new WeakMap<PublicIncident, IncidentWords>();

/** The words of an incident, split once. */
export function incidentWords(incident: PublicIncident): IncidentWords {
  const known = KNOWN.get(incident);
  if (known) return known;
  const words = new IncidentWords(incident);
  KNOWN.set(incident, words);
  return words;
}

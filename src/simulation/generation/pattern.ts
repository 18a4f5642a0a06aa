import type { RandomStream } from '../../common/index.js';
import { withParticle } from './particles.js';

/** What slots are filled with; a slot without a value makes a phrase unusable. */
export type SlotValues = Readonly<MutableSlots>;

/** The values of slots while they are put together. */
export type MutableSlots = Record<string, string | null | undefined>;

/** The value of `slot#` when that of `slot` is a plural. */
export const PLURAL = 'plural';

/** A place in a pattern that is filled; between quotation marks, those of its value become inner ones. */
interface Slot {
  readonly slot: string;
  readonly isQuoted: boolean;
  /** Whether it stands at the start of a sentence; null where that depends on what stands before. */
  readonly startsSentence: boolean | null;
  /** What is said of the value: its particle by its last sound (`:`), or instead of it one of two forms by its number (`~`). */
  readonly forms: { readonly kind: ':' | '~'; readonly words: string } | null;
}

/** A place in a pattern with alternatives, of which one is said. */
interface Choice {
  readonly options: readonly Pattern[];
  /** Whether each of them can be said whatever slots are filled with. */
  readonly isFree: boolean;
}

/** A sentence pattern, or an alternative in one: own words, slots and choices in turn. */
export interface Pattern {
  readonly parts: readonly (string | Slot | Choice)[];
  /** The slots that have to be filled. */
  readonly slots: readonly string[];
  readonly choices: readonly Choice[];
  /** Its longest part without slot and choice: what it is recognised by. */
  readonly literal: string;
}

const SLOT = /\{([a-z_]+)(?:([:~])([^{}[\]|]+))?\}/y;

const SENTENCE_START = /[.!?] $/;
const SENTENCE_START_LENGTH = 2;

/**
 * Reads a pattern: `{slot}`, `{slot:은/는}` with a particle, `{slot~is/are}` for a form that agrees with the slot's value,
 * and `[one|another|]`, which may hold slots and further alternatives.
 */
export function readPattern(text: string): Pattern {
  return new PatternReader(text).read();
}

/** Whether all slots that a pattern cannot do without have a value. */
export function isUsable({ slots, choices }: Pattern, values: SlotValues): boolean {
  return (
    slots.every((slot) => values[slot]) &&
    choices.every(({ options }) => options.some((option) => isUsable(option, values)))
  );
}

/** All slots that occur in a pattern. */
export function slotsIn({ slots, choices }: Pattern): string[] {
  return [...slots, ...choices.flatMap(({ options }) => options.flatMap(slotsIn))];
}

/** Spaces before another, or before punctuation: an alternative that says nothing leaves them. */
const NEEDLESS = / [ ,.;:!?]/;
const ALL_NEEDLESS = / +(?=[ ,.;:!?])/gu;

/** A usable pattern with every slot filled, and one alternative of each choice. */
export function fill(pattern: Pattern, values: SlotValues, random: RandomStream): string {
  const text = filled(pattern, values, random, '');
  return pattern.choices.length > 0 && NEEDLESS.test(text) ? text.replaceAll(ALL_NEEDLESS, '') : text;
}

/** @param before what the text stands behind: at the start of a sentence, a value begins in upper case */
function filled({ parts }: Pattern, values: SlotValues, random: RandomStream, before: string): string {
  let text = before;
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if ('options' in part) {
      const usable = part.isFree ? part.options : part.options.filter((option) => isUsable(option, values));
      text = filled(random.pick(usable), values, random, text);
    } else {
      const said = filledSlot(part, values);
      text += startsSentence(part, text) && part.slot !== 'name' ? upperFirst(said) : said;
    }
  }
  return text;
}

/** A text is looked at only if need be: that it grows part by part makes it dear to look at. */
function startsSentence({ startsSentence: known }: Slot, before: string): boolean {
  return known ?? SENTENCE_START.test(before);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function filledSlot({ slot, isQuoted, forms }: Slot, values: SlotValues): string {
  if (forms?.kind === '~') return formOf(forms.words, values[`${slot}#`] === PLURAL);
  const value = values[slot] ?? '';
  const said = isQuoted ? innerQuotes(value) : value;
  return forms ? withParticle(said, forms.words) : said;
}

function formOf(words: string, isPlural: boolean): string {
  const [singular = '', plural = singular] = words.split('/');
  return isPlural ? plural : singular;
}

function innerQuotes(text: string): string {
  return text.replaceAll('“', '‘').replaceAll('”', '’');
}

/** The values of a comment that has none. */
const NOTHING: SlotValues = {};

/** Reads patterns by recursive descent. */
class PatternReader {
  private at = 0;

  constructor(private readonly text: string) {}

  read(): Pattern {
    return this.sequence(false);
  }

  /** Up to the end of the text, or within a choice to the end of the alternative. */
  private sequence(isOption: boolean): Pattern {
    const parts: (string | Slot | Choice)[] = [];
    let words = '';
    const endWords = () => {
      if (words !== '') parts.push(words);
      words = '';
    };
    while (this.at < this.text.length) {
      const unit = this.text[this.at] as string;
      if (isOption && (unit === '|' || unit === ']')) break;
      const part = unit === '{' ? this.slot(words) : unit === '[' ? this.choice() : null;
      if (part) {
        endWords();
        parts.push(part);
      } else {
        words += unit;
        this.at += 1;
      }
    }
    endWords();
    return patternOf(parts);
  }

  /** @param wordsBefore the words right before it */
  private slot(wordsBefore: string): Slot | null {
    SLOT.lastIndex = this.at;
    const match = SLOT.exec(this.text);
    if (!match) return null;
    const before = this.text.slice(0, this.at);
    this.at = SLOT.lastIndex;
    const isQuoted = before.lastIndexOf('“') > before.lastIndexOf('”');
    const [, slot = '', kind, words = ''] = match;
    const startsSentence =
      wordsBefore.length < SENTENCE_START_LENGTH ? null : SENTENCE_START.test(wordsBefore);
    return { slot, isQuoted, startsSentence, forms: kind === ':' || kind === '~' ? { kind, words } : null };
  }

  /** Brackets without an alternative are words like others. */
  private choice(): Choice | null {
    const start = this.at;
    const options: Pattern[] = [];
    do {
      this.at += 1;
      options.push(this.sequence(true));
    } while (this.text[this.at] === '|');
    if (this.text[this.at] === ']' && options.length > 1) {
      this.at += 1;
      return { options, isFree: options.every((option) => isUsable(option, NOTHING)) };
    }
    this.at = start;
    return null;
  }
}

function patternOf(parts: readonly (string | Slot | Choice)[]): Pattern {
  const words = parts.filter((part) => typeof part === 'string');
  return {
    parts,
    slots: parts.flatMap((part) => (typeof part !== 'string' && 'slot' in part ? [part.slot] : [])),
    choices: parts.filter((part) => typeof part !== 'string' && 'options' in part),
    literal: words.reduce((longest, part) => (part.length > longest.length ? part : longest), ''),
  };
}

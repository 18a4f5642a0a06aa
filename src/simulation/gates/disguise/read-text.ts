import { unitAt } from '../../domain/characters.js';
import { ALPHABET, type FoldedCharacter, type FoldedUnit } from './folded-character.js';
import { LetterSequence, type Reading } from './letter-sequence.js';
import { RunMarks, runsSideBySide } from '../run-marks.js';

/** A number for each run of three units; some runs share one. A power of two. */
const RUNS = 8192;

/** The number of the run of three kinds. */
function runOf(a: number, b: number, c: number): number {
  return (Math.imul(Math.imul(a, 67) + b, 67) + c) & (RUNS - 1);
}

/** The last run of each of some terms. */
export function lastRunsOf(terms: readonly (readonly number[])[]): Int16Array {
  return runsSideBySide(terms.map((runs) => runs.at(-1)));
}

/** The runs in the letters of a term. */
export function runsOf(term: string): number[] {
  const kinds = Array.from(term).flatMap((character) => ALPHABET.of(character).units.map(({ kind }) => kind));
  return kinds.slice(2).map((kind, index) => runOf(kinds[index] ?? 0, kinds[index + 1] ?? 0, kind));
}

const PLAIN: readonly Reading[] = ['plain'];

const ASCII = 128;
const AT_IN_BRACKETS = /[[({<_*-]\s?(?:at|@)\s?[\])}>_*-]/i;
const HANGUL_DIGIT_HANGUL = /[\u3131-\u3163\uAC00-\uD7A3]\p{Nd}{1,2}[\u3131-\u3163\uAC00-\uD7A3]/u;
const SIGN_LETTER = /[^\p{L}\p{N}\s][\p{M}\p{Default_Ignorable_Code_Point}]*(?=\p{L})/u;

/** What an ASCII character is, in one look: the kind of its unit, and whether it makes a text worth another one. */
const KINDS = new Uint16Array(ASCII);
const LOOKS = new Uint8Array(ASCII);
const [DIGIT, AT, COLON, SIGN, BEFORE_AT, OTHER] = [1, 2, 4, 8, 16, 32];
for (let code = 0; code < ASCII; code++) {
  const character = String.fromCharCode(code);
  const { units, asLetters } = ALPHABET.of(character);
  KINDS[code] = units[0]?.kind ?? 0;
  LOOKS[code] =
    (/\d/.test(character) ? DIGIT : 0) |
    (character === '@' ? AT : 0) |
    (character === ':' ? COLON : 0) |
    (asLetters.length > 0 ? SIGN : 0) |
    (/[[({<_*-]/.test(character) ? BEFORE_AT : 0);
}

/** What a code unit beyond ASCII was found to be, once it was met: one that changes nothing, as most quotation marks, or another. */
const MET = new Uint8Array(0x1_0000);
const [SILENT, TELLING] = [1, 2];

function isSilent({ units, asLetters, plain }: FoldedCharacter): boolean {
  return units.length === 0 && asLetters.length === 0 && plain !== '@' && plain !== ':';
}

/**
 * A text as it is looked through: at one glance for what it may hold at all, and letter by letter where it may hold
 * something. Made once, to take one text after another.
 */
export class ReadText {
  text = '';
  /** Digits of any script. */
  digits = 0;
  colons = 0;
  private hasAt = false;
  private hasBrackets = false;
  private hasSigns = false;
  private hasOthers = false;
  private readonly runs = new RunMarks(RUNS);
  /** The kinds of the text's letters and digits in turn, up to `count`; as a text, once that was asked for. */
  private readonly units: number[] = [];
  private count = 0;
  /** The kinds that were taken last. */
  private last = 0;
  private lastButOne = 0;
  private kinds = '';
  private told: readonly Reading[] | null = null;
  private readonly sequences: Readonly<Record<Reading, LetterSequence>> = {
    plain: new LetterSequence('plain'),
    signs: new LetterSequence('signs'),
    letters: new LetterSequence('letters'),
  };

  /** Looks at a text from now on. */
  take(text: string): void {
    if (this.text === text) return;
    this.text = text;
    const number = this.runs.next();
    const { of } = this.runs;
    this.digits = this.colons = 0;
    this.hasAt = this.hasBrackets = this.hasSigns = this.hasOthers = false;
    const { units } = this;
    this.kinds = '';
    this.told = null;
    this.count = this.last = this.lastButOne = 0;
    let count = 0; // members would be stored with each character
    let last = 0;
    let lastButOne = 0;
    let looks = 0;
    const { length } = text;
    for (let place = 0; place < length; place++) {
      const code = unitAt(text, place);
      if (code < ASCII) {
        const kind = KINDS[code] as number;
        looks |= LOOKS[code] as number;
        if (kind === 0) continue;
        of[runOf(lastButOne, last, kind)] = number;
        units[count++] = kind;
        lastButOne = last;
        last = kind;
      } else {
        looks |= OTHER;
        if (MET[code] === SILENT) continue;
        this.count = count;
        this.last = last;
        this.lastButOne = lastButOne;
        place += this.takeOther(code, place);
        count = this.count;
        last = this.last;
        lastButOne = this.lastButOne;
      }
    }
    this.count = count;
    if (looks !== 0) this.note(looks);
  }

  /** Takes a character beyond ASCII; gives the code units that it has beside its first. */
  private takeOther(code: number, place: number): number {
    const isPair = code >= 0xd8_00 && code < 0xdc_00;
    const folded = isPair ? ALPHABET.of(this.text.slice(place, place + 2)) : ALPHABET.ofUnit(code);
    if (!isPair) MET[code] = isSilent(folded) ? SILENT : TELLING;
    for (const { kind } of this.seen(folded)) {
      this.runs.of[runOf(this.lastButOne, this.last, kind)] = this.runs.text;
      this.units[this.count++] = kind;
      this.lastButOne = this.last;
      this.last = kind;
    }
    return isPair ? 1 : 0;
  }

  /** Whether there is an `@`, or a word in brackets for it. */
  get mayHoldAddress(): boolean {
    return this.hasAt || (this.hasBrackets && AT_IN_BRACKETS.test(this.text));
  }

  /** The readings of the text that may tell different words. */
  get readings(): readonly Reading[] {
    return (this.told ??= this.readingsNow());
  }

  private readingsNow(): readonly Reading[] {
    if (!this.hasSigns && !(this.hasOthers && this.digits > 0)) return PLAIN;
    const readings = [...PLAIN];
    if (this.hasSigns && SIGN_LETTER.test(this.text)) readings.push('signs');
    if (this.hasOthers && this.digits > 0 && HANGUL_DIGIT_HANGUL.test(this.text)) readings.push('letters');
    return readings;
  }

  /** Whether all runs may occur among the letters and digits of the text. */
  hasRuns(runs: readonly number[]): boolean {
    for (let index = 0; index < runs.length; index++) {
      if (!this.runs.has(runs[index] as number)) return false;
    }
    return true;
  }

  /** Which of some terms is the next, from a place among them on, that may occur; -1 when there is none. */
  nextHeld(lastRuns: Int16Array, from: number): number {
    return this.runs.nextHeld(lastRuns, from);
  }

  /** Whether letters and digits of these kinds follow each other in the text. */
  hasKinds(kinds: string): boolean {
    if (this.kinds === '') this.kinds = String.fromCharCode(...this.units.slice(0, this.count));
    return this.kinds.includes(kinds);
  }

  /** The text letter by letter. */
  sequence(reading: Reading): LetterSequence {
    const sequence = this.sequences[reading];
    if (sequence.text !== this.text) sequence.take(this.text);
    return sequence;
  }

  /** Notes what a character beyond ASCII is; its units. */
  private seen({ units, asLetters, plain }: FoldedCharacter): readonly FoldedUnit[] {
    if (units.length > 0 && units[0]?.script === 'digit') this.digits += 1;
    if (plain === '@') this.hasAt = true;
    if (plain === ':') this.colons += 1;
    if (asLetters.length > 0) this.hasSigns = true;
    return units;
  }

  /** Notes what ASCII characters there are, and whether there are others. */
  private note(looks: number): void {
    if (looks & OTHER) this.hasOthers = true;
    if (looks & DIGIT) this.digits += this.countOf(DIGIT);
    if (looks & COLON) this.colons += this.countOf(COLON);
    if (looks & SIGN) this.hasSigns = true;
    if (looks & AT) this.hasAt = true;
    if (looks & BEFORE_AT) this.hasBrackets = true;
  }

  private countOf(look: number): number {
    let found = 0;
    const { text } = this;
    const { length } = text;
    for (let place = 0; place < length; place++) {
      const code = unitAt(text, place);
      if (code < ASCII && (LOOKS[code] as number) & look) found += 1;
    }
    return found;
  }
}

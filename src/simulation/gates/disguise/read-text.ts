import { unitAt } from '../../domain/characters.js';
import { ALPHABET, type FoldedCharacter, type FoldedUnit } from './folded-character.js';
import { LetterSequence, type Reading } from './letter-sequence.js';
import { RunMarks, runAfter, runsIn, runsSideBySide } from '../run-marks.js';

/** The last run of each of some terms. */
export function lastRunsOf(terms: readonly (readonly number[])[]): Int16Array {
  return runsSideBySide(terms.map((runs) => runs.at(-1)));
}

/** The runs in the letters of a term. */
export function runsOf(term: string): number[] {
  return runsIn(
    Array.from(term).flatMap((character) => ALPHABET.of(character).units.map(({ kind }) => kind)),
  );
}

const PLAIN: readonly Reading[] = ['plain'];

const ASCII = 128;
const AT_IN_BRACKETS = /[[({<_*-]\s?(?:at|@)\s?[\])}>_*-]/i;
const HANGUL_DIGIT_HANGUL = /[\u3131-\u3163\uAC00-\uD7A3]\p{Nd}{1,2}[\u3131-\u3163\uAC00-\uD7A3]/u;
/** What may stand between a sign that is written for a letter and the letter behind it. */
const UNSEEN = String.raw`[\p{M}\p{Default_Ignorable_Code_Point}]*`;
const OTHER_SIGN_LETTER = new RegExp(String.raw`[^\p{L}\p{N}\s\p{ASCII}]${UNSEEN}(?=\p{L})`, 'u');

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
const ASCII_SIGNS = Array.from(LOOKS.keys())
  .filter((code) => (LOOKS[code] as number) & SIGN)
  .map((code) => String.raw`\u{${code.toString(16)}}`)
  .join('');
const ASCII_SIGN_LETTER = new RegExp(String.raw`[${ASCII_SIGNS}]${UNSEEN}(?=\p{L})`, 'u');

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
  private hasAsciiSigns = false;
  private hasOtherSigns = false;
  private hasOthers = false;
  private readonly runs = new RunMarks();
  /** The kinds of the text's letters and digits in turn, up to `count`; as a text, once that was asked for. */
  private readonly units: number[] = [];
  private count = 0;
  /** The run that ends with the kind that was taken last. */
  private run = 0;
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
    this.hasAt = this.hasBrackets = this.hasAsciiSigns = this.hasOtherSigns = this.hasOthers = false;
    const { units } = this;
    this.kinds = '';
    this.told = null;
    this.count = this.run = 0;
    let count = 0; // members would be stored with each character
    let run = 0;
    let looks = 0;
    const { length } = text;
    for (let place = 0; place < length; place++) {
      const code = unitAt(text, place);
      if (code < ASCII) {
        const kind = KINDS[code] as number;
        looks |= LOOKS[code] as number;
        if (kind === 0) continue;
        run = runAfter(run, kind);
        of[run] = number;
        units[count++] = kind;
      } else {
        looks |= OTHER;
        if (MET[code] === SILENT) continue;
        this.count = count;
        this.run = run;
        place += this.takeOther(code, place);
        count = this.count;
        run = this.run;
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
      this.run = runAfter(this.run, kind);
      this.runs.of[this.run] = this.runs.text;
      this.units[this.count++] = kind;
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
    const mayHoldLetters = this.hasOthers && this.digits > 0;
    if (!this.hasAsciiSigns && !this.hasOtherSigns && !mayHoldLetters) return PLAIN;
    const readings = [...PLAIN];
    if (this.hasSignLetter()) readings.push('signs');
    if (mayHoldLetters && HANGUL_DIGIT_HANGUL.test(this.text)) readings.push('letters');
    return readings;
  }

  /** Whether a sign that is written for a letter stands before a letter. */
  private hasSignLetter(): boolean {
    return (
      (this.hasAsciiSigns && ASCII_SIGN_LETTER.test(this.text)) ||
      (this.hasOtherSigns && OTHER_SIGN_LETTER.test(this.text))
    );
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
    if (asLetters.length > 0) this.hasOtherSigns = true;
    return units;
  }

  /** Notes what ASCII characters there are, and whether there are others. */
  private note(looks: number): void {
    if (looks & OTHER) this.hasOthers = true;
    if (looks & DIGIT) this.digits += this.countOf(DIGIT);
    if (looks & COLON) this.colons += this.countOf(COLON);
    if (looks & SIGN) this.hasAsciiSigns = true;
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

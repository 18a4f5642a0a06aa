import { characterEnd, unitAt } from '../../domain/characters.js';
import { ALPHABET, type FoldedCharacter, type FoldedUnit } from './folded-character.js';

/** What a sign that is written for a letter has behind it. */
const BEFORE_LETTER = /^[\p{M}\p{Default_Ignorable_Code_Point}]*\p{L}/u;

/** Which characters are taken as letters of words. */
export type Reading =
  /** Letters and digits. */
  | 'plain'
  /** Signs in front of letters too: `$`, `@`, `!`. */
  | 'signs'
  /** Letters alone; digits are taken as put between them. */
  | 'letters';

/**
 * The letters and digits of a text in a row, without what stands between them, each with its place in the text. Made
 * once, to take one text after another.
 */
export class LetterSequence {
  text = '';
  /** Letters and digits, as they are compared. */
  readonly units: FoldedUnit[] = [];
  /** Where the character of each unit begins and ends in the text, with the invisible characters after it. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  private kinds = '';

  constructor(private readonly reading: Reading) {}

  /** Looks at a text from now on. */
  take(text: string): void {
    this.text = text;
    const { units, starts, ends } = this;
    units.length = starts.length = ends.length = 0;
    const { length } = text;
    let place = 0;
    let hasUnits = false;
    while (place < length) {
      const end = characterEnd(text, place);
      const isUnit = end === place + 1;
      const folded = isUnit ? ALPHABET.ofUnit(unitAt(text, place)) : ALPHABET.of(text.slice(place, end));
      if (!folded.isInvisible) {
        const read = this.read(folded, end);
        hasUnits = read.length > 0;
        for (const unit of read) {
          units.push(unit);
          starts.push(place);
          ends.push(end);
        }
      } else if (hasUnits) {
        this.stretch(place, end);
      }
      place = end;
    }
    this.kinds = String.fromCharCode(...units.map(({ kind }) => kind));
  }

  /** Where a series of kinds begins, from a place on; -1 when it does not occur. */
  find(kinds: string, from: number): number {
    return this.kinds.indexOf(kinds, from);
  }

  /** Invisible characters belong to the character before them. */
  private stretch(from: number, to: number): void {
    for (let index = this.ends.length - 1; index >= 0 && this.ends[index] === from; index--) {
      this.ends[index] = to;
    }
  }

  private read({ units, asLetters }: FoldedCharacter, next: number): readonly FoldedUnit[] {
    if (this.reading === 'signs' && asLetters.length > 0) {
      return BEFORE_LETTER.test(this.text.slice(next, next + 12)) ? asLetters : [];
    }
    return this.reading === 'letters' && units[0]?.script === 'digit' ? [] : units;
  }
}

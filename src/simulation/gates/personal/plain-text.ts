import type { Span } from '../disguise/disguised-terms.js';
import { ALPHABET } from '../disguise/folded-character.js';

/** A text in plain characters, with the place of each in the original. */
export class PlainText {
  constructor(
    /** The text in lower case, without marks and invisible characters, in ASCII digits and plain punctuation. */
    readonly plain: string,
    private readonly starts: readonly number[],
    private readonly ends: readonly number[],
  ) {}

  static of(text: string): PlainText {
    const [starts, ends]: [number[], number[]] = [[], []];
    let plain = '';
    let place = 0;
    for (const character of text) {
      const end = place + character.length;
      const folded = ALPHABET.of(character).plain;
      if (folded === '' && ends.length > 0 && ends.at(-1) === place && !/\s$/.test(plain))
        ends[ends.length - 1] = end;
      for (let unit = 0; unit < folded.length; unit++) {
        starts.push(place);
        ends.push(end);
      }
      plain += folded;
      place = end;
    }
    return new PlainText(plain, starts, ends);
  }

  /** The part of the original that a part of the plain text stands for. */
  spanOf(start: number, end: number): Span {
    return { start: this.starts[start] ?? 0, end: this.ends[end - 1] ?? 0 };
  }
}

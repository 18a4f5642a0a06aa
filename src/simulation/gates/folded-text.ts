import { lowerCase, unitAt } from '../domain/characters.js';
import { RunMarks, runAfter, runsIn } from './run-marks.js';

/** A text with the differences of case taken away, at least those that a pattern takes no notice of. */
function withoutCase(text: string): string {
  return lowerCase(text).toUpperCase();
}

/** A term to look for, whatever its case. */
export class FoldedTerm {
  readonly plain: string;
  /** The runs at its beginning and its end: a text without them does not hold it. Null when it is too short. */
  readonly runs: readonly [number, number] | null;

  constructor(term: string) {
    const plain = withoutCase(term);
    this.plain = plain;
    const runs = runsIn(Array.from({ length: plain.length }, (_, place) => unitAt(plain, place)));
    const [first] = runs;
    this.runs = first === undefined ? null : [first, runs.at(-1) ?? first];
  }
}

/**
 * A text to look for many terms in: most of them are told from the runs of characters that it has. Made once, to take
 * one text after another.
 */
export class FoldedText {
  private text = '';
  private plain = '';
  private readonly runs = new RunMarks();

  /** Looks at a text from now on. */
  take(text: string): void {
    if (this.text === text) return;
    this.text = text;
    this.plain = withoutCase(text);
    const { plain } = this;
    const number = this.runs.next();
    const { of } = this.runs;
    const { length } = plain;
    let run = 0;
    for (let place = 0; place < length; place++) {
      run = runAfter(run, unitAt(plain, place));
      of[run] = number;
    }
  }

  /** Which of some terms is the next, from a place among them on, that may occur; -1 when there is none. */
  nextHeld(lastRuns: Int16Array, from: number): number {
    return this.runs.nextHeld(lastRuns, from);
  }

  /** Whether the term occurs anywhere, be it within a word. */
  holds({ plain, runs }: FoldedTerm): boolean {
    if (runs && !(this.runs.has(runs[0]) && this.runs.has(runs[1]))) return false;
    return this.plain.includes(plain);
  }
}

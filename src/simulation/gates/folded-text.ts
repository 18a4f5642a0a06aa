import { lowerCase, unitAt } from '../domain/characters.js';
import { RunMarks } from './run-marks.js';

/** A number for each run of three characters; some runs share one. A power of two. */
const RUNS = 8192;

/** A text with the differences of case taken away, at least those that a pattern takes no notice of. */
function withoutCase(text: string): string {
  return lowerCase(text).toUpperCase();
}

/** The number of the run that begins at a place. */
function runAt(text: string, place: number): number {
  return runOf(unitAt(text, place), unitAt(text, place + 1), unitAt(text, place + 2));
}

function runOf(a: number, b: number, c: number): number {
  return ((a * 67 + b) * 67 + c) & (RUNS - 1);
}

/** A term to look for, whatever its case. */
export class FoldedTerm {
  readonly plain: string;
  /** The runs at its beginning and its end: a text without them does not hold it. Null when it is too short. */
  readonly runs: readonly [number, number] | null;

  constructor(term: string) {
    const plain = withoutCase(term);
    this.plain = plain;
    this.runs = plain.length < 3 ? null : [runAt(plain, 0), runAt(plain, plain.length - 3)];
  }
}

/**
 * A text to look for many terms in: most of them are told from the runs of characters that it has. Made once, to take
 * one text after another.
 */
export class FoldedText {
  private text = '';
  private plain = '';
  private readonly runs = new RunMarks(RUNS);

  /** Looks at a text from now on. */
  take(text: string): void {
    if (this.text === text) return;
    this.text = text;
    this.plain = withoutCase(text);
    const { plain } = this;
    const number = this.runs.next();
    const { of } = this.runs;
    const { length } = plain;
    if (length < 3) return;
    let [a, b] = [unitAt(plain, 0), unitAt(plain, 1)];
    for (let place = 2; place < length; place++) {
      const c = unitAt(plain, place);
      of[runOf(a, b, c)] = number;
      a = b;
      b = c;
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

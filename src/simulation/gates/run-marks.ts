/** How many numbers there are for runs: some runs share one. A power of two, so that an `Int16Array` holds each. */
const RUNS = 32_768;
/** Bits that a unit moves by when another comes after it: with three more, none of it is left below {@link RUNS}. */
const SHIFT = 5;

/** The number of the run of three units that ends with this one, from that of the run before it; 0 before the first. */
export function runAfter(run: number, unit: number): number {
  return ((run << SHIFT) + unit) & (RUNS - 1);
}

/** The runs of three in a row of units. */
export function runsIn(units: readonly number[]): number[] {
  let run = 0;
  return units.map((unit) => (run = runAfter(run, unit))).slice(2);
}

const MOST = 0xff_ff;
/** Stands for the run of what is too short to have one: every text may hold it. */
const NO_RUN = -1;

/** A run of each of some terms, side by side, so that many are soon looked up; undefined is that of a term without one. */
export function runsSideBySide(runs: readonly (number | undefined)[]): Int16Array {
  return Int16Array.from(runs, (run) => run ?? NO_RUN);
}

/**
 * Marks which runs of characters a text has, for one text after another: a mark is the number of the text, so that those of
 * texts before need not be erased.
 */
export class RunMarks {
  /** Of each run the number of the last text that has it. */
  readonly of = new Uint16Array(RUNS);
  /** The number of the text that is looked at; 0 before the first. */
  text = 0;

  /**
   * Looks at another text from now on, of which nothing is marked yet.
   * @returns its number
   */
  next(): number {
    if (this.text === MOST) {
      this.of.fill(0);
      this.text = 0;
    }
    this.text += 1;
    return this.text;
  }

  /** Whether the text has a run. */
  has(run: number): boolean {
    return this.of[run] === this.text;
  }

  /** Which of some terms is the next, from a place among them on, that the text may hold; -1 when there is none. */
  nextHeld(runs: Int16Array, from: number): number {
    const { of, text } = this;
    for (let index = from; index < runs.length; index++) {
      const run = runs[index] as number;
      if (run === NO_RUN || of[run] === text) return index;
    }
    return -1;
  }
}

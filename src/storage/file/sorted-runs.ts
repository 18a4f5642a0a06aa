import { newestFirst, type RunCursor } from '../../runs/index.js';
import type { RunHead } from './run-head.js';

/** A run in lists; its head changes, its position does not. */
export interface ListedRun extends RunCursor {
  run: RunHead;
  /** For each field that lists are filtered by, the runs that have the same value; null where it has none. */
  readonly groups: (SortedRuns | null)[];
}

/** Runs in order, the oldest first: the run that is added is nearly always the newest, and then costs nothing. */
export class SortedRuns {
  private readonly runs: ListedRun[] = [];

  get length(): number {
    return this.runs.length;
  }

  /** The run at a position; 0 is the oldest. */
  at(position: number): ListedRun | undefined {
    return this.runs[position];
  }

  add(listed: ListedRun): void {
    const last = this.runs.at(-1);
    if (!last || newestFirst(listed, last) < 0) this.runs.push(listed);
    else this.runs.splice(this.countBefore(listed), 0, listed);
  }

  remove(listed: ListedRun): void {
    const position = this.countBefore(listed);
    if (this.runs[position] === listed) this.runs.splice(position, 1);
  }

  /** How many runs are older than a position. */
  countBefore(place: RunCursor): number {
    let [low, high] = [0, this.runs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const run = this.runs[middle];
      if (run && newestFirst(place, run) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** All of them, oldest first. */
  listed(): readonly ListedRun[] {
    return this.runs;
  }

  /** The heads, oldest first. */
  heads(): RunHead[] {
    return this.runs.map(({ run }) => run);
  }
}

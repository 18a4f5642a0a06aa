import type { RunlogRow } from '../ports/run-log-store.js';

/** Characters of JSON that are kept: about thirty rounds of a simulation. */
const MAX_LENGTH = 1_000_000;

/** The last rows of a log, so that whoever has just written them need not read them back. */
export class RowWindow {
  private rows: RunlogRow[] = [];
  private length = 0;

  /** @param first the `seq` of the first row that will be put in */
  constructor(private first: number) {}

  /** The `seq` of the first row that is kept. */
  get from(): number {
    return this.first;
  }

  /** Puts in the rows that follow the last one. */
  push(rows: readonly RunlogRow[]): void {
    for (const row of rows) {
      this.rows.push(row);
      this.length += row.json.length;
    }
    if (this.length <= MAX_LENGTH) return;
    let dropped = 0;
    while (this.length > MAX_LENGTH / 2) this.length -= this.rows[dropped++]?.json.length ?? this.length;
    this.rows = this.rows.slice(dropped);
    this.first += dropped;
  }

  /** The kept rows up to `throughSeq`, in order. */
  through(throughSeq: number): readonly RunlogRow[] {
    return this.rows.slice(0, Math.max(0, throughSeq - this.first + 1));
  }
}

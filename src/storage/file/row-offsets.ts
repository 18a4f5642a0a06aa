/** Where a row begins in its log. */
export interface RowPlace {
  readonly seq: number;
  /** Bytes before it. */
  readonly offset: number;
}

/** One row of so many has its offset kept. */
const EVERY = 256;

/** Where one row in 256 begins, as far as a log was written or read: who reads from its middle starts there. */
export class RowOffsets {
  private readonly starts = [0];
  /** The rows that are known, and their bytes. */
  private rows = 0;
  private bytes = 0;

  /** Takes in a row of so many bytes, line feed included; one that does not follow the last known row is ignored. */
  add(seq: number, bytes: number): void {
    if (seq !== this.rows + 1) return;
    this.rows = seq;
    this.bytes += bytes;
    if (seq % EVERY === 0) this.starts.push(this.bytes);
  }

  /** The known offset nearest to a row, at it or before. */
  before(seq: number): RowPlace {
    if (seq > this.rows) return { seq: this.rows + 1, offset: this.bytes };
    const index = Math.floor((seq - 1) / EVERY);
    return { seq: index * EVERY + 1, offset: this.starts[index] ?? 0 };
  }
}

import { CORE_ROW_TYPES } from '../../orchestrator/index.js';
import { numberAt, type ReportRow } from '../report/row-fields.js';

/** Members that differ between equal runs: ids, times, durations, and what counts tries. */
const NO_DIFFERENCE = /^(seq|at|run_id|attempt)$|_(at|ms)$/;
/** Rows that say how a text was come by, not what happened: an answer may have been taken from what is recorded. */
const MODEL_CALL = 'model_call';
/** Members that hold the `seq` of an earlier row, on whatever level they are. */
const ROW_REFERENCES: ReadonlySet<string> = new Set(['because', 'seq']);

/** A row that says what happened, with the members that can differ. */
export interface ContentRow {
  readonly seq: number;
  readonly row: ReportRow;
  /** Name and JSON text of each member that counts. */
  readonly members: ReadonlyMap<string, string>;
}

/**
 * The rows of a log that say what happened, without those that say how it was executed (attempts, checkpoints, changes
 * of the run's state, calls of a model) or what was asked for (`context`). A retry, or a process that died, is no difference.
 */
export class ContentRows {
  /** The row that the run began with; null until it was read. */
  context: ReportRow | null = null;
  private readonly rows: AsyncIterator<ReportRow>;
  /** The `seq` of each row that was left out: they move the rows after them. */
  private readonly leftOut: number[] = [];

  constructor(rows: AsyncIterable<ReportRow>) {
    this.rows = rows[Symbol.asyncIterator]();
  }

  /** @returns null after the last row */
  async next(): Promise<ContentRow | null> {
    for (;;) {
      const { value: row, done } = await this.rows.next();
      if (done) return null;
      const seq = numberAt(row, 'seq');
      if (!CORE_ROW_TYPES.has(row.type) && row.type !== MODEL_CALL)
        return { seq, row, members: this.membersOf(row) };
      if (row.type === 'context') this.context ??= row;
      this.leftOut.push(seq);
    }
  }

  private membersOf(row: ReportRow): ReadonlyMap<string, string> {
    const members = new Map<string, string>();
    for (const [name, value] of Object.entries(row)) {
      if (NO_DIFFERENCE.test(name)) continue;
      members.set(name, JSON.stringify(this.placed(name, value)));
    }
    return members;
  }

  /** A value in which each reference to a row is that row's place among those that count. */
  private placed(name: string, value: unknown): unknown {
    if (typeof value === 'number' && ROW_REFERENCES.has(name)) return this.placeOf(value);
    if (Array.isArray(value)) return value.map((item) => this.placed('', item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.placed(key, item)]));
  }

  /** Which of the rows that count a `seq` belongs to. */
  private placeOf(seq: number): number {
    return seq - this.leftOut.filter((before) => before < seq).length;
  }
}

/** The members in which two rows differ, sorted; none when they are equal. */
export function differingMembers(left: ContentRow, right: ContentRow): string[] {
  if (left.row.type !== right.row.type) return ['type'];
  const names = new Set([...left.members.keys(), ...right.members.keys()]);
  return [...names].filter((name) => left.members.get(name) !== right.members.get(name)).toSorted();
}

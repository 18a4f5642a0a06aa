import type { SqlConnection } from './prepared-connection.js';
import { rowsReturned } from './statements.js';
import type { StoredColumns } from '../stored-columns.js';

/** A run as it is stored, with what it was asked to do, where somebody asked for that. */
interface FoundRun extends StoredColumns {
  readonly request: string | null;
}

/** A run that is asked for, and who waits for it. */
interface AskedRun {
  wantsRequest: boolean;
  readonly waiting: {
    readonly resolve: (found: FoundRun | null) => void;
    readonly reject: (error: unknown) => void;
  }[];
}

const SELECT_RUN = `SELECT run_id, record, attributes, request
  FROM runs LEFT JOIN run_requests ON ?2 AND run = id WHERE run_id = ?1`;
const SELECT_RUNS = `SELECT runs.run_id, record, attributes, request
  FROM json_each(?) CROSS JOIN runs ON runs.run_id = value ->> 0
  LEFT JOIN run_requests ON value ->> 1 AND run_requests.run = runs.id`;

/**
 * Reads runs by their ids. What is asked for at once, or while others are read, is read with one statement: each takes a way
 * to another thread and back, which costs more than the reading.
 */
export class RunReads {
  private asked = new Map<string, AskedRun>();
  private isReading = false;

  constructor(private readonly reader: SqlConnection) {}

  /**
   * A run; null when there is none.
   * @param wantsRequest whether it is given with what it was asked to do
   */
  find(runId: string, wantsRequest = false): Promise<FoundRun | null> {
    if (this.asked.size === 0 && !this.isReading) queueMicrotask(() => void this.read());
    const asked = this.asked.get(runId) ?? { wantsRequest, waiting: [] };
    asked.wantsRequest ||= wantsRequest;
    this.asked.set(runId, asked);
    return new Promise((resolve, reject) => {
      asked.waiting.push({ resolve, reject });
    });
  }

  /** Reads what was asked for, and then what has been asked for meanwhile. */
  private async read(): Promise<void> {
    this.isReading = true;
    while (this.asked.size > 0) await this.readAsked();
    this.isReading = false;
  }

  private async readAsked(): Promise<void> {
    const { asked } = this;
    this.asked = new Map();
    const wanted = [...asked].map(([runId, { wantsRequest }]) => [runId, Number(wantsRequest)] as const);
    const [first, ...others] = wanted;
    try {
      const rows = await (others.length === 0
        ? rowsReturned<FoundRun>(this.reader, SELECT_RUN, first ?? [])
        : rowsReturned<FoundRun>(this.reader, SELECT_RUNS, [JSON.stringify(wanted)]));
      const found = new Map(rows.map((row) => [row.run_id, row]));
      for (const [runId, { waiting }] of asked)
        for (const { resolve } of waiting) resolve(found.get(runId) ?? null);
    } catch (error) {
      for (const { waiting } of asked.values()) for (const { reject } of waiting) reject(error);
    }
  }
}

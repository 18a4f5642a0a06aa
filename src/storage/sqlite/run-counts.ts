import { rowsReturned } from './statements.js';
import type { SqlConnection } from './prepared-connection.js';
import type { RunFilter } from '../../runs/index.js';
import { countRuns } from './run-filter.sql.js';

/** Filters whose counts are kept. */
const KEPT = 100;

/**
 * Counts the runs that fit a filter. A count reads each of them, so it is kept until somebody, in this process or
 * another, has committed something.
 */
export class RunCounts {
  private readonly counts = new Map<string, number>();
  private version: number | null = null;

  /** @param reader a connection that writes nothing itself: SQLite reports the writes of others to it */
  constructor(private readonly reader: SqlConnection) {}

  async count(filter: RunFilter, hasDamaged: boolean): Promise<number> {
    const version = await this.present();
    const { sql, values } = countRuns(filter, hasDamaged);
    const name = JSON.stringify([sql, values]);
    const kept = this.counts.get(name);
    if (kept !== undefined) return kept;
    const [counted] = await rowsReturned<{ total: number }>(this.reader, sql, values);
    const total = counted?.total ?? 0;
    if (this.version === version && this.counts.size < KEPT) this.counts.set(name, total);
    return total;
  }

  /** The version that is there now; what was counted of older ones is forgotten. */
  private async present(): Promise<number | null> {
    const [found] = await rowsReturned<{ data_version: number }>(this.reader, 'PRAGMA data_version', []);
    const version = found?.data_version ?? null;
    if (version !== this.version) this.counts.clear();
    this.version = version;
    return version;
  }
}

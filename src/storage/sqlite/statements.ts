import { setTimeout as delay } from 'node:timers/promises';
import type { SqlConnection } from './prepared-connection.js';

/** Pause before a lock is asked for again, in milliseconds. */
const PAUSE_MS = 10;

/** Runs a statement, and gives its rows: of a query, or of RETURNING. */
export async function rowsReturned<Row>(
  connection: SqlConnection,
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return (await connection.query(sql, [...values])) as Row[];
}

/**
 * Runs a statement that needs a lock which other processes may hold: asks again until `patienceMs` are over.
 * SQLite waits by itself (busy_timeout), but not in every case, and not fairly among many.
 * @throws QueryFailedError when the lock was not free in time, and at once when something else is wrong
 */
export async function retryWhileBusy(
  connection: SqlConnection,
  sql: string,
  patienceMs: number,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      await connection.query(sql);
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    await delay(PAUSE_MS);
  }
}

/** Ends a transaction that has failed. */
export async function rollBack(connection: SqlConnection): Promise<void> {
  try {
    await connection.query('ROLLBACK');
  } catch (error) {
    // After some errors (a full disk, for one) SQLite has rolled back by itself; anything else is a fault of ours.
    if (!String(error).includes('no transaction is active')) throw error;
  }
}

function isBusy(error: unknown): boolean {
  return /SQLITE_(BUSY|LOCKED)/.test(String(error));
}

import { setTimeout as delay } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';

/** Pause before a lock is asked for again, in milliseconds. */
const PAUSE_MS = 10;

/**
 * Runs an INSERT, UPDATE or DELETE, and gives the rows of its RETURNING clause. TypeORM drops them when the text
 * begins with one of these words (it calls the driver's `run` then, not `all`), so a comment goes first.
 */
export async function rowsReturned<Row>(
  connection: QueryRunner,
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return (await connection.query(`/* returning */ ${sql}`, [...values])) as Row[];
}

/**
 * Runs a statement that needs a lock which other processes may hold: asks again until `patienceMs` are over.
 * SQLite waits by itself (busy_timeout), but not in every case, and not fairly among many.
 * @throws QueryFailedError when the lock was not free in time, and at once when something else is wrong
 */
export async function runPatiently(connection: QueryRunner, sql: string, patienceMs: number): Promise<void> {
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
export async function rollBack(connection: QueryRunner): Promise<void> {
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

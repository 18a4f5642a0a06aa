import type { Pool } from 'pg';
import { RunConflictError, type Deleter, type RunStatus } from '../../runs/index.js';
import { isDeletable, latestSince } from '../run-lease.js';
import { isDamaged } from '../stored-columns.js';
import { inTransaction } from './in-transaction.js';
import { isFreeAt } from './lease.sql.js';
import { rowsReturned } from './statements.js';

/** Parameters: sent at, now, latest, run_id. */
const SELECT_RUN = `
  SELECT id, run_id, status, record, lease_owner, ${isFreeAt(2, 1)} AS is_free FROM runs
  WHERE run_id = $4 FOR UPDATE`;
const DELETE_ALL = ['idempotency_keys', 'run_requests', 'run_checkpoints', 'runlog_rows'].map(
  (table) => `DELETE FROM ${table} WHERE run = $1`,
);
const DELETE_RUN = 'DELETE FROM runs WHERE id = $1';

interface FoundRun {
  readonly id: string;
  readonly run_id: string;
  readonly status: RunStatus;
  readonly record: string;
  readonly lease_owner: string | null;
  readonly is_free: boolean;
}

/**
 * Deletes a run and all that belongs to it in one transaction: others can write meanwhile.
 * @param sentAt what the clock says that `by.now` is told by, in milliseconds
 * @returns false when there is no such run
 * @throws RunConflictError when the run must not be deleted: see `RunRepository.delete`
 */
export async function deleteRun(pool: Pool, runId: string, by: Deleter, sentAt: number): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const values = [sentAt, Date.parse(by.now), Date.parse(latestSince(by.now)), runId];
    const [run] = await rowsReturned<FoundRun>(client, SELECT_RUN, values);
    if (!run) return false;
    const lease = { isFreeAt: () => run.is_free, isOf: (owner: string) => run.lease_owner === owner };
    if (!isDeletable(isDamaged(run) ? null : run.status, lease, by)) throw new RunConflictError(runId);
    for (const sql of [...DELETE_ALL, DELETE_RUN]) await rowsReturned(client, sql, [run.id]);
    return true;
  });
}

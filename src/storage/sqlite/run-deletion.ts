import { rowsReturned } from './statements.js';
import type { SqlConnection } from './prepared-connection.js';
import type { TransactionQueue, TransactionTask } from './transaction-queue.js';
import { type RunStatus, RunConflictError, type Deleter, type RunExpiry } from '../../runs/index.js';
import { RunLease, isDeletable } from '../run-lease.js';
import { isDamaged, type StoredColumns } from '../stored-columns.js';
import type { BoundSql } from './run-filter.sql.js';

/** Rows that one transaction deletes, and pages that one gives back: others wait only so long for their turn. */
const ROW_SLICE = 2_000;
const PAGE_SLICE = 500;
/** How often the log of the file is emptied, if readers are in the way. */
const CHECKPOINT_TRIES = 5;

const SELECT_RUN = `
  SELECT id, run_id, status, lease_owner, lease_until, lease_since, last_seq, record, attributes FROM runs WHERE run_id = ?`;
const SELECT_HIDDEN = `SELECT id, last_seq FROM runs WHERE created_at = ''`;
/** Takes away all that a run can be found by; see `run-filter.sql.ts`. */
const HIDE_RUN = `
  UPDATE runs SET run_id = 'deleted-' || id, created_at = '', pipeline = '', status = 'deleted', attributes = '{}',
    folded_title = NULL, record = ''
  WHERE id = ?`;
const DELETE_ADDITIONS = ['idempotency_keys', 'run_requests', 'run_checkpoints', 'recorded_answers'].map(
  (table) => `DELETE FROM ${table} WHERE run = ?`,
);
const DELETE_ROWS = 'DELETE FROM runlog_rows WHERE run = ? AND seq <= ?';
/** Whatever refers to the run goes with it. */
const DELETE_RUN = 'DELETE FROM runs WHERE id = ?';

/** The words of the index runs_ended. */
const ENDED = `status IN ('succeeded', 'failed', 'cancelled')`;
/** Parameters: ended before (or null), how many of the newest are kept (or null), limit. */
const SELECT_EXPIRED = `
  SELECT run_id FROM runs INDEXED BY runs_ended
  WHERE ${ENDED}
    AND (coalesce(ended_at, created_at) < ?1
         OR (created_at, run_id) <= (
           SELECT created_at, run_id FROM runs INDEXED BY runs_ended WHERE ${ENDED} AND ?2 IS NOT NULL
           ORDER BY created_at DESC, run_id DESC LIMIT 1 OFFSET coalesce(?2, 0)))
    AND lease_owner IS NULL
  ORDER BY created_at, run_id LIMIT ?3`;

interface FoundRun extends StoredColumns {
  readonly id: number;
  readonly status: RunStatus;
  readonly lease_owner: string | null;
  /** Set when there is an owner. */
  readonly lease_until: string;
  readonly lease_since: string | null;
  readonly last_seq: number;
}

/** A run that nobody can see any more, and whose rows are still there. */
type HiddenRun = Pick<FoundRun, 'id' | 'last_seq'>;

/**
 * Deletes runs without holding up other writers: a long log goes slice by slice, after the run has been hidden. What
 * a process leaves behind that dies meanwhile, {@link RunDeletion.eraseHidden} takes away.
 */
export class RunDeletion {
  constructor(private readonly transactions: TransactionQueue) {}

  /**
   * @returns false when there is no such run
   * @throws RunConflictError when the run must not be deleted: see `RunRepository.delete`
   */
  async delete(runId: string, by: Deleter): Promise<boolean> {
    const outcome = await this.transactions.submit((connection) => deleteOrHide(connection, runId, by));
    if (outcome instanceof RunConflictError) throw outcome;
    if (typeof outcome === 'object') await this.erase(outcome);
    return outcome !== 'unknown';
  }

  /** Ends deletions that a process has not come to the end of. */
  async eraseHidden(): Promise<void> {
    const hidden = await this.transactions.submit((connection) =>
      rowsReturned<HiddenRun>(connection, SELECT_HIDDEN, []),
    );
    for (const run of hidden) await this.erase(run);
  }

  /** Gives pages that hold nothing any more back to the file system. */
  async shrink(): Promise<void> {
    while (await this.transactions.submit(vacuumSlice)) continue;
    for (let tries = 0; tries < CHECKPOINT_TRIES; tries++) {
      if (await this.transactions.runBetween(emptyLog)) return;
    }
  }

  private async erase({ id, last_seq }: HiddenRun): Promise<void> {
    for (let through = ROW_SLICE; through < last_seq; through += ROW_SLICE) {
      await this.transactions.submit((connection) => connection.query(DELETE_ROWS, [id, through]));
    }
    await this.transactions.submit((connection) => connection.query(DELETE_RUN, [id]));
  }
}

/** The statement that finds expired runs, and its values. */
export function selectExpired({ endedBefore, keepNewest }: RunExpiry, limit: number): BoundSql {
  return { sql: SELECT_EXPIRED, values: [endedBefore ?? null, keepNewest ?? null, limit] };
}

/** A refusal is a result: thrown, it would fail what others do in the same transaction. */
async function deleteOrHide(
  connection: SqlConnection,
  runId: string,
  by: Deleter,
): Promise<HiddenRun | 'deleted' | 'unknown' | RunConflictError> {
  const [run] = await rowsReturned<FoundRun>(connection, SELECT_RUN, [runId]);
  if (!run) return 'unknown';
  const { lease_owner: owner, lease_until: until, lease_since: since } = run;
  const lease = new RunLease(owner === null ? null : { owner, until, ...(since !== null && { since }) });
  if (!isDeletable(isDamaged(run) ? null : run.status, lease, by)) return new RunConflictError(runId);
  if (run.last_seq <= ROW_SLICE) {
    await connection.query(DELETE_RUN, [run.id]);
    return 'deleted';
  }
  for (const sql of [...DELETE_ADDITIONS, HIDE_RUN]) await connection.query(sql, [run.id]);
  return run;
}

/** @returns whether the file has still pages to spare */
const vacuumSlice: TransactionTask<boolean> = async (connection) => {
  const before = await freePages(connection);
  if (before > 0) await connection.query(`PRAGMA incremental_vacuum(${PAGE_SLICE})`);
  const after = await freePages(connection);
  return after > 0 && after < before; // a file that was made otherwise does not shrink
};

async function freePages(connection: SqlConnection): Promise<number> {
  const [answer] = await rowsReturned<{ freelist_count: number }>(connection, 'PRAGMA freelist_count', []);
  return answer?.freelist_count ?? 0;
}

/** @returns whether the write-ahead log is empty: nobody was reading an older state */
const emptyLog: TransactionTask<boolean> = async (connection) => {
  const [answer] = await rowsReturned<{ busy: number }>(connection, 'PRAGMA wal_checkpoint(TRUNCATE)', []);
  return answer?.busy === 0;
};

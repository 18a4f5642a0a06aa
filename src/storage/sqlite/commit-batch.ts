import { rowsReturned } from './statements.js';
import type { SqlConnection } from './prepared-connection.js';
import { isLive, RunConflictError, type RunCommit } from '../../runs/index.js';
import { keepsCancelRequest } from '../run-lease.js';
import { insertAdditions, type RunAddition } from './row-inserts.js';
import { progressColumns, recordColumns } from './run.columns.js';
import { batchesWithoutConflicts } from './batches-without-conflicts.js';

/**
 * The statement that writes those of the runs that nobody has changed or taken.
 * @param commits the SQL of their values as JSON text, a list of {@link commitColumns}
 */
export function updateRuns(commits: string): string {
  return `UPDATE runs
  SET status = c.status, attributes = c.attributes, last_seq = c.next_seq, record = c.record, ended_at = c.ended_at,
      folded_title = c.folded_title,
      lease_owner = iif(c.keeps_lease, lease_owner, NULL),
      lease_until = iif(c.keeps_lease, lease_until, NULL),
      lease_since = iif(c.keeps_lease, lease_since, NULL),
      cancel_requested = iif(c.keeps_cancel, cancel_requested, 0)
  FROM (
    SELECT value ->> 0 AS run_id, value ->> 1 AS last_seq, value ->> 2 AS token, value ->> 3 AS keeps_lease,
           value ->> 4 AS keeps_cancel, value ->> 5 AS status, value ->> 6 AS attributes,
           value ->> 7 AS next_seq, value ->> 8 AS record, value ->> 9 AS ended_at,
           value ->> 10 AS folded_title
    FROM json_each(${commits})
  ) AS c
  WHERE runs.run_id = c.run_id AND runs.last_seq = c.last_seq AND runs.fencing_token = c.token`;
}

/**
 * The statement that writes the progress of runs of which nothing else has changed: that leaves their indexes alone, which
 * cost more than the run itself.
 * @param commits the SQL of their values as JSON text, a list of {@link progressOf}
 */
export function updateProgress(commits: string): string {
  return `UPDATE runs
  SET last_seq = c.next_seq, record = c.record
  FROM (
    SELECT value ->> 0 AS run_id, value ->> 1 AS last_seq, value ->> 2 AS token, value ->> 3 AS status,
           value ->> 4 AS next_seq, value ->> 5 AS record
    FROM json_each(${commits})
  ) AS c
  WHERE runs.run_id = c.run_id AND runs.last_seq = c.last_seq AND runs.fencing_token = c.token
    AND runs.status = c.status`;
}

/** RETURNING says which these are. */
const UPDATE_RUNS = `${updateRuns('?')} RETURNING run_id`;

/**
 * Writes commits with three statements for all of them; a run's second commit needs three more. The statements do not
 * wait for each other: when one of the commits is refused, the whole transaction has to be taken back.
 * @throws RunConflictError when one of the commits is refused
 */
export async function writeCommits(
  connection: SqlConnection,
  commits: readonly RunCommit[],
): Promise<void[]> {
  for (const wave of batchesWithoutConflicts(commits.values(), ({ run }) => [run.run_id]))
    await writeWave(connection, wave);
  return commits.map(() => undefined);
}

/** Writes commits of different runs. */
async function writeWave(connection: SqlConnection, wave: readonly RunCommit[]): Promise<void> {
  const parameter = JSON.stringify(wave.map(commitColumns));
  const additions = wave.map(additionOf);
  const [updated, added] = await Promise.allSettled([
    rowsReturned<{ run_id: string }>(connection, UPDATE_RUNS, [parameter]),
    insertAdditions(connection, additions),
  ]);
  if (updated.status === 'rejected') throw updated.reason;
  const accepted = new Set(updated.value.map(({ run_id }) => run_id));
  const refused = wave.find(({ run }) => !accepted.has(run.run_id));
  if (refused) throw new RunConflictError(refused.run.run_id);
  if (added.status === 'rejected') throw added.reason;
}

/** What a commit adds to its run. */
export function additionOf({ run, rows, text, checkpoints = [] }: RunCommit): RunAddition {
  return { runId: run.run_id, rows, text, checkpoints };
}

/**
 * Whether a commit changes nothing that lists look for.
 * @param filters the attributes that they look for
 */
export function isProgress({ run, previous }: RunCommit, filters: readonly string[]): boolean {
  if (!previous || !keepsCancelRequest(run) || run.status !== previous.status) return false;
  return (
    run.title === previous.title &&
    run.ended_at === previous.ended_at &&
    filters.every((name) => run.attributes[name] === previous.attributes[name])
  );
}

/** The values of such a commit, in the order of {@link updateProgress}. */
export function progressOf({ run, rows, token }: RunCommit): unknown[] {
  return [run.run_id, run.summary.rows - rows.length, token, run.status, ...progressColumns(run)];
}

/** The values of a commit, in the order of {@link updateRuns}. */
export function commitColumns({ run, rows, token }: RunCommit): unknown[] {
  return [
    run.run_id,
    run.summary.rows - rows.length,
    token,
    Number(isLive(run.status)),
    Number(keepsCancelRequest(run)),
    ...recordColumns(run),
  ];
}

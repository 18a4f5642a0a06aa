import type { QueryRunner } from 'typeorm';
import { rowsReturned } from '../../../database/index.js';
import { isLive } from '../../domain/run.js';
import { RunConflictError } from '../../run.errors.js';
import type { RunCommit } from '../../run.repository.js';
import { keepsCancelRequest } from '../run-lease.js';
import { insertAdditions } from './row-inserts.js';
import { recordColumns } from './run.columns.js';
import { inWaves } from './waves.js';

/** Writes those of the runs that nobody has changed or taken; which these are, RETURNING tells. */
const UPDATE_RUNS = `UPDATE runs
  SET status = c.status, thread_status = c.thread_status, seed_id = c.seed_id, board_id = c.board_id,
      pack_fingerprint = c.pack_fingerprint, last_seq = c.next_seq, record = c.record,
      lease_owner = iif(c.keeps_lease, lease_owner, NULL),
      lease_until = iif(c.keeps_lease, lease_until, NULL),
      cancel_requested = iif(c.keeps_cancel, cancel_requested, 0)
  FROM (
    SELECT value ->> 0 AS run_id, value ->> 1 AS last_seq, value ->> 2 AS token, value ->> 3 AS keeps_lease,
           value ->> 4 AS keeps_cancel, value ->> 5 AS status, value ->> 6 AS thread_status,
           value ->> 7 AS seed_id, value ->> 8 AS board_id, value ->> 9 AS pack_fingerprint,
           value ->> 10 AS next_seq, value ->> 11 AS record
    FROM json_each(?)
  ) AS c
  WHERE runs.run_id = c.run_id AND runs.last_seq = c.last_seq AND runs.fencing_token = c.token
  RETURNING id, run_id`;

/**
 * Writes commits with three statements for all of them; a run's second commit needs three more. The result of each
 * is null, or the error that it is refused with.
 */
export async function writeCommits(
  connection: QueryRunner,
  commits: readonly RunCommit[],
): Promise<readonly (RunConflictError | null)[]> {
  const written = new Set<number>();
  for (const wave of inWaves(commits.entries(), ([, { run }]) => [run.run_id])) {
    for (const index of await writeWave(connection, wave)) written.add(index);
  }
  return commits.map(({ run }, index) => (written.has(index) ? null : new RunConflictError(run.run_id)));
}

/** Writes commits of different runs, and gives the indices of those that were not refused. */
async function writeWave(
  connection: QueryRunner,
  wave: readonly (readonly [number, RunCommit])[],
): Promise<number[]> {
  const parameter = JSON.stringify(wave.map(([, commit]) => commitColumns(commit)));
  const updated = await rowsReturned<{ id: number; run_id: string }>(connection, UPDATE_RUNS, [parameter]);
  const ids = new Map(updated.map(({ id, run_id }) => [run_id, id]));
  const accepted = wave.flatMap(([index, commit]) => {
    const id = ids.get(commit.run.run_id);
    return id === undefined ? [] : [{ index, id, rows: commit.rows, checkpoint: commit.checkpoint }];
  });
  await insertAdditions(connection, accepted);
  return accepted.map(({ index }) => index);
}

function commitColumns({ run, rows, token }: RunCommit): unknown[] {
  return [
    run.run_id,
    run.summary.rows - rows.length,
    token,
    Number(isLive(run.status)),
    Number(keepsCancelRequest(run)),
    ...recordColumns(run),
  ];
}

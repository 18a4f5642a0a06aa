import { isLive, RunConflictError, type RunCommit } from '../../runs/index.js';
import { keepsCancelRequest } from '../run-lease.js';
import { columnsOf, filtersOf, foldedTitle, insertRows, rowParameters } from './run.columns.js';
import type { SqlRunner } from './statements.js';

/**
 * Writes those of the commits whose runs nobody else has changed or taken, with their rows and checkpoints, and says which
 * these are. Parameters: the columns of {@link commitValues}, those of the rows, and those of the checkpoints.
 */
const WRITE_COMMITS = `
WITH given AS (
  SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::bool[], $5::bool[], $6::text[], $7::text[], $8::int[],
                       $9::text[], $10::text[], $11::text[]) WITH ORDINALITY
    AS c (run_id, last_seq, token, keeps_lease, keeps_cancel, status, filters, next_seq, record, ended_at,
          folded_title, n)
), updated AS (
  UPDATE runs
  SET status = c.status, filters = c.filters::jsonb, last_seq = c.next_seq, record = c.record,
      ended_at = c.ended_at, folded_title = c.folded_title,
      lease_owner = CASE WHEN c.keeps_lease THEN lease_owner END,
      lease_until = CASE WHEN c.keeps_lease THEN lease_until END,
      lease_since = CASE WHEN c.keeps_lease THEN lease_since END,
      cancel_requested = c.keeps_cancel AND cancel_requested
  FROM given AS c
  WHERE runs.run_id = c.run_id AND runs.last_seq = c.last_seq AND runs.fencing_token = c.token
  RETURNING runs.id, c.n
), added_rows AS (${insertRows('updated', 12)}
), kept AS (
  INSERT INTO run_checkpoints (run, stage_node, seq, state)
  SELECT updated.id, stage_node, seq, state
  FROM unnest($20::int[], $21::text[], $22::int[], $23::text[]) AS k (n, stage_node, seq, state)
  JOIN updated ON updated.n = k.n
  ON CONFLICT (run, stage_node) DO UPDATE SET seq = excluded.seq, state = excluded.state
)
SELECT n::int FROM updated`;

/** How many columns {@link commitValues} and checkpoints have. */
const WIDTHS = { commit: 11, checkpoint: 4 } as const;

/** Why a commit is refused; null when it is written. */
type CommitRefusal = RunConflictError | null;

/** Writes commits of different runs with one statement, which is a transaction of its own. */
export async function writeCommits(
  runner: SqlRunner,
  commits: readonly RunCommit[],
): Promise<readonly CommitRefusal[]> {
  const checkpoints = commits.flatMap(({ checkpoints: own = [] }, index) =>
    own.map(({ stageNode, seq, state }) => [index + 1, stageNode, seq, state]),
  );
  const { rows } = await runner.query<{ n: number }>({
    name: 'write-commits',
    text: WRITE_COMMITS,
    values: [
      ...columnsOf(commits.map(commitValues), WIDTHS.commit),
      ...rowParameters(commits.map((commit) => commit.rows)),
      ...columnsOf(checkpoints, WIDTHS.checkpoint),
    ],
  });
  const written = new Set(rows.map(({ n }) => n));
  return commits.map(({ run }, index) => (written.has(index + 1) ? null : new RunConflictError(run.run_id)));
}

function commitValues({ run, rows, token }: RunCommit): unknown[] {
  return [
    run.run_id,
    run.summary.rows - rows.length,
    token,
    isLive(run.status),
    keepsCancelRequest(run),
    run.status,
    filtersOf(run),
    run.summary.rows,
    JSON.stringify(run),
    run.ended_at,
    foldedTitle(run),
  ];
}

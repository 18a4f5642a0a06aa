import {
  IdempotencyKeyTakenError,
  RunConflictError,
  RunNotFoundError,
  type NewRun,
} from '../../runs/index.js';
import { momentSql } from './lease.sql.js';
import { columnsOf, filtersOf, foldedTitle, insertRows, leaseValues, rowParameters } from './run.columns.js';
import { codeOf, rowsReturned, type SqlRunner } from './statements.js';

/**
 * Stores runs with all that belongs to them, but for those whose id is known, or whose log is to begin with that of a run
 * that is gone, and says which these are. Fails as a whole when a key is known. Parameters: the columns of
 * {@link creationValues}, the time of the caller's clock, and the columns of the rows.
 */
const STORE_RUNS = `
WITH given AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::text[],
                       $8::text[], $9::int[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
                       $15::text[], $16::text[], $17::text[], $18::int[]) WITH ORDINALITY
    AS c (run_id, created_at, pipeline, owner, until, since, status, filters, last_seq, record, ended_at,
          folded_title, request, scope, key, body_hash, copied, through, n)
), inserted AS (
  INSERT INTO runs (run_id, created_at, pipeline, lease_owner, lease_until, lease_since, status, filters, last_seq,
                    record, ended_at, folded_title)
  SELECT run_id, created_at, pipeline, owner, ${momentSql('until', '$19::float8')},
         ${momentSql('since', '$19::float8')}, status, filters::jsonb, last_seq, record, ended_at, folded_title
  FROM given
  WHERE copied IS NULL OR EXISTS (SELECT FROM runs AS source WHERE source.run_id = copied)
  ON CONFLICT (run_id) DO NOTHING
  RETURNING id, run_id
), stored AS (
  SELECT inserted.id, c.* FROM inserted JOIN given AS c ON c.run_id = inserted.run_id
), requests AS (
  INSERT INTO run_requests (run, request) SELECT id, request FROM stored
), keys AS (
  INSERT INTO idempotency_keys (scope, key, body_hash, run)
  SELECT scope, key, body_hash, id FROM stored WHERE key IS NOT NULL
), copied_rows AS (
  INSERT INTO runlog_rows (run, seq, type, stage_node, attempt, json)
  SELECT stored.id, r.seq, r.type, r.stage_node, r.attempt, r.json
  FROM stored JOIN runs AS source ON source.run_id = stored.copied
  JOIN runlog_rows AS r ON r.run = source.id AND r.seq <= stored.through
), copied_checkpoints AS (
  INSERT INTO run_checkpoints (run, stage_node, seq, state)
  SELECT stored.id, k.stage_node, k.seq, k.state
  FROM stored JOIN runs AS source ON source.run_id = stored.copied
  JOIN run_checkpoints AS k ON k.run = source.id AND k.seq <= stored.through
), added_rows AS (${insertRows('stored', 20)}
)
SELECT n::int FROM stored`;

const WIDTH = 18;
const UNIQUE_VIOLATION = '23505';

/** Why a run is not stored; null when it is. */
type CreateRefusal = RunConflictError | IdempotencyKeyTakenError | RunNotFoundError | null;

/**
 * Stores runs of different ids and keys with one statement, which is a transaction of its own.
 * @param sentAt what the clock says that the leases are told by, in milliseconds
 */
export async function storeRuns(
  runner: SqlRunner,
  newRuns: readonly NewRun[],
  sentAt: number,
): Promise<readonly CreateRefusal[]> {
  const values = [
    ...columnsOf(newRuns.map(creationValues), WIDTH),
    sentAt,
    ...rowParameters(newRuns.map(({ rows }) => rows)),
  ];
  const { rows } = await runner
    .query<{ n: number }>({ name: 'store-runs', text: STORE_RUNS, values })
    .catch((error: unknown) => {
      throw newRuns.length === 1 && isTakenKey(error) ? new IdempotencyKeyTakenError() : error;
    });
  const stored = new Set(rows.map(({ n }) => n));
  const refusals: CreateRefusal[] = [];
  for (const [index, newRun] of newRuns.entries()) {
    refusals.push(stored.has(index + 1) ? null : await refusalOf(runner, newRun));
  }
  return refusals;
}

/** What no two runs of one statement may share. */
export function namesOf({ run, key }: NewRun): string[] {
  return key ? [run.run_id, JSON.stringify([key.scope, key.key])] : [run.run_id];
}

function isTakenKey(error: unknown): boolean {
  const { constraint } = error as { readonly constraint?: string };
  return codeOf(error) === UNIQUE_VIOLATION && constraint === 'idempotency_keys_pkey';
}

async function refusalOf(
  runner: SqlRunner,
  { run: { run_id }, copy }: NewRun,
): Promise<RunConflictError | RunNotFoundError> {
  if (!copy) return new RunConflictError(run_id);
  const known = await rowsReturned(runner, 'SELECT 1 FROM runs WHERE run_id = $1', [run_id]);
  return known.length > 0 ? new RunConflictError(run_id) : new RunNotFoundError(copy.runId);
}

function creationValues({ run, request, lease, key, copy }: NewRun): unknown[] {
  return [
    run.run_id,
    run.created_at,
    run.pipeline,
    ...leaseValues(lease),
    run.status,
    filtersOf(run),
    run.summary.rows,
    JSON.stringify(run),
    run.ended_at,
    foldedTitle(run),
    JSON.stringify(request),
    key?.scope ?? null,
    key?.key ?? null,
    key?.bodyHash ?? null,
    copy?.runId ?? null,
    copy?.throughSeq ?? null,
  ];
}

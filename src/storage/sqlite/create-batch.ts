import { rowsReturned } from './statements.js';
import type { SqlConnection } from './prepared-connection.js';
import {
  IdempotencyKeyTakenError,
  RunConflictError,
  RunNotFoundError,
  type NewRun,
} from '../../runs/index.js';
import { insertAdditions } from './row-inserts.js';
import { leaseColumns } from '../stored-columns.js';
import { recordColumns } from './run.columns.js';
import { batchesWithoutConflicts } from './batches-without-conflicts.js';

const SELECT_TAKEN_KEYS = `
  SELECT scope, key FROM idempotency_keys
  WHERE (scope, key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))`;
const SELECT_SOURCES = 'SELECT run_id FROM runs WHERE run_id IN (SELECT value FROM json_each(?))';

/**
 * The statement that inserts runs.
 * @param runs the SQL of their values as JSON text, a list of {@link runColumns}
 */
export function insertRuns(runs: string): string {
  return `INSERT INTO runs
    (run_id, created_at, pipeline, lease_owner, lease_until, lease_since,
     status, attributes, last_seq, record, ended_at, folded_title)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
         value ->> 8, value ->> 9, value ->> 10, value ->> 11
  FROM json_each(${runs}) WHERE true`;
}

const INSERT_RUNS = `${insertRuns('?')} ON CONFLICT (run_id) DO NOTHING RETURNING id, run_id`;
const INSERT_REQUESTS = `
  INSERT INTO run_requests (run, request) SELECT value ->> 0, value ->> 1 FROM json_each(?)`;
const INSERT_KEYS = `
  INSERT INTO idempotency_keys (scope, key, body_hash, run)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`;
/** The parameter: `[[new run, id of the copied run, through seq], …]`. */
const COPY_SOURCES = `
  WITH copies AS (
    SELECT value ->> 0 AS run, runs.id AS source, value ->> 2 AS through_seq
    FROM json_each(?) CROSS JOIN runs ON runs.run_id = value ->> 1
  )`;
const COPY_ROWS = `${COPY_SOURCES}
  INSERT INTO runlog_rows (run, seq, type, stage_node, attempt, json)
  SELECT copies.run, seq, type, stage_node, attempt, json
  FROM copies CROSS JOIN runlog_rows AS r ON r.run = copies.source AND r.seq <= copies.through_seq`;
const COPY_CHECKPOINTS = `${COPY_SOURCES}
  INSERT INTO run_checkpoints (run, stage_node, seq, state)
  SELECT copies.run, stage_node, seq, state
  FROM copies CROSS JOIN run_checkpoints AS c ON c.run = copies.source AND c.seq <= copies.through_seq`;

/** Why a run is not stored; null when it is. */
type CreateRefusal = RunConflictError | IdempotencyKeyTakenError | RunNotFoundError | null;

/** A run, and its index among the results. */
type Indexed = readonly [number, NewRun];

/**
 * Stores runs with as few statements as their kinds need, whatever their number; runs that share an id or a key
 * come one after the other.
 */
export async function writeNewRuns(
  connection: SqlConnection,
  newRuns: readonly NewRun[],
): Promise<readonly CreateRefusal[]> {
  const refusals: CreateRefusal[] = newRuns.map(() => null);
  for (const wave of batchesWithoutConflicts(newRuns.entries(), ([, newRun]) => namesOf(newRun))) {
    const free = await withFreeKeys(connection, wave);
    const storable = await withSources(connection, free);
    const stored = await storeRuns(connection, storable);
    for (const [index] of wave) refusals[index] = new IdempotencyKeyTakenError();
    for (const [index, { copy }] of free) refusals[index] = new RunNotFoundError(copy?.runId ?? '');
    for (const [index, { run }] of storable) {
      refusals[index] = stored.has(index) ? null : new RunConflictError(run.run_id);
    }
  }
  return refusals;
}

const keyName = ({ scope, key }: { readonly scope: string; readonly key: string }) =>
  JSON.stringify([scope, key]);

/** What no two runs of one statement may share. */
export function namesOf({ run, key }: NewRun): string[] {
  return key ? [run.run_id, keyName(key)] : [run.run_id];
}

async function withFreeKeys(
  connection: SqlConnection,
  wave: readonly Indexed[],
): Promise<readonly Indexed[]> {
  const keys = wave.flatMap(([, { key }]) => (key ? [[key.scope, key.key]] : []));
  if (keys.length === 0) return wave;
  const found = (await connection.query(SELECT_TAKEN_KEYS, [JSON.stringify(keys)])) as {
    scope: string;
    key: string;
  }[];
  const taken = new Set(found.map(keyName));
  return wave.filter(([, { key }]) => !key || !taken.has(keyName(key)));
}

/** Leaves out runs whose log is to begin with that of a run that is gone. */
async function withSources(connection: SqlConnection, wave: readonly Indexed[]): Promise<readonly Indexed[]> {
  const sources = wave.flatMap(([, { copy }]) => (copy ? [copy.runId] : []));
  if (sources.length === 0) return wave;
  const found = await rowsReturned<{ run_id: string }>(connection, SELECT_SOURCES, [JSON.stringify(sources)]);
  const known = new Set(found.map(({ run_id }) => run_id));
  return wave.filter(([, { copy }]) => !copy || known.has(copy.runId));
}

/** Stores runs of different ids and unused keys; gives the indices of those that were not there already. */
async function storeRuns(connection: SqlConnection, wave: readonly Indexed[]): Promise<Set<number>> {
  if (wave.length === 0) return new Set();
  const parameter = JSON.stringify(wave.map(([, newRun]) => runColumns(newRun)));
  const inserted = await rowsReturned<{ id: number; run_id: string }>(connection, INSERT_RUNS, [parameter]);
  const ids = new Map(inserted.map(({ id, run_id }) => [run_id, id]));
  const stored = wave.flatMap(([index, newRun]) => {
    const id = ids.get(newRun.run.run_id);
    return id === undefined ? [] : [{ ...newRun, index, id }];
  });
  const requests = stored.map(({ id, request }) => [id, JSON.stringify(request)]);
  if (requests.length > 0) await connection.query(INSERT_REQUESTS, [JSON.stringify(requests)]);
  const keys = stored.flatMap(({ id, key }) => (key ? [[key.scope, key.key, key.bodyHash, id]] : []));
  if (keys.length > 0) await connection.query(INSERT_KEYS, [JSON.stringify(keys)]);
  const copies = stored.flatMap(({ id, copy }) => (copy ? [[id, copy.runId, copy.throughSeq]] : []));
  for (const sql of copies.length > 0 ? [COPY_ROWS, COPY_CHECKPOINTS] : []) {
    await connection.query(sql, [JSON.stringify(copies)]);
  }
  await insertAdditions(
    connection,
    stored.map(({ run, rows }) => ({ runId: run.run_id, rows })),
  );
  return new Set(stored.map(({ index }) => index));
}

/** The values of a run, in the order of {@link insertRuns}. */
export function runColumns({ run, lease }: NewRun): unknown[] {
  const { run_id, created_at, pipeline } = run;
  return [run_id, created_at, pipeline, ...leaseColumns(lease), ...recordColumns(run)];
}

import type { QueryRunner } from 'typeorm';
import type { RunCheckpoint, RunlogRow } from '../../run.repository.js';
import { rowColumns } from './run.columns.js';

/**
 * Rows travel as one parameter, each as a string in it: a third faster than values one by one, and SQLite's JSON
 * refuses rows that are nested deeply.
 */
const INSERT_ROWS = `
  INSERT INTO runlog_rows (run, seq, type, stage_node, attempt, json)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?)`;
const UPSERT_CHECKPOINTS = `
  INSERT INTO run_checkpoints (run, stage_node, seq, state)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) WHERE true
  ON CONFLICT (run, stage_node) DO UPDATE SET seq = excluded.seq, state = excluded.state`;

/** What is added to a run; `id` is the number that it has in the database. */
export interface RunAddition {
  readonly id: number;
  readonly rows: readonly RunlogRow[];
  readonly checkpoint?: RunCheckpoint;
}

/** Writes the rows and checkpoints of several runs; no run may come twice. */
export async function insertAdditions(
  connection: QueryRunner,
  additions: readonly RunAddition[],
): Promise<void> {
  const rows = additions.flatMap(({ id, rows }) => rowColumns(id, rows));
  if (rows.length > 0) await connection.query(INSERT_ROWS, [JSON.stringify(rows)]);
  const checkpoints = additions.flatMap(({ id, checkpoint }) =>
    checkpoint ? [[id, checkpoint.stageNode, checkpoint.seq, checkpoint.state]] : [],
  );
  if (checkpoints.length > 0) await connection.query(UPSERT_CHECKPOINTS, [JSON.stringify(checkpoints)]);
}

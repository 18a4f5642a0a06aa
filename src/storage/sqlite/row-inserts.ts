import type { SqlConnection } from './prepared-connection.js';
import type { RunCheckpoint, RunlogRow } from '../../runs/index.js';
import { rowColumns } from './run.columns.js';

/**
 * Rows travel as one parameter, each as a string in it: a third faster than values one by one, and SQLite's JSON
 * refuses rows that are nested deeply.
 */
const INSERT_ROWS = `
  INSERT INTO runlog_rows (run, seq, type, stage_node, attempt, json)
  SELECT runs.id, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
  FROM json_each(?) CROSS JOIN runs ON runs.run_id = value ->> 0`;
const UPSERT_CHECKPOINTS = `
  INSERT INTO run_checkpoints (run, stage_node, seq, state)
  SELECT runs.id, value ->> 1, value ->> 2, value ->> 3
  FROM json_each(?) CROSS JOIN runs ON runs.run_id = value ->> 0 WHERE true
  ON CONFLICT (run, stage_node) DO UPDATE SET seq = excluded.seq, state = excluded.state`;

/** What is added to a run. */
interface RunAddition {
  readonly runId: string;
  readonly rows: readonly RunlogRow[];
  readonly checkpoints?: readonly RunCheckpoint[];
}

/** Writes the rows and checkpoints of several runs; no run may come twice. */
export async function insertAdditions(
  connection: SqlConnection,
  additions: readonly RunAddition[],
): Promise<void> {
  const rows = additions.flatMap((addition) => rowColumns(addition.runId, addition.rows));
  const checkpoints = additions.flatMap(({ runId, checkpoints: own = [] }) =>
    own.map(({ stageNode, seq, state }) => [runId, stageNode, seq, state]),
  );
  await Promise.all([
    rows.length > 0 && connection.query(INSERT_ROWS, [JSON.stringify(rows)]),
    checkpoints.length > 0 && connection.query(UPSERT_CHECKPOINTS, [JSON.stringify(checkpoints)]),
  ]);
}

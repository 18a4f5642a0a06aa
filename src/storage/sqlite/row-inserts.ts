import type { SqlConnection } from './prepared-connection.js';
import { textOf, type RunCheckpoint, type RunlogRow } from '../../runs/index.js';

/**
 * The statement that inserts rows. They travel as two parameters: what is said of them, and their own bytes, one after the
 * other, which need not be quoted here and read again there. Values one by one take longer, as does JSON within JSON.
 * @param rows the SQL of their values as JSON text, as {@link rowParameters} gives them
 * @param bytes the SQL of their bytes
 */
export function insertRows(rows: string, bytes: string): string {
  return `
  INSERT INTO runlog_rows (run, seq, type, stage_node, attempt, json)
  SELECT runs.id, value ->> 1, value ->> 2, value ->> 3, value ->> 4,
         CAST(substr(${bytes}, value ->> 5, value ->> 6) AS TEXT)
  FROM json_each(${rows}) CROSS JOIN runs ON runs.run_id = value ->> 0`;
}

/** The statement that keeps checkpoints, with values as {@link checkpointValues} gives them. */
export function upsertCheckpoints(checkpoints: string): string {
  return `
  INSERT INTO run_checkpoints (run, stage_node, seq, state)
  SELECT runs.id, value ->> 1, value ->> 2, value ->> 3
  FROM json_each(${checkpoints}) CROSS JOIN runs ON runs.run_id = value ->> 0 WHERE true
  ON CONFLICT (run, stage_node) DO UPDATE SET seq = excluded.seq, state = excluded.state`;
}

const INSERT_ROWS = insertRows('?1', '?2');
const UPSERT_CHECKPOINTS = upsertCheckpoints('?');

const LINE_FEED = 0x0a;

/** What is added to a run. */
export interface RunAddition {
  readonly runId: string;
  readonly rows: readonly RunlogRow[];
  /** The JSON of the rows, a line feed after each; made of them when it is left out. */
  readonly text?: Buffer | undefined;
  readonly checkpoints?: readonly RunCheckpoint[];
}

/** Writes the rows and checkpoints of several runs; no run may come twice. */
export async function insertAdditions(
  connection: SqlConnection,
  additions: readonly RunAddition[],
): Promise<void> {
  const checkpoints = checkpointValues(additions);
  const hasRows = additions.some(({ rows }) => rows.length > 0);
  await Promise.all([
    hasRows && connection.query(INSERT_ROWS, rowParameters(additions)),
    checkpoints.length > 0 && connection.query(UPSERT_CHECKPOINTS, [JSON.stringify(checkpoints)]),
  ]);
}

/** The parameters of {@link insertRows}: run id, seq, type, stage node, attempt, position and length of each; their bytes. */
export function rowParameters(additions: readonly RunAddition[]): [string, Buffer] {
  const texts: Buffer[] = [];
  const values: unknown[] = [];
  let offset = 1; // as substr counts
  for (const { runId, rows, text = textOf(rows) } of additions) {
    let begin = 0;
    for (const { seq, type, stageNode, attempt } of rows) {
      const end = text.indexOf(LINE_FEED, begin);
      values.push([runId, seq, type, stageNode, attempt, offset + begin, end - begin]);
      begin = end + 1;
    }
    offset += text.length;
    texts.push(text);
  }
  const [first] = texts;
  return [JSON.stringify(values), first && texts.length === 1 ? first : Buffer.concat(texts)];
}

/** The values of all checkpoints. */
export function checkpointValues(additions: readonly RunAddition[]): unknown[][] {
  return additions.flatMap(({ runId, checkpoints = [] }) =>
    checkpoints.map(({ stageNode, seq, state }) => [runId, stageNode, seq, state]),
  );
}

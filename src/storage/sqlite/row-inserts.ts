import { LongTexts, longText } from './long-texts.js';
import type { SqlConnection } from './prepared-connection.js';
import { textOf, type RunCheckpoint, type RunlogRow } from '../../runs/index.js';

/**
 * The statement that inserts rows. Values one by one take longer, as does JSON within JSON.
 * @param rows the SQL of their values as JSON text, as {@link rowValues} gives them
 * @param texts the SQL of the bytes of the {@link LongTexts}
 */
export function insertRows(rows: string, texts: string): string {
  return `
  INSERT INTO runlog_rows (run, seq, type, stage_node, attempt, json)
  SELECT runs.id, value ->> 1, value ->> 2, value ->> 3, value ->> 4,
         ${longText(texts, 'value ->> 5', 'value ->> 6')}
  FROM json_each(${rows}) CROSS JOIN runs ON runs.run_id = value ->> 0`;
}

/** The statement that keeps checkpoints, with values as {@link checkpointValues} gives them. */
export function upsertCheckpoints(checkpoints: string, texts: string): string {
  return `
  INSERT INTO run_checkpoints (run, stage_node, seq, state)
  SELECT runs.id, value ->> 1, value ->> 2, ${longText(texts, 'value ->> 3', 'value ->> 4')}
  FROM json_each(${checkpoints}) CROSS JOIN runs ON runs.run_id = value ->> 0 WHERE true
  ON CONFLICT (run, stage_node) DO UPDATE SET seq = excluded.seq, state = excluded.state`;
}

const INSERT_ROWS = insertRows('?1', '?2');
const UPSERT_CHECKPOINTS = upsertCheckpoints('?1', '?2');

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
  const texts = new LongTexts();
  const rows = rowValues(additions, texts);
  const checkpoints = checkpointValues(additions, texts);
  const { bytes } = texts;
  await Promise.all([
    rows.length > 0 && connection.query(INSERT_ROWS, [JSON.stringify(rows), bytes]),
    checkpoints.length > 0 && connection.query(UPSERT_CHECKPOINTS, [JSON.stringify(checkpoints), bytes]),
  ]);
}

/** The values of all rows: run id, seq, type, stage node, attempt, position and length of the JSON. */
export function rowValues(additions: readonly RunAddition[], texts: LongTexts): unknown[][] {
  const values: unknown[][] = [];
  for (const { runId, rows, text = textOf(rows) } of additions) {
    const [position] = texts.add(text);
    let begin = 0;
    for (const { seq, type, stageNode, attempt } of rows) {
      const end = text.indexOf(LINE_FEED, begin);
      values.push([runId, seq, type, stageNode, attempt, position + begin, end - begin]);
      begin = end + 1;
    }
  }
  return values;
}

/** The values of all checkpoints: run id, stage node, seq, position and length of the state. */
export function checkpointValues(additions: readonly RunAddition[], texts: LongTexts): unknown[][] {
  return additions.flatMap(({ runId, checkpoints = [] }) =>
    checkpoints.map(({ stageNode, seq, state }) => [runId, stageNode, seq, ...texts.add(state)]),
  );
}

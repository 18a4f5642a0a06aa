import type { RowSelection, RowText, RowTextSelection, RunlogRow } from '../../runs/index.js';
import { rowsReturned, storableText, type SqlRunner } from './statements.js';

/** Reads the selected rows of a run, in order of `seq`. */
export async function readRowPage(
  runner: SqlRunner,
  runId: string,
  { afterSeq, throughSeq, types, stageNode, attempt, limit }: RowSelection,
): Promise<readonly RunlogRow[]> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    `run = (SELECT id FROM runs WHERE run_id = ${bind(runId)})`,
    `seq > ${bind(afterSeq)}`,
    ...(throughSeq === undefined ? [] : [`seq <= ${bind(throughSeq)}`]),
    ...(types.length > 0 ? [`type = ANY(${bind(types.map(storableText))})`] : []),
    ...(stageNode === undefined ? [] : [`stage_node = ${bind(stageNode)}`]),
    ...(attempt === undefined ? [] : [`attempt = ${bind(attempt)}`]),
  ];
  return rowsReturned<RunlogRow>(
    runner,
    `SELECT seq, type, stage_node AS "stageNode", attempt, json FROM runlog_rows
     WHERE ${conditions.join(' AND ')} ORDER BY seq LIMIT ${bind(limit)}`,
    values,
  );
}

/** As bytes, and in one piece: no row and no text is made of what is only passed on. */
const BYTES = `
  SELECT count(*)::int AS rows, string_agg(convert_to(json || E'\\n', 'UTF8'), ''::bytea ORDER BY seq) AS bytes
  FROM runlog_rows WHERE run = (SELECT id FROM runs WHERE run_id = $1) AND seq > $2 AND seq <= $3`;

/** Reads the bytes of rows that follow each other; null when one is missing. */
export async function readRowBytes(
  runner: SqlRunner,
  runId: string,
  { afterSeq, throughSeq, limit }: RowTextSelection,
): Promise<RowText | null> {
  const last = Math.min(afterSeq + limit, throughSeq);
  const values = [storableText(runId), afterSeq, last];
  const { rows } = await runner.query<{ rows: number; bytes: Buffer }>({ text: BYTES, values, binary: true });
  const [found] = rows;
  return found && found.rows === last - afterSeq ? found : null;
}

import { rowsReturned } from './statements.js';
import type { SqlConnection } from './prepared-connection.js';
import type { RowSelection, RowText, RowTextSelection, RunlogRow } from '../../runs/index.js';

/** Rows as two texts that hold many: a result of many small values costs three times as much. */
interface PackedRows {
  readonly found: number;
  readonly first: number | null;
  readonly last: number | null;
  /** Each row's JSON, which has no line feed. */
  readonly texts: string | null;
  /** Each row's type, stage node and attempt. */
  readonly origins: string | null;
}

/** What rows have in common that were written in one attempt and are of one type. */
type Origin = Pick<RunlogRow, 'type' | 'stageNode' | 'attempt'>;

/** Stand between rows, and between the fields of an origin: no type and no stage node has them. */
const NEXT_ROW = '\n';
const NEXT_FIELD = '\u001f';

const ORIGIN = `type || char(31) || ifnull(stage_node, '') || char(31) || ifnull(attempt, '')`;
const PACKED = `count(*) AS found, min(seq) AS first, max(seq) AS last,
  group_concat(json, char(10)) AS texts, group_concat(${ORIGIN}, char(10)) AS origins`;
const PLAIN = 'seq, type, stage_node AS stageNode, attempt, json';

/** Reads the selected rows of a run, in order of `seq`. */
export async function readRowPage(
  connection: SqlConnection,
  runId: string,
  selection: RowSelection,
): Promise<readonly RunlogRow[]> {
  const { sql, values, isFiltered } = queryOf(runId, selection);
  if (!isFiltered) {
    const [packed] = await rowsReturned<PackedRows>(connection, `SELECT ${PACKED} FROM (${sql})`, values);
    const rows = packed ? unpacked(packed) : [];
    if (rows) return rows;
  }
  return rowsReturned<RunlogRow>(connection, `SELECT ${PLAIN} FROM (${sql})`, values);
}

/** As bytes, and in one piece: no row and no text is made of what is only passed on. */
const BYTES = `SELECT count(*) AS rows, CAST(group_concat(json || char(10), '') AS BLOB) AS bytes
  FROM (SELECT json FROM runlog_rows
        WHERE run = (SELECT id FROM runs WHERE run_id = ?) AND seq > ? AND seq <= ? ORDER BY seq)`;

/** Reads the bytes of rows that follow each other; null when one is missing. */
export async function readRowBytes(
  connection: SqlConnection,
  runId: string,
  { afterSeq, throughSeq, limit }: RowTextSelection,
): Promise<RowText | null> {
  const last = Math.min(afterSeq + limit, throughSeq);
  const [found] = await rowsReturned<RowText>(connection, BYTES, [runId, afterSeq, last]);
  return found && found.rows === last - afterSeq ? found : null;
}

function queryOf(
  runId: string,
  { afterSeq, throughSeq = Number.MAX_SAFE_INTEGER, types, stageNode, attempt, limit }: RowSelection,
): { readonly sql: string; readonly values: readonly unknown[]; readonly isFiltered: boolean } {
  const filters: (readonly [string, unknown])[] = [];
  if (types.length > 0) filters.push(['type IN (SELECT value FROM json_each(?))', JSON.stringify(types)]);
  if (stageNode !== undefined) filters.push(['stage_node = ?', stageNode]);
  if (attempt !== undefined) filters.push(['attempt = ?', attempt]);
  const conditions: (readonly [string, unknown])[] = [
    ['run = (SELECT id FROM runs WHERE run_id = ?)', runId],
    ['seq > ?', afterSeq],
    ['seq <= ?', throughSeq],
    ...filters,
  ];
  const where = conditions.map(([condition]) => condition).join(' AND ');
  return {
    sql: `SELECT seq, type, stage_node, attempt, json FROM runlog_rows WHERE ${where} ORDER BY seq LIMIT ?`,
    values: [...conditions.map(([, value]) => value), limit],
    isFiltered: filters.length > 0,
  };
}

/** The rows one by one; null when that is not possible: there are gaps in `seq`, or separators within rows. */
function unpacked({ found, first, last, texts, origins }: PackedRows): readonly RunlogRow[] | null {
  if (first === null || last === null || texts === null || origins === null) return [];
  const jsons = texts.split(NEXT_ROW);
  const written = origins.split(NEXT_ROW);
  if (last - first + 1 !== found || jsons.length !== found || written.length !== found) return null;
  const rows: RunlogRow[] = [];
  let known = '';
  let origin: Origin | null = null;
  for (let index = 0; index < found; index++) {
    const text = written[index] ?? '';
    if (text !== known) origin = originIn((known = text));
    if (!origin) return null;
    const { type, stageNode, attempt } = origin;
    rows.push({ seq: first + index, type, stageNode, attempt, json: jsons[index] ?? '' });
  }
  return rows;
}

function originIn(text: string): Origin | null {
  const [type = '', stageNode = '', attempt = '', ...more] = text.split(NEXT_FIELD);
  if (more.length > 0) return null;
  return { type, stageNode: stageNode || null, attempt: attempt === '' ? null : Number(attempt) };
}

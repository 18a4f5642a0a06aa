import { CorruptRunlogError, type RunRecord } from '../runs/index.js';
import type { ReportRow } from './report/row-fields.js';

/**
 * The rows of a stored log, from their texts.
 * @throws CorruptRunlogError at the first row that is no JSON
 */
export async function* parsedRows(
  { run_id }: RunRecord,
  rows: AsyncIterable<string>,
): AsyncIterable<ReportRow> {
  let seq = 0;
  for await (const json of rows) yield parseRow(run_id, ++seq, json);
}

function parseRow(runId: string, seq: number, json: string): ReportRow {
  try {
    return JSON.parse(json) as ReportRow;
  } catch (error) {
    throw new CorruptRunlogError(runId, seq, error);
  }
}

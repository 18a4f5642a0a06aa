import { createHash } from 'node:crypto';
import { numberAt, type ReportRow } from '../report/row-fields.js';
import { ContentRows } from './content-rows.js';

/** A digest of what happened before a round, 2 or later: equal for rows that differ in ids, times and retries alone. */
export async function digestBefore(round: number, rows: AsyncIterable<ReportRow>): Promise<string> {
  const content = new ContentRows(rows);
  const hash = createHash('sha256');
  for (let next = await content.next(); next; next = await content.next()) {
    const { type } = next.row;
    const members = [...next.members].toSorted(([a], [b]) => (a < b ? -1 : 1));
    hash.update(JSON.stringify([type, members]));
    if (type === 'round_summary' && numberAt(next.row, 'round') >= round - 1) break;
  }
  return hash.digest('hex');
}

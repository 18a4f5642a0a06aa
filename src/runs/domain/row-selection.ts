import type { RowSelection, RunlogRow } from '../ports/run-log-store.js';

/**
 * The rows that a reader selects of a whole log in memory.
 * @param rows all rows of the log: the one with `seq` 1 first, without a gap
 */
export function selectedRows(rows: readonly RunlogRow[], selection: RowSelection): RunlogRow[] {
  const end = Math.min(rows.length, selection.throughSeq ?? Infinity);
  const selected: RunlogRow[] = [];
  for (let index = selection.afterSeq; index < end && selected.length < selection.limit; index++) {
    const row = rows[index];
    if (row && isSelected(row, selection)) selected.push(row);
  }
  return selected;
}

function isSelected(row: RunlogRow, { types, stageNode, attempt }: RowSelection): boolean {
  return (
    (types.length === 0 || types.includes(row.type)) &&
    (stageNode === undefined || row.stageNode === stageNode) &&
    (attempt === undefined || row.attempt === attempt)
  );
}

/** A row without whatever else its object has. */
export function plainRow({ seq, type, stageNode, attempt, json }: RunlogRow): RunlogRow {
  return { seq, type, stageNode, attempt, json };
}

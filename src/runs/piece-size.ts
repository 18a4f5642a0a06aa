/** How long the JSON of the rows that are read at a time is meant to be, in characters or bytes. */
const LENGTH = 512 * 1024;
/** Rows read at a time. */
const ROWS = { min: 16, first: 100, max: 4_000 } as const;

/** How many rows to read first when they are as long as a log's are on average; few, to have them soon. */
export function firstLimit({ rows, bytes }: { readonly rows: number; readonly bytes: number }): number {
  return Math.min(ROWS.first, within((LENGTH * rows) / Math.max(1, bytes)));
}

/** How many rows to read when they are as long as the last ones were; at the most twice as many. */
export function nextLimit(rows: number, length: number): number {
  return Math.min(rows * 2, within((LENGTH / Math.max(1, length)) * rows));
}

function within(rows: number): number {
  return Math.floor(Math.min(ROWS.max, Math.max(ROWS.min, rows)));
}

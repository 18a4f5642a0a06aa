/**
 * How long the JSON that is read at a time is meant to be: in characters when rows are made of it, in bytes when it is
 * only passed on, which costs more for each piece than for each byte.
 */
export const LENGTHS = { rows: 256 * 1024, text: 1024 * 1024 } as const;
/** Rows read at a time. */
const ROWS = { min: 16, first: 100, max: 8_000 } as const;

/** How many rows to read first when they are as long as a log's are on average; few, to have them soon. */
export function firstLimit({ rows, bytes }: { readonly rows: number; readonly bytes: number }): number {
  return Math.min(ROWS.first, within((LENGTHS.rows * rows) / Math.max(1, bytes)));
}

/** How many rows make up the wanted length when they are as long as the last ones; at most twice as many. */
export function nextLimit(rows: number, length: number, wanted: number): number {
  return Math.min(rows * 2, within((wanted / Math.max(1, length)) * rows));
}

function within(rows: number): number {
  return Math.floor(Math.min(ROWS.max, Math.max(ROWS.min, rows)));
}

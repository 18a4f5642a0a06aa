import { createHash } from 'node:crypto';
import { foldedText } from '../../common/index.js';
import type { AttributeValue, LeaseTerms, RunRecord, RunlogRow } from '../../runs/index.js';
import { storableText } from './statements.js';

/** The longest value that an index holds as it is, in characters. */
const LONGEST = 100;

/**
 * An attribute's value as lists look for it. Its JSON, since PostgreSQL's own has no U+0000; a digest of a long one, since an
 * entry of an index has a limit.
 */
export function filterValue(value: AttributeValue): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The attributes as lists look for them: JSON text. */
export function filtersOf({ attributes }: RunRecord): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, filterValue(value)])),
  );
}

/** The title as lists look for it. */
export function foldedTitle({ title }: RunRecord): string | null {
  return title === null ? null : storableText(foldedText(title));
}

/** A moment in milliseconds; null when it is not known. */
function millisecondsOf(moment: string | undefined): number | null {
  return moment === undefined ? null : Date.parse(moment);
}

/** The values of a lease: owner, until and since, in milliseconds; null where there is none. */
export function leaseValues(terms: LeaseTerms | undefined): [string | null, number | null, number | null] {
  return [terms?.owner ?? null, millisecondsOf(terms?.until), millisecondsOf(terms?.since)];
}

/** Turns rows of values into columns of them: statements take a list for each column. */
export function columnsOf(rows: readonly (readonly unknown[])[], width: number): unknown[][] {
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column]));
}

/** How many columns say something of rows. */
const ROW_COLUMNS = 7;

/**
 * The rows of several runs as parameters: what is said of them in columns, then their own bytes, one after the other, which
 * need not be quoted here and read again there.
 * @param logs the rows of each run; the first run is 1
 */
export function rowParameters(logs: readonly (readonly RunlogRow[])[]): unknown[] {
  let position = 1; // as substr counts
  const values = logs.flatMap((rows, index) =>
    rows.map(({ seq, type, stageNode, attempt, json }) => {
      const length = Buffer.byteLength(json);
      const value = [index + 1, seq, type, stageNode, attempt, position, length];
      position += length;
      return value;
    }),
  );
  const bytes = Buffer.from(logs.flatMap((rows) => rows.map(({ json }) => json)).join(''));
  return [...columnsOf(values, ROW_COLUMNS), bytes];
}

/**
 * The statement that inserts rows, as a part of a larger one.
 * @param runs the SQL of a relation with the columns `id` and `n`, the place of the run in the parameter
 * @param first the number of the first of the parameters, as {@link rowParameters} gives them
 */
export function insertRows(runs: string, first: number): string {
  const types = ['int', 'int', 'text', 'text', 'int', 'int', 'int'];
  const columns = types.map((type, index) => `$${first + index}::${type}[]`).join(', ');
  return `
  INSERT INTO runlog_rows (run, seq, type, stage_node, attempt, json)
  SELECT stored.id, seq, type, stage_node, attempt,
         convert_from(substr($${first + ROW_COLUMNS}::bytea, position, length), 'UTF8')
  FROM unnest(${columns}) AS r (n, seq, type, stage_node, attempt, position, length)
  JOIN ${runs} AS stored ON stored.n = r.n`;
}

import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';

/**
 * A table as CSV (RFC 4180): lines end in CRLF, the first one has the names of the columns. A text that a spreadsheet would
 * take for a formula has an apostrophe before it; numbers stay as they are. Cells without a value are empty.
 * @param hasBom whether it begins with a byte order mark, by which spreadsheets know UTF-8
 */
export function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: AsyncIterable<Readonly<Record<Column, string | number | boolean | null>>>,
  hasBom: boolean,
): AsyncIterable<Buffer> {
  const table = stringify({
    columns: [...columns],
    header: true,
    bom: hasBom,
    record_delimiter: 'windows',
    quoted_match: /[\r\n]/, // a lone one ends a line for most readers
    escape_formulas: true,
    cast: {
      boolean: (value) => String(value),
      number: (value) => ({ value: String(value), escape_formulas: false }),
    },
  });
  const source = Readable.from(rows);
  source.on('error', (error) => table.destroy(error));
  return source.pipe(table) as AsyncIterable<Buffer>;
}

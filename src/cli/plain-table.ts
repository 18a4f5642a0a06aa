import Table from 'cli-table3';

/** Nothing is drawn between cells, so that lines can be read, cut and searched. */
const CHARS = Object.fromEntries(
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle'
    .split(' ')
    .map((place) => [place, '']),
);
const STYLE = { head: [], border: [], 'padding-left': 0, 'padding-right': 2 };

/** A table of aligned columns without lines. Pure. */
export function plainTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const table = new Table({ chars: CHARS, style: STYLE, head: [...head] });
  for (const row of rows) table.push([...row]);
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}

// Tables of results, for the terminal and for Markdown.
import { FIGURES } from './figures.mjs';
import { median, ratiosOf } from './statistics.mjs';

/**
 * A case of a section: what was measured, and the figures of each slice, by subject: `now`, and perhaps `before` and
 * `floor`.
 * @typedef {{ name: string, key: object, slices: Record<string, Record<string, number>[]> }} Case
 */

/** @returns the rows of a section's table, its heading first; all are as long */
export function tableOf({ cases }) {
  const subjects = ['before', 'floor'].filter((subject) => cases.some(({ slices }) => subject in slices));
  const heads = {
    before: ['before', 'now', 'now/before (min–max)'],
    floor: ['floor', 'now/floor (min–max)'],
  };
  const nowFirst = subjects.includes('before') ? [] : ['now'];
  const heading = ['', '', ...nowFirst, ...subjects.flatMap((subject) => heads[subject])];
  const rows = cases.flatMap((each) =>
    figuresOf(each).map((figure) => [each.name, ...cellsOf(each, figure, subjects)]),
  );
  return [heading, ...rows];
}

/** @returns the values of a figure, one a slice; none of those that could not be measured */
export function valuesOf({ slices }, subject, figure) {
  return (slices[subject] ?? []).map((slice) => slice[figure]).filter((value) => typeof value === 'number');
}

function figuresOf({ slices }) {
  const [first] = slices.now;
  return Object.keys(FIGURES).filter((figure) => figure in first);
}

function cellsOf(each, figure, subjects) {
  const { name, unit, digits } = FIGURES[figure];
  const value = (subject) => {
    if (!(subject in each.slices)) return '';
    const values = valuesOf(each, subject, figure);
    return values.length > 0 ? median(values).toFixed(digits) : '–';
  };
  const ratio = (subject) => {
    const base = valuesOf(each, subject, figure);
    return base.length > 0 ? ratioText(ratiosOf(valuesOf(each, 'now', figure), base)) : '';
  };
  const [now, before, floor] = ['now', 'before', 'floor'].map((subject) => value(subject));
  return [
    `${name}, ${unit}`,
    ...(subjects.includes('before') ? [before, now, ratio('before')] : [now]),
    ...(subjects.includes('floor') ? [floor, ratio('floor')] : []),
  ];
}

function ratioText({ median, least, most }) {
  if (!Number.isFinite(most)) return '–'; // what it is compared with was too short for the clock
  const [text, from, to] = [median, least, most].map((ratio) => ratio.toFixed(2));
  return from === to ? text : `${text} (${from}–${to})`;
}

/** @returns the table as text, in columns */
export function plainTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) => row.map((cell, column) => pad(cell, widths[column], column)).join('  '))
    .map((line) => `  ${line.trimEnd()}\n`)
    .join('');
}

function pad(cell, width, column) {
  return column < 2 ? cell.padEnd(width) : cell.padStart(width);
}

/** @returns the table as Markdown */
export function markdownTable(rows) {
  const [heading, ...rest] = rows;
  const rule = heading.map((_, column) => (column < 2 ? '---' : '---:'));
  return [heading, rule, ...rest].map(markdownLine).join('');
}

function markdownLine(cells) {
  return `| ${cells.join(' | ')} |\n`;
}

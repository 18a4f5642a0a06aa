import { withoutBidiControls } from '../../common/index.js';

/** What Markdown reads as markup wherever it stands, and underscores that are not inside a word. */
const MARKUP = /[\\`*[\]<>|~&$#]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** What it reads as a list, a quotation, a heading or a rule where a line begins. */
const LINE_START = /^(?:[-+=>]|\d{1,9}(?=[.)]))/;
/** What it makes a link of by itself. */
const BARE_LINK = /:\/\/|\bwww\.|@/gi;
/** White space and control characters of any kind, line breaks among them. */
const GAPS = /[\s\p{Cc}\u2028\u2029]+/gu;

/**
 * A text as one line of Markdown that shows just these words: it can begin no heading, list, quotation or table
 * cell, is no HTML, no link and no code, and holds nothing that turns the direction of what surrounds it.
 */
export function markdownText(text: string): string {
  return withoutBidiControls(text)
    .replaceAll(GAPS, ' ')
    .trim()
    .replaceAll(MARKUP, String.raw`\$&`)
    .replaceAll(BARE_LINK, escapedLink)
    .replace(LINE_START, escapedStart);
}

/** A row of a table; the cells are Markdown already. */
function tableRow(...cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table with its heading; nothing without rows. */
export function table(heading: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  if (rows.length === 0) return [];
  return [
    tableRow(...heading),
    tableRow(...heading.map(() => '---')),
    ...rows.map((row) => tableRow(...row)),
  ];
}

function escapedLink(found: string): string {
  return found.toLowerCase() === 'www.' ? String.raw`${found.slice(0, -1)}\.` : `\\${found}`;
}

/** A number is no list item once its full stop is escaped: digits themselves cannot be. */
function escapedStart(found: string): string {
  return /^\d/.test(found) ? `${found}\\` : `\\${found}`;
}

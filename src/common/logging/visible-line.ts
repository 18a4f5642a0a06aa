import { showHidden } from '../text/hidden-characters.js';

/**
 * A line of JSON whose texts can be printed on a terminal: characters that act instead of being seen are written out, and
 * what follows a line break in a message is indented, so that it never looks like a line of the log.
 */
export function visibleLine(line: string): string {
  return `${JSON.stringify(JSON.parse(line), visible)}\n`;
}

function visible(this: unknown, key: string, value: unknown): unknown {
  if (typeof value === 'string') {
    const shown = showHidden(value);
    return key === 'msg' ? shown.replaceAll('\n', '\n    ') : shown;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [showHidden(name), member]));
}

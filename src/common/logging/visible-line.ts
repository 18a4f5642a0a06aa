import { showHidden } from '../text/hidden-characters.js';

/**
 * Makes a JSON log line safe to print on a terminal: hidden characters are escaped, and the lines of a message after the
 * first are indented, so that they cannot be mistaken for log lines.
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

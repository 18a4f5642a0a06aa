import { write, writeSync } from 'node:fs';

const STDERR = 2;

/**
 * Writes a notice for people to stderr; stdout is for the log. Neither blocks nor throws: `process.stderr` would end the
 * process when it cannot be written, by an unhandled `error` event or an exception.
 */
export function writeNotice(text: string): void {
  write(STDERR, text, () => undefined);
}

/** Like {@link writeNotice}, but synchronous: for use just before the process ends. */
export function writeLastNotice(text: string): void {
  try {
    writeSync(STDERR, text);
  } catch {
    // the exit status still reports the failure
  }
}

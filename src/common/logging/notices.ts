import { write, writeSync } from 'node:fs';

const STDERR = 2;

/**
 * Says something to people on stderr; stdout is the log's. Nobody waits for it, and the service goes on when it cannot be
 * written: `process.stderr` would end the process then, by an `error` that nobody handles or by an exception.
 */
export function tell(text: string): void {
  write(STDERR, text, () => undefined);
}

/** As {@link tell}, just before the process ends. */
export function tellLast(text: string): void {
  try {
    writeSync(STDERR, text);
  } catch {
    // the status with which the process ends has to do
  }
}

import type { Clock } from './clock.js';

/**
 * Waits for something that may never come, no longer than so many milliseconds.
 * @returns what has come; undefined when nothing has in time
 * @throws what it rejects with in time
 */
export async function within<T>(limitMs: number, awaited: Promise<T>, clock: Clock): Promise<T | undefined> {
  const timer = new AbortController();
  const late = clock.sleep(limitMs, timer.signal).then(
    () => undefined,
    () => undefined, // it came in time
  );
  try {
    return await Promise.race([awaited, late]);
  } finally {
    timer.abort(new Error('It has come, or is not waited for any more.'));
  }
}

import type { Clock } from '../../common/index.js';

/** Waits for something that may never come, no longer than so many milliseconds. */
export async function within(limitMs: number, awaited: Promise<unknown>, clock: Clock): Promise<void> {
  const timer = new AbortController();
  const late = clock.sleep(limitMs, timer.signal).catch(() => undefined); // it came in time
  await Promise.race([awaited, late]);
  timer.abort(new Error('It has come, or is not waited for any more.'));
}

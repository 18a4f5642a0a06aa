import type { Clock } from '../../common/index.js';
import { ModelUnavailableError } from './model.errors.js';

/**
 * Does something with a signal that aborts after a time, or when another one does.
 * @throws ModelUnavailableError after the time; the other signal's reason when that aborts
 */
export async function withTimeout<T>(
  clock: Clock,
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const over = new AbortController();
  const abort = () => stop.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const late = clock.sleep(timeoutMs, over.signal).then(
    () => stop.abort(lateAnswer(timeoutMs)),
    () => undefined, // the work was done in time
  );
  try {
    return await work(stop.signal);
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    signal.removeEventListener('abort', abort);
    over.abort();
    await late;
  }
}

function lateAnswer(timeoutMs: number): ModelUnavailableError {
  return new ModelUnavailableError(`The model did not answer within ${timeoutMs} ms.`, {
    isPromptUsed: true,
  });
}

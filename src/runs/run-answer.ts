import type { Response } from 'express';
import type { AnsweredRun } from './answered-run.js';

/** Says that an earlier request with the same key has made the run, if that is so. */
export function markReplay(response: Response, { replayed }: AnsweredRun): void {
  if (replayed) response.setHeader('Idempotency-Replayed', 'true');
}

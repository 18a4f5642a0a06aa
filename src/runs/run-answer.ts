import type { Response } from 'express';
import type { AnsweredRun } from './answered-run.js';
import { RunDto } from './dto/run.dto.js';

/** Seconds after which it is worth looking at an accepted run. */
const RETRY_AFTER_SECONDS = 1;

/** Says that an earlier request with the same key has made the run, if that is so. */
export function markReplay(response: Response, { replayed }: AnsweredRun): void {
  if (replayed) response.setHeader('Idempotency-Replayed', 'true');
}

/** Answers with a run: sets the headers that tell where it is, and whether it is an earlier request's. */
export function answerWith(response: Response, answered: AnsweredRun): RunDto {
  markReplay(response, answered);
  response.setHeader('Location', `/runs/${answered.run.run_id}`);
  return RunDto.of(answered.run);
}

/** Answers with a run that has been accepted, and says when to look at it. */
export function answerAccepted(response: Response, answered: AnsweredRun): RunDto {
  response.setHeader('Retry-After', String(RETRY_AFTER_SECONDS));
  return answerWith(response, answered);
}

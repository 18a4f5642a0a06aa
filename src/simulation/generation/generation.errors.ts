import { ProjectError } from '../../common/index.js';
import { StorageUnavailableError } from '../../runs/index.js';
import type { Violation } from '../gates/comment-gate.js';

/** A generated text cannot be a comment at all. Another one is asked for, and told what was wrong with this one. */
export class TextUnfitError extends ProjectError {
  constructor(readonly violations: readonly Violation[]) {
    super('SIM_GENERATION_FAILED', violations.map(({ message }) => message).join(' '));
  }
}

/**
 * When an error of a text generator ends the attempt of the stage, rather than costing one persona its comment: `always`,
 * or `while_retries_are_left`, and in the last attempt not.
 */
export type EndsAttempt = 'always' | 'while_retries_are_left';

/** Whether an error of a text generator ends the attempt of the stage. */
export function endsAttempt(error: unknown, isLastAttempt: boolean): boolean {
  if (error instanceof StorageUnavailableError) return true; // what was paid for could not be kept
  const ends: unknown = error instanceof Error && 'endsAttempt' in error ? error.endsAttempt : null;
  return ends === 'always' || (ends === 'while_retries_are_left' && !isLastAttempt);
}

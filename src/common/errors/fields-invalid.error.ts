import { showHidden } from '../text/hidden-characters.js';
import { ProjectError } from './project.error.js';

/** One thing that is wrong with a request. `pointer` is a JSON pointer into the body, or names a parameter. */
export interface FieldError {
  pointer: string;
  message: string;
}

/** How many errors an answer names: a body of a megabyte can have a hundred thousand. */
const MOST_NAMED = 100;

/** The request does not fit its schema; of very many errors, the first are named. */
export class FieldsInvalidError extends ProjectError {
  constructor(readonly errors: readonly FieldError[]) {
    const first = errors[0];
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    const where = first?.pointer ? `${first.pointer}: ` : '';
    super('REQ_VALIDATION_FAILED', `${where}${first?.message ?? 'invalid'}${more}`, {
      errors: errors.slice(0, MOST_NAMED).map((error) => ({ ...error, message: showHidden(error.message) })),
    });
  }

  /** The same errors of something that stands at `pointer` in a larger whole. */
  under(pointer: string): FieldsInvalidError {
    return new FieldsInvalidError(
      this.errors.map((error) => ({ ...error, pointer: pointer + error.pointer })),
    );
  }
}

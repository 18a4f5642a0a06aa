import { showHidden } from '../text/hidden-characters.js';
import { ProjectError } from './project.error.js';

/** One fault of a request. `pointer` is a JSON pointer into the body, or names a parameter. */
export interface FieldError {
  pointer: string;
  message: string;
}

/** How many errors a response lists: a body of a megabyte can have a hundred thousand. */
const MAX_LISTED_ERRORS = 100;

/** The request does not match its schema; of very many errors, only the first are listed. */
export class FieldsInvalidError extends ProjectError {
  constructor(readonly errors: readonly FieldError[]) {
    const first = errors[0];
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    const where = first?.pointer ? `${first.pointer}: ` : '';
    super('REQ_VALIDATION_FAILED', `${where}${first?.message ?? 'invalid'}${more}`, {
      errors: errors
        .slice(0, MAX_LISTED_ERRORS)
        .map((error) => ({ ...error, message: showHidden(error.message) })),
    });
  }

  /** The same errors, with their pointers below `pointer`. */
  under(pointer: string): FieldsInvalidError {
    return new FieldsInvalidError(
      this.errors.map((error) => ({ ...error, pointer: pointer + error.pointer })),
    );
  }
}

import { showHidden } from '../text/hidden-characters.js';
import type { ErrorCode } from './catalogue.js';

/**
 * The base of every error that may be shown to a caller: its message and details contain
 * no path, stack, secret or stored content. The original error goes into `cause`, which only the server log shows.
 */
export class ProjectError extends Error {
  constructor(
    /** A code of the catalogue, or one that a team adds with `@ErrorCodes`. */
    readonly code: ErrorCode | (string & {}),
    message: string,
    /** Additional members of the response body. */
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(showHidden(message), options); // it may repeat input, and is shown on terminals
    this.name = new.target.name;
  }
}

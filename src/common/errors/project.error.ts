import { showHidden } from '../text/hidden-characters.js';
import type { ErrorCode } from './catalogue.js';

/**
 * The base of every error that may be shown to a caller: its message and details are written by us and hold
 * no path, stack, secret or stored content. What caused it goes into `cause`, which only the server log shows.
 */
export class ProjectError extends Error {
  constructor(
    /** One of the catalogue, or of those that a team adds to it with `@ErrorCodes`. */
    readonly code: ErrorCode | (string & {}),
    message: string,
    /** Further members of the answer's body. */
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(showHidden(message), options); // it may repeat what was sent, and is read on terminals
    this.name = new.target.name;
  }
}

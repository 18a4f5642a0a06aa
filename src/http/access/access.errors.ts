import { ProjectError, type Scope } from '../../common/index.js';

/** The token is missing or unknown; the error does not reveal which. */
export class UnauthorizedError extends ProjectError {
  constructor(message = 'This needs a token: Authorization: Bearer …') {
    super('AUTH_UNAUTHORIZED', message);
  }

  /** Of whoever came by a link: it is forged, for something else, or over; the error does not reveal which. */
  static ofLink(): UnauthorizedError {
    return new UnauthorizedError('This link opens nothing, or nothing any more: ask for another one.');
  }
}

/** The scope of the token is insufficient. */
export class ScopeMissingError extends ProjectError {
  constructor(needed: Scope) {
    super('AUTH_FORBIDDEN', `This needs a token of scope ${needed}.`);
  }
}

/** The origin of the request is not allowed. */
export class ForbiddenOriginError extends ProjectError {
  constructor(message: string) {
    super('AUTH_FORBIDDEN', message);
  }
}

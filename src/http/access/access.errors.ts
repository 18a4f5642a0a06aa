import { ProjectError, type Scope } from '../../common/index.js';

/** There is no token, or none that the service knows; it does not tell which. */
export class UnauthorizedError extends ProjectError {
  constructor() {
    super('AUTH_UNAUTHORIZED', 'This needs a token: Authorization: Bearer …');
  }
}

/** The token does not reach so far. */
export class ScopeMissingError extends ProjectError {
  constructor(needed: Scope) {
    super('AUTH_FORBIDDEN', `This needs a token of scope ${needed}.`);
  }
}

/** The request does not come from where requests may come from. */
export class ForbiddenOriginError extends ProjectError {
  constructor(message: string) {
    super('AUTH_FORBIDDEN', message);
  }
}

import { ProjectError, type Scope } from '../../common/index.js';

/** The token is missing or unknown; the error does not reveal which. */
export class UnauthorizedError extends ProjectError {
  constructor() {
    super('AUTH_UNAUTHORIZED', 'This needs a token: Authorization: Bearer …');
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

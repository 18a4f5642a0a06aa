import type { ErrorBody } from './error-body.js';

/** An error whose body already exists, perhaps from another process, and is sent unchanged. */
export class DescribedError extends Error {
  constructor(readonly body: ErrorBody) {
    super(body.message);
    this.name = 'DescribedError';
  }
}

import type { ErrorBody } from './error-body.js';

/** An error that was described before, perhaps by another process: its body is shown as it stands. */
export class DescribedError extends Error {
  constructor(readonly body: ErrorBody) {
    super(body.message);
    this.name = 'DescribedError';
  }
}

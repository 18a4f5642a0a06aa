import { ProjectError, findCatalogueEntry, type ErrorBody, type ErrorCode } from '../common/index.js';
import type { RunRecord } from './domain/run.js';
import { RunStateConflictError } from './run.errors.js';

/** The failure that a run has ended with, told again as it was told the first time. */
export class ReplayedFailureError extends ProjectError {
  constructor(error: ErrorBody) {
    super(codeOf(error), error.message, detailsOf(error));
  }
}

/**
 * Lets a run pass that can be answered as it is.
 * @throws ReplayedFailureError when the run failed
 * @throws RunStateConflictError when the run was cancelled
 */
export function assertNotFailed(run: RunRecord): void {
  if (run.error) throw new ReplayedFailureError(run.error);
  if (run.status === 'cancelled') {
    throw new RunStateConflictError(
      run,
      'The run was cancelled when this key was answered first. Read it to see what has become of it since.',
    );
  }
}

/** What was stored by a version with other codes stays an error of the service. */
function codeOf({ error_code }: ErrorBody): ErrorCode {
  return findCatalogueEntry(error_code) ? (error_code as ErrorCode) : 'INTERNAL_ERROR';
}

/** The members that are the error's own: the rest follow from its code, its message and the request. */
function detailsOf(error: ErrorBody): Record<string, unknown> {
  const {
    error: _slug,
    error_code: _code,
    message: _message,
    doc_url: _docUrl,
    type: _type,
    title: _title,
    status: _status,
    detail: _detail,
    instance: _instance,
    request_id: _requestId,
    ...details
  } = error;
  return details;
}

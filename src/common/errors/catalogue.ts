import type { CatalogueEntry } from './catalogue-entry.js';
import { REQUEST_ERRORS } from './request.catalogue.js';
import { RUN_ERRORS } from './run.catalogue.js';
import { STAGE_ERRORS } from './stage.catalogue.js';

/** Every error code of the service itself; teams add their own with `@ErrorCodes`. */
export const ERROR_CATALOGUE = {
  ...REQUEST_ERRORS,
  ...RUN_ERRORS,
  ...STAGE_ERRORS,
  SYS_NOT_READY: {
    error: 'not_ready',
    status: 503,
    title: 'The service is not ready',
    retryable: true,
    remedy: 'Try again after `Retry-After` seconds.',
  },
  INTERNAL_ERROR: {
    error: 'internal_error',
    status: 500,
    title: 'Internal error',
    retryable: false,
    remedy: 'Report the `request_id` to the operator: the server log has the cause under it.',
    example: { message: 'Something went wrong inside the service.' },
  },
} as const satisfies Record<string, CatalogueEntry>;

/** A code of the service's own catalogue, sent as `error_code`. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** The entry of one of the service's own codes. */
export function findCatalogueEntry(code: string): CatalogueEntry | undefined {
  return Object.hasOwn(ERROR_CATALOGUE, code) ? ERROR_CATALOGUE[code as ErrorCode] : undefined;
}

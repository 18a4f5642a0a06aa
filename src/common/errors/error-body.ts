import type { CatalogueEntry, FindEntry } from './catalogue-entry.js';
import { ERROR_CATALOGUE, findCatalogueEntry } from './catalogue.js';
import { DescribedError } from './described.error.js';
import { ProjectError } from './project.error.js';

/** The members that every error body has, except those specific to a request. */
export interface ErrorBody {
  error: string;
  error_code: string;
  message: string;
  doc_url: string;
  type: string;
  title: string;
  status: number;
  detail: string;
  [detail: string]: unknown;
}

/** An error as reported inside another's body, without the message of foreign errors. */
export interface SafeErrorText {
  error_code: string;
  error_class: string;
  message: string;
}

/** The message for failures other than a ProjectError; only the server log has their cause. */
export const INTERNAL_ERROR_MESSAGE = 'Something went wrong inside the service.';

/**
 * Maps an error to its response body (RFC 9457 members next to the service's own). An error whose code is not in the
 * catalogue is an internal one. Pure.
 */
export function describeError(error: unknown, find: FindEntry = findCatalogueEntry): ErrorBody {
  if (error instanceof DescribedError)
    return find(error.body.error_code) ? error.body : internal(error.message);
  const entry = error instanceof ProjectError ? find(error.code) : undefined;
  if (entry && error instanceof ProjectError) return bodyOf(error, entry);
  return internal(INTERNAL_ERROR_MESSAGE);
}

function internal(message: string): ErrorBody {
  return bodyOf(new ProjectError('INTERNAL_ERROR', message), ERROR_CATALOGUE.INTERNAL_ERROR);
}

function bodyOf({ code, message, details }: ProjectError, entry: CatalogueEntry): ErrorBody {
  const url = `/errors/${code}`;
  return {
    error: entry.error,
    error_code: code,
    message,
    ...details,
    doc_url: url,
    type: url,
    title: entry.title,
    status: entry.status,
    detail: message,
  };
}

/** The part of a cause that callers may see: the message of a ProjectError, the class name of anything else. */
export function safeErrorText(cause: unknown): SafeErrorText {
  if (cause instanceof ProjectError) {
    return { error_code: cause.code, error_class: cause.name, message: cause.message };
  }
  const errorClass = cause instanceof Error ? cause.constructor.name || 'Error' : typeof cause;
  return { error_code: 'INTERNAL_ERROR', error_class: errorClass, message: errorClass };
}

import type { HttpException } from '@nestjs/common';
import { findCatalogueEntry } from '../common/index.js';
import { InvalidJsonError, NotReadyNowError, RequestRefusedError } from './request.errors.js';

/** The codes of statuses whose meaning does not depend on who throws; every other one is REQ_REFUSED. */
const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  401: 'AUTH_UNAUTHORIZED',
  403: 'AUTH_FORBIDDEN',
  404: 'REQ_NOT_FOUND',
  406: 'REQ_NOT_ACCEPTABLE',
  413: 'REQ_PAYLOAD_TOO_LARGE',
  415: 'REQ_UNSUPPORTED_MEDIA_TYPE',
  429: 'REQ_RATE_LIMITED',
};

/** The parts of an exception that are used here. */
type NestException = Pick<HttpException, 'getStatus' | 'getResponse' | 'message' | 'cause'>;

/**
 * Whether an error is a Nest exception, judged by its methods: a team's dependencies may include another copy of
 * `@nestjs/common`, with classes of its own.
 */
export function isHttpException(error: unknown): error is NestException {
  if (!(error instanceof Error)) return false;
  return (
    'getStatus' in error &&
    typeof error.getStatus === 'function' &&
    'getResponse' in error &&
    typeof error.getResponse === 'function'
  );
}

/**
 * Converts a Nest exception, thrown by a team's controller or guard or by Nest and express, to a ProjectError. The
 * messages of 4xx are meant for callers and kept; others are not. Pure.
 */
export function refusalOf(exception: NestException): unknown {
  const status = exception.getStatus();
  if (exception.cause instanceof URIError || exception.cause instanceof SyntaxError) {
    return new InvalidJsonError('The path or the body cannot be decoded.');
  }
  if (status === 503) return new NotReadyNowError(exception);
  if (status < 400 || status >= 500) return exception;
  const code = CODE_OF_STATUS[status] ?? 'REQ_REFUSED';
  const known = findCatalogueEntry(code) ? code : 'REQ_REFUSED';
  return new RequestRefusedError(known, status, messageOf(exception));
}

/** Nest's ValidationPipe sends a list of messages. */
function messageOf(exception: NestException): string {
  const response: unknown = exception.getResponse();
  const message =
    typeof response === 'object' && response !== null && 'message' in response && response.message;
  return Array.isArray(message) ? message.map(String).join('; ') : exception.message;
}

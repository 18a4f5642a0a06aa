import { DescribedError, ProjectError, describeError, prefixPaths, type ErrorBody } from '../common/index.js';
import { isHttpException, refusalOf } from './http-exceptions.js';
import {
  InvalidJsonError,
  MethodNotAllowedError,
  RateLimitedError,
  RequestRefusedError,
  RouteNotFoundError,
} from './request.errors.js';

/** The request in which an error happened. */
export interface ProblemOrigin {
  readonly requestId: string;
  /** The trace that it is part of, if any: a member of the body. */
  readonly trace?: { readonly trace_id?: string };
  /** The request's path, without its query. */
  readonly path: string;
  /** The prefix of every path: see `UrlPrefix`. */
  readonly prefix?: string;
  /** The methods that the path allows; empty when there is no such route. */
  readonly allowedMethods: readonly string[];
}

/** An error response. */
interface ProblemResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody & { request_id: string; instance: string };
}

/** Nest's message when no route matches; a team's handlers may throw the same class. */
const NO_ROUTE = /^Cannot [A-Z-]+ \//;

/** Statuses whose responses link to their run, if they concern one. */
const LINKS_TO_RUN: ReadonlySet<number> = new Set([409, 503]);

/** Statuses whose responses have a `Retry-After` header. */
const HAS_RETRY_AFTER: ReadonlySet<number> = new Set([429, 503]);

/** `Retry-After` when the service is temporarily full or unavailable. */
const RETRY_AFTER_SECONDS = 5;

/**
 * Maps a thrown value to the error response (RFC 9457).
 * @param describe makes the body of an error from the application's catalogue
 */
export function problemOf(
  error: unknown,
  origin: ProblemOrigin,
  describe: (error: unknown) => ErrorBody = describeError,
): ProblemResponse {
  const known = translate(error, origin);
  const prefix = origin.prefix ?? '';
  const described = prefixPaths(describe(known), prefix);
  if (known instanceof RequestRefusedError) described.status = known.status;
  const body = { ...described, request_id: origin.requestId, ...origin.trace, instance: origin.path };
  const headers: Record<string, string> = { 'Content-Type': 'application/problem+json; charset=utf-8' };
  if (known instanceof MethodNotAllowedError) headers['Allow'] = known.allowed.join(', ');
  if (body.status === 401) headers['WWW-Authenticate'] = 'Bearer';
  const run = described['run_id'];
  if (LINKS_TO_RUN.has(body.status) && typeof run === 'string') {
    headers['Location'] = `${prefix}/runs/${encodeURIComponent(run)}`;
  }
  if (HAS_RETRY_AFTER.has(body.status)) {
    const seconds = known instanceof RateLimitedError ? known.retryAfterSeconds : RETRY_AFTER_SECONDS;
    headers['Retry-After'] = String(seconds);
  }
  return { status: body.status, headers, body };
}

/** Converts Nest exceptions to ProjectErrors; returns other errors unchanged. */
function translate(error: unknown, { allowedMethods }: ProblemOrigin): unknown {
  if (error instanceof ProjectError || error instanceof DescribedError) return error;
  if (isHttpException(error) && error.getStatus() === 404 && NO_ROUTE.test(error.message)) {
    return allowedMethods.length > 0 ? new MethodNotAllowedError(allowedMethods) : new RouteNotFoundError();
  }
  if (error instanceof URIError) return new InvalidJsonError('The path cannot be decoded.');
  return isHttpException(error) ? refusalOf(error) : error;
}

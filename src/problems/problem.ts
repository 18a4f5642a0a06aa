import { DescribedError, ProjectError, describeError, prefixPaths, type ErrorBody } from '../common/index.js';
import { isHttpException, refusalOf } from './http-exceptions.js';
import {
  InvalidJsonError,
  MethodNotAllowedError,
  RateLimitedError,
  RequestRefusedError,
  RouteNotFoundError,
} from './request.errors.js';

/** Where an error happened. */
export interface ProblemOrigin {
  readonly requestId: string;
  /** The request's path, without its query. */
  readonly path: string;
  /** What stands before every path: see `UrlPrefix`. */
  readonly prefix?: string;
  /** The methods that the path takes; none when there is no such route. */
  readonly allowedMethods: readonly string[];
}

/** An error answer: what is sent, and with which headers. */
interface ProblemResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody & { request_id: string; instance: string };
}

/** What Nest says when no route fits; a team's own handlers may throw the same class. */
const NO_ROUTE = /^Cannot [A-Z-]+ \//;

/** Answers of these statuses that are about a run say where it is. */
const POINTS_TO_ITS_RUN: ReadonlySet<number> = new Set([409, 503]);

/** Answers of these statuses say when to try again. */
const TRY_AGAIN_LATER: ReadonlySet<number> = new Set([429, 503]);

/** Seconds after which a caller may try again when the service has no room, or cannot serve, at the moment. */
const RETRY_AFTER_SECONDS = 5;

/**
 * KeyedMutex whatever was thrown into the answer (RFC 9457).
 * @param describe gives the body of an error by the application's catalogue
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
  const body = { ...described, request_id: origin.requestId, instance: origin.path };
  const headers: Record<string, string> = { 'Content-Type': 'application/problem+json; charset=utf-8' };
  if (known instanceof MethodNotAllowedError) headers['Allow'] = known.allowed.join(', ');
  if (body.status === 401) headers['WWW-Authenticate'] = 'Bearer';
  const run = described['run_id'];
  if (POINTS_TO_ITS_RUN.has(body.status) && typeof run === 'string') {
    headers['Location'] = `${prefix}/runs/${encodeURIComponent(run)}`;
  }
  if (TRY_AGAIN_LATER.has(body.status)) {
    const seconds = known instanceof RateLimitedError ? known.retryAfterSeconds : RETRY_AFTER_SECONDS;
    headers['Retry-After'] = String(seconds);
  }
  return { status: body.status, headers, body };
}

/** Nest's own exceptions become ours; what is left has no class that describes it. */
function translate(error: unknown, { allowedMethods }: ProblemOrigin): unknown {
  if (error instanceof ProjectError || error instanceof DescribedError) return error;
  if (isHttpException(error) && error.getStatus() === 404 && NO_ROUTE.test(error.message)) {
    return allowedMethods.length > 0 ? new MethodNotAllowedError(allowedMethods) : new RouteNotFoundError();
  }
  if (error instanceof URIError) return new InvalidJsonError('The path cannot be decoded.');
  return isHttpException(error) ? refusalOf(error) : error;
}

import type { Request, RequestHandler, Response } from 'express';
import type { Level, Logger } from 'pino';
import { callerOf, withoutPrefix } from '../common/index.js';
import { noteRun, notedRunOf, requestIdOf } from '../problems/index.js';

/** What the log tells of a request: nothing that a caller could have hidden something in. */
interface AccessFields {
  readonly request_id: string;
  readonly method: string;
  /** The route's template; null when no route fits. */
  readonly route: string | null;
  readonly status: number;
  readonly duration_ms: number;
  /** The client left before the answer had been sent. */
  readonly aborted?: true;
  /** The name of the token. */
  readonly token?: string;
  readonly run_id?: string;
}

/**
 * One line for each request, when it has been answered. Health checks that find nothing wrong are told at `debug`.
 * Not pino-http: its two child loggers a request cost a fifth of what the service can answer, even when nothing is logged.
 */
export function accessLog(logger: Logger, prefix: () => string = () => ''): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const level = levelOf(request, response, prefix());
      if (!logger.isLevelEnabled(level)) return;
      const fields = accessFields(request, response, {
        duration_ms: Math.round(performance.now() - startedAt),
        prefix: prefix(),
      });
      logger[level](fields, 'A request was answered');
    });
    next();
  };
}

function levelOf(request: Request, { statusCode }: Response, prefix: string): Level {
  if (statusCode >= 500) return 'warn';
  return withoutPrefix(routeOf(request) ?? '', prefix).startsWith('/health') ? 'debug' : 'info';
}

function accessFields(
  request: Request,
  response: Response,
  { duration_ms, prefix }: { duration_ms: number; prefix: string },
): AccessFields {
  const token = callerOf(request)?.name;
  const run_id = runOf(request, response, prefix);
  return {
    request_id: requestIdOf(request) ?? 'unknown',
    method: request.method,
    route: routeOf(request),
    status: response.statusCode,
    duration_ms,
    ...(!response.writableFinished && { aborted: true }),
    ...(token && { token }),
    ...(run_id !== undefined && { run_id }),
  };
}

function routeOf(request: Request): string | null {
  const { path } = (request.route ?? {}) as { path?: unknown };
  return typeof path === 'string' ? path : null;
}

/** The run that the request has made, or else the one that it is about. */
function runOf(request: Request, response: Response, prefix: string): string | undefined {
  const location = withoutPrefix(String(response.getHeader('Location') ?? ''), prefix);
  const [, located] = /^\/runs\/([^/]+)$/.exec(location) ?? [];
  noteRun(request, located ?? notedRunOf(request) ?? request.params['run_id']);
  return notedRunOf(request);
}

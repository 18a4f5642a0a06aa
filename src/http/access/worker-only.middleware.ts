import type { RequestHandler } from 'express';
import { withoutPrefix } from '../../common/index.js';
import { RouteNotFoundError } from '../../problems/index.js';

/** What monitoring asks of a process. */
const OF_WORKERS = /^\/(?:health(?:\/.*)?|metrics)$/;

/** In a process that only executes runs there are no other routes than those for monitoring. */
export function workerOnly(prefix: () => string): RequestHandler {
  return (request, _response, next) => {
    const isThere = OF_WORKERS.test(withoutPrefix(request.path, prefix()));
    next(isThere ? undefined : new RouteNotFoundError());
  };
}

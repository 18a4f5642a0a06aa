import type { RequestHandler } from 'express';
import { withoutPrefix } from '../common/index.js';
import { routeOf } from '../problems/index.js';
import type { ServiceMetrics } from './service-metrics.js';

/** The label of requests that no route matches. */
const NO_ROUTE = 'none';
/** Streams last as long as their readers want: in a histogram of answers they would only hide the others. */
const STREAM = 'text/event-stream';

/** Measures how long requests take, by the template of their route. */
export function requestMetrics({ requestDuration }: ServiceMetrics, prefix: () => string): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      if (response.getHeader('Content-Type') === STREAM) return;
      const route = routeOf(request);
      const labels = {
        method: request.method,
        route: route === null ? NO_ROUTE : withoutPrefix(route, prefix()),
        status: String(response.statusCode),
      };
      requestDuration.observe(labels, (performance.now() - startedAt) / 1_000);
    });
    next();
  };
}

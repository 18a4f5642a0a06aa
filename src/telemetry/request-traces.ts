import { SpanKind, SpanStatusCode, context, propagation, trace, type Tracer } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { withoutPrefix } from '../common/index.js';
import { noteTrace, routeOf } from '../problems/index.js';

/** What monitoring asks every few seconds is of no interest in a trace. */
const OF_MONITORING = /^\/(?:health(?:\/|$)|metrics$)/;

/** Makes each request a span, in the trace that its `traceparent` names. */
export function requestTraces(tracer: Tracer, prefix: () => string): RequestHandler {
  return (request, response, next) => {
    if (OF_MONITORING.test(withoutPrefix(request.path, prefix()))) return next();
    const { method } = request;
    const from = propagation.extract(context.active(), request.headers);
    const attributes = { 'http.request.method': method, 'url.path': request.path };
    const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, from);
    noteTrace(request, span.spanContext().traceId);
    response.once('close', () => {
      const { statusCode } = response;
      const route = routeOf(request);
      if (route !== null) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
      span.setAttribute('http.response.status_code', statusCode);
      if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(from, span), next);
  };
}

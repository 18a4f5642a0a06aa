import type { RequestHandler } from 'express';
import { callerOf } from '../../common/index.js';
import { ForbiddenOriginError } from './access.errors.js';
import { isForeign } from './origin.policy.js';

/**
 * Rejects requests from pages of other sites, unless their origin is allowed (cross-site request forgery). A link may be
 * followed from anywhere: it is all that its request has.
 */
export function sameSite(allowedOrigins: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    if (callerOf(request)) return next();
    const { headers } = request;
    const { host, origin } = headers;
    const fetchSite = headers['sec-fetch-site'];
    if (isForeign({ host, origin, fetchSite }, allowedOrigins)) {
      return next(new ForbiddenOriginError('Requests of pages of other sites are refused.'));
    }
    next();
  };
}

import type { RequestHandler } from 'express';
import { ForbiddenOriginError } from './access.errors.js';
import { isForeign } from './origin.policy.js';

/** Rejects requests from pages of other sites, unless their origin is allowed (cross-site request forgery). */
export function sameSite(allowedOrigins: readonly string[]): RequestHandler {
  return ({ headers }, _response, next) => {
    const { host, origin } = headers;
    const fetchSite = headers['sec-fetch-site'];
    if (isForeign({ host, origin, fetchSite }, allowedOrigins)) {
      return next(new ForbiddenOriginError('Requests of pages of other sites are refused.'));
    }
    next();
  };
}

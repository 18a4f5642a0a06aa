import type { RequestHandler } from 'express';
import { isLoopback, isLoopbackHostHeader } from '../../common/index.js';
import { ForbiddenOriginError } from './access.errors.js';

/**
 * Without tokens, accepts only requests from this machine. Checking `Host` rejects pages of other sites whose name resolves
 * to this machine (DNS rebinding); checking the local address of the socket rejects requests when the application listens
 * on a public address.
 */
export function localOnly(): RequestHandler {
  return (request, _response, next) => {
    if (!isLoopbackHostHeader(request.headers.host)) {
      return next(new ForbiddenOriginError('Without tokens, only requests to localhost are answered.'));
    }
    if (!isLoopback(request.socket.localAddress ?? '')) {
      return next(new ForbiddenOriginError('Without tokens, only loopback addresses are served.'));
    }
    next();
  };
}

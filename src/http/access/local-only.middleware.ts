import type { RequestHandler } from 'express';
import { isLoopback, isLoopbackHostHeader } from '../../common/index.js';
import { ForbiddenOriginError } from './access.errors.js';

/**
 * What holds without tokens: only this machine is answered. The `Host` tells pages of other sites that had their name
 * resolved to this machine (DNS rebinding); the socket's own address tells that somebody made the application listen on
 * an address that others reach.
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

import type { Request, RequestHandler } from 'express';
import { includesScope, scopeOfMethod, setCaller, withoutPrefix, type Caller } from '../../common/index.js';
import type { RateLimit } from '../limits/rate-limit.js';
import { ScopeMissingError, UnauthorizedError } from './access.errors.js';
import type { ApiTokens } from './api-tokens.js';
import { isOpen, isUnlimited } from './open-paths.policy.js';

/** Who is there when the service has no tokens: whoever reaches it may do everything. */
const ANYBODY: Caller = { name: '', scope: 'admin' };

/**
 * Finds out who sends a request, counts it, and lets it in or not: every path is closed but those that are open by
 * name, also one that no route fits, so that nobody learns which exist. Requests with a wrong token count for their
 * address, so that tokens cannot be tried out at will.
 */
export function tokenAccess(tokens: ApiTokens, rate: RateLimit, prefix: () => string): RequestHandler {
  return async (request, _response, next) => {
    const path = withoutPrefix(request.path, prefix());
    const caller = tokens.areNeeded ? tokens.callerBy(request.headers.authorization) : ANYBODY;
    if (caller) setCaller(request, caller);
    if (rate.isOn && !isUnlimited(request.method, path)) {
      await rate.count(caller, request.socket.remoteAddress);
    }
    next(refusalOf({ method: request.method, path }, tokens, caller));
  };
}

function refusalOf(
  { method, path }: Pick<Request, 'method' | 'path'>,
  tokens: ApiTokens,
  caller: Caller | null,
): Error | undefined {
  if (!tokens.areNeeded || isOpen(method, path)) return undefined;
  if (!caller) return new UnauthorizedError();
  const needed = scopeOfMethod(method);
  return includesScope(caller.scope, needed) ? undefined : new ScopeMissingError(needed);
}

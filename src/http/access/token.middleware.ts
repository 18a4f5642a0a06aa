import type { Request, RequestHandler } from 'express';
import {
  callerOf,
  includesScope,
  scopeOfMethod,
  setCaller,
  withoutPrefix,
  type Caller,
} from '../../common/index.js';
import { hasRefusedLink } from '../links/link.middleware.js';
import type { RateLimit } from '../limits/rate-limit.js';
import { ScopeMissingError, UnauthorizedError } from './access.errors.js';
import type { ApiTokens } from './api-tokens.js';
import { isOpen, isUnlimited } from './open-paths.policy.js';

/** The caller when the service has no tokens: every request is permitted everything. */
const ANONYMOUS: Caller = { name: '', scope: 'admin' };
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Authenticates, rate-limits and authorizes requests. Every path needs a token unless it is listed as open, including paths
 * that no route matches, so that unauthenticated callers cannot discover routes. Requests with an unknown token are counted
 * by address, which limits attempts to guess tokens; so are those by links.
 */
export function tokenAccess(tokens: ApiTokens, rate: RateLimit, prefix: () => string): RequestHandler {
  return async (request, _response, next) => {
    const path = withoutPrefix(request.path, prefix());
    const caller = callerOf(request) ?? callerByToken(tokens, request);
    if (caller) setCaller(request, caller);
    if (rate.isOn && !isUnlimited(request.method, path)) {
      await rate.count(caller, request.socket.remoteAddress);
    }
    const refusal = refusalOf({ method: request.method, path }, tokens, caller);
    next(refusal && !caller && hasRefusedLink(request) ? UnauthorizedError.ofLink() : refusal);
  };
}

function callerByToken(tokens: ApiTokens, { headers }: Request): Caller | null {
  return tokens.areNeeded ? tokens.callerBy(headers.authorization) : ANONYMOUS;
}

function refusalOf(
  { method, path }: Pick<Request, 'method' | 'path'>,
  tokens: ApiTokens,
  caller: Caller | null,
): Error | undefined {
  if (!tokens.areNeeded || isOpen(method, path)) return undefined;
  if (!caller) return new UnauthorizedError();
  const needed = scopeOfMethod(method);
  // Which routes are open to `report`, ScopeGuard knows.
  if (caller.scope === 'report' && READING.has(method)) return undefined;
  return includesScope(caller.scope, needed) ? undefined : new ScopeMissingError(needed);
}

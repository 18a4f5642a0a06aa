import type { Scope } from './scope.policy.js';

/** The caller of a request. */
export interface Caller {
  /** The name of the token; empty when the service has no tokens. */
  readonly name: string;
  readonly scope: Scope;
  /** Aborts when the token admits no longer: what is sent to its holder for long ends then. */
  readonly revoked?: AbortSignal;
}

const CALLERS = new WeakMap<object, Caller>();

/** Records the caller of a request, once it is authenticated. */
export function setCaller(request: object, caller: Caller): void {
  CALLERS.set(request, caller);
}

/** The caller of a request; undefined before authentication. */
export function callerOf(request: object): Caller | undefined {
  return CALLERS.get(request);
}

/** Whether the caller of a request must not learn hidden facts, nor what the gates have withheld. */
export function readsReportsOnly(request: object): boolean {
  return callerOf(request)?.scope === 'report';
}

import type { Scope } from './scope.policy.js';

/** The caller of a request. */
export interface Caller {
  /** The name of the token; empty when the service has no tokens. */
  readonly name: string;
  readonly scope: Scope;
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

import type { Scope } from './scope.policy.js';

/** Who sends a request. */
export interface Caller {
  /** The name of the token; empty when the service has no tokens. */
  readonly name: string;
  readonly scope: Scope;
}

const CALLERS = new WeakMap<object, Caller>();

/** Notes who sends a request; whoever lets requests in does that. */
export function setCaller(request: object, caller: Caller): void {
  CALLERS.set(request, caller);
}

/** Who sends a request; undefined as long as nobody has let it in. */
export function callerOf(request: object): Caller | undefined {
  return CALLERS.get(request);
}

import { safeErrorText } from '../common/index.js';

/** How the failed attempts of a stage node are tried again. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly maxAttempts?: number;
  /** The longest first wait, in milliseconds. */
  readonly initialIntervalMs?: number;
  /** What each further wait is multiplied by. */
  readonly backoffCoefficient?: number;
  /** No wait is longer, in milliseconds. */
  readonly maxIntervalMs?: number;
  /** Error codes or class names that end the node at once. */
  readonly nonRetryable?: readonly string[];
}

/** A policy with nothing left open. */
export type ResolvedRetryPolicy = Required<RetryPolicy>;

/** Why the runtime stopped trying. */
export type RetryState = 'maximum_attempts_reached' | 'non_retryable_failure' | 'timeout';

/** Waits of 100 ms, doubled each time up to 2 s. */
export const DEFAULT_RETRY_POLICY = {
  initialIntervalMs: 100,
  backoffCoefficient: 2,
  maxIntervalMs: 2_000,
  nonRetryable: [],
} as const satisfies RetryPolicy;

/** What is known when an attempt has failed. */
export interface FailedAttempt {
  readonly error: unknown;
  readonly timedOut: boolean;
  /** Attempts of this grant that are used up, this one included. */
  readonly used: number;
}

export type RetryDecision =
  { readonly retry: true; readonly delayMs: number } | { readonly retry: false; readonly state: RetryState };

/** The sentences that say what is wrong with a policy; none when it can be used. */
export function retryPolicyFaults(policy: RetryPolicy): string[] {
  const faults: string[] = [];
  const whole = (name: 'maxAttempts' | 'initialIntervalMs' | 'maxIntervalMs', least: number) => {
    const value = policy[name];
    if (value !== undefined && (!Number.isInteger(value) || value < least)) {
      faults.push(`retry.${name} must be a whole number, at least ${least}`);
    }
  };
  whole('maxAttempts', 1);
  whole('initialIntervalMs', 0);
  whole('maxIntervalMs', 0);
  const { backoffCoefficient, maxIntervalMs, nonRetryable } = policy;
  if (backoffCoefficient !== undefined && !(Number.isFinite(backoffCoefficient) && backoffCoefficient >= 1)) {
    faults.push('retry.backoffCoefficient must be a number, at least 1');
  }
  const initial = policy.initialIntervalMs ?? DEFAULT_RETRY_POLICY.initialIntervalMs;
  if (maxIntervalMs !== undefined && maxIntervalMs < initial) {
    faults.push('retry.maxIntervalMs must not be less than retry.initialIntervalMs');
  }
  if (nonRetryable !== undefined && !nonRetryable.every((name) => typeof name === 'string' && name !== '')) {
    faults.push('retry.nonRetryable must be a list of error codes or class names');
  }
  return faults;
}

/**
 * Decides whether a failed attempt is followed by another, and after which wait: full jitter, a uniform draw
 * between 0 and the backed-off interval (AWS Architecture Blog, "Exponential Backoff And Jitter").
 * @param draw a number, 0 included, 1 excluded
 */
export function decideRetry(policy: ResolvedRetryPolicy, failed: FailedAttempt, draw: number): RetryDecision {
  if (isNonRetryable(policy, failed.error)) return { retry: false, state: 'non_retryable_failure' };
  if (failed.used >= policy.maxAttempts) {
    return { retry: false, state: failed.timedOut ? 'timeout' : 'maximum_attempts_reached' };
  }
  return { retry: true, delayMs: Math.round(draw * backoffInterval(policy, failed.used)) };
}

/** The longest wait after the given number of failed attempts, in milliseconds. */
export function backoffInterval(policy: ResolvedRetryPolicy, used: number): number {
  return Math.min(policy.maxIntervalMs, policy.initialIntervalMs * policy.backoffCoefficient ** (used - 1));
}

function isNonRetryable(policy: ResolvedRetryPolicy, error: unknown): boolean {
  const { error_code, error_class } = safeErrorText(error);
  if (error_code === 'ORCH_STAGE_NON_RETRYABLE') return true;
  return policy.nonRetryable.includes(error_code) || policy.nonRetryable.includes(error_class);
}

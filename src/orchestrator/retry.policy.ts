import { safeErrorText } from '../common/index.js';

/** How failed attempts of a stage node are retried. */
export interface RetryPolicy {
  /** Attempts from one checkpoint, including the first. */
  readonly maxAttempts?: number;
  /** The upper bound of the first wait, in milliseconds. */
  readonly initialIntervalMs?: number;
  /** The factor by which the bound grows with each wait. */
  readonly backoffCoefficient?: number;
  /** The upper bound of every wait, in milliseconds. */
  readonly maxIntervalMs?: number;
  /** Error codes or class names that end the node at once. */
  readonly nonRetryable?: readonly string[];
}

/** A policy with all its defaults filled in. */
export type ResolvedRetryPolicy = Required<RetryPolicy>;

/** Why the runtime stopped retrying. */
export type RetryState =
  | 'maximum_attempts_reached'
  | 'non_retryable_failure'
  | 'timeout'
  | 'retry_budget_exhausted'
  | 'recovery_limit_reached';

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
  /** Attempts of this grant that are used up, including this one. */
  readonly used: number;
  /** Retries that the run has left across its nodes; null means unlimited. */
  readonly budgetLeft: number | null;
  /** How long the run may still take, in milliseconds. */
  readonly timeLeftMs: number;
}

type RetryDecision =
  { readonly retry: true; readonly delayMs: number } | { readonly retry: false; readonly state: RetryState };

/** The longest delay that a Node.js timer supports, in milliseconds. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Describes what is wrong with a policy, one sentence per fault; empty when it is valid. */
export function retryPolicyFaults(policy: RetryPolicy): string[] {
  const faults: string[] = [];
  const whole = (name: 'maxAttempts' | 'initialIntervalMs' | 'maxIntervalMs', least: number) => {
    const value = policy[name];
    if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= LONGEST_TIMER_MS)) {
      faults.push(`retry.${name} must be a whole number from ${least} to ${LONGEST_TIMER_MS}`);
    }
  };
  whole('maxAttempts', 1);
  whole('initialIntervalMs', 0);
  whole('maxIntervalMs', 0);
  const { backoffCoefficient, nonRetryable = [] } = policy;
  if (backoffCoefficient !== undefined && !(Number.isFinite(backoffCoefficient) && backoffCoefficient >= 1)) {
    faults.push('retry.backoffCoefficient must be a number, at least 1');
  }
  const { initialIntervalMs, maxIntervalMs } = resolveRetryPolicy(policy, 1);
  if (maxIntervalMs < initialIntervalMs) {
    faults.push(
      `retry.maxIntervalMs (${maxIntervalMs}) must not be less than retry.initialIntervalMs (${initialIntervalMs})`,
    );
  }
  if (
    !Array.isArray(nonRetryable) ||
    !nonRetryable.every((name) => typeof name === 'string' && name !== '')
  ) {
    faults.push('retry.nonRetryable must be a list of error codes or class names');
  }
  return faults;
}

/** Fills in the defaults of a policy; undefined members count as absent. */
export function resolveRetryPolicy(policy: RetryPolicy, maxAttempts: number): ResolvedRetryPolicy {
  return {
    maxAttempts: policy.maxAttempts ?? maxAttempts,
    initialIntervalMs: policy.initialIntervalMs ?? DEFAULT_RETRY_POLICY.initialIntervalMs,
    backoffCoefficient: policy.backoffCoefficient ?? DEFAULT_RETRY_POLICY.backoffCoefficient,
    maxIntervalMs: policy.maxIntervalMs ?? DEFAULT_RETRY_POLICY.maxIntervalMs,
    nonRetryable: policy.nonRetryable ?? DEFAULT_RETRY_POLICY.nonRetryable,
  };
}

/**
 * Decides whether a failed attempt is retried, and after which delay: the one that the error requests, or else full
 * jitter, a uniform draw between 0 and the backoff interval (AWS Architecture Blog, "Exponential Backoff And Jitter").
 * A delay that would outlast the run is not started.
 * @param draw a number in [0, 1)
 */
export function decideRetry(policy: ResolvedRetryPolicy, failed: FailedAttempt, draw: number): RetryDecision {
  if (isNonRetryable(policy, failed.error)) return stop('non_retryable_failure');
  if (failed.used >= policy.maxAttempts)
    return stop(failed.timedOut ? 'timeout' : 'maximum_attempts_reached');
  if (failed.budgetLeft !== null && failed.budgetLeft <= 0) return stop('retry_budget_exhausted');
  const delayMs = requestedDelayMs(failed.error) ?? Math.round(draw * backoffInterval(policy, failed.used));
  return delayMs < failed.timeLeftMs ? { retry: true, delayMs } : stop('timeout');
}

function stop(state: RetryState): RetryDecision {
  return { retry: false, state };
}

/** The delay that an error requests in its member `retryAfterMs`, in whole milliseconds; null when it requests none. */
export function requestedDelayMs(error: unknown): number | null {
  const requested: unknown = error instanceof Error && 'retryAfterMs' in error ? error.retryAfterMs : null;
  if (typeof requested !== 'number' || !Number.isFinite(requested) || requested < 0) return null;
  return Math.min(Math.ceil(requested), LONGEST_TIMER_MS);
}

/** The longest wait after the given number of failed attempts, in milliseconds. */
export function backoffInterval(policy: ResolvedRetryPolicy, used: number): number {
  if (policy.initialIntervalMs === 0) return 0; // 0 * Infinity would be NaN
  return Math.min(policy.maxIntervalMs, policy.initialIntervalMs * policy.backoffCoefficient ** (used - 1));
}

/** An error says itself that a retry is useless by a member `retryable` that is false. */
function isNonRetryable(policy: ResolvedRetryPolicy, error: unknown): boolean {
  if (error instanceof Error && 'retryable' in error && error.retryable === false) return true;
  const { error_code, error_class } = safeErrorText(error);
  if (error_code === 'ORCH_STAGE_NON_RETRYABLE') return true;
  return policy.nonRetryable.includes(error_code) || policy.nonRetryable.includes(error_class);
}

import { safeErrorText } from '../common/index.js';

/** How the failed attempts of a stage node are tried again. */
export interface RetryPolicy {
  /** Attempts from one checkpoint, the first included. */
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
  /** Attempts of this grant that are used up, this one included. */
  readonly used: number;
  /** Further tries that the run has left over all its nodes; null is without a bound. */
  readonly budgetLeft: number | null;
  /** How long the run may still take, in milliseconds. */
  readonly timeLeftMs: number;
}

export type RetryDecision =
  { readonly retry: true; readonly delayMs: number } | { readonly retry: false; readonly state: RetryState };

/** The longest time that a timer can wait, in milliseconds. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The sentences that say what is wrong with a policy; none when it can be used. */
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

/** The policy with its defaults filled in; what is undefined counts as left out. */
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
 * Decides whether a failed attempt is followed by another, and after which wait: what the error asks for, or else full
 * jitter, a uniform draw between 0 and the backed-off interval (AWS Architecture Blog, "Exponential Backoff And
 * Jitter"). A wait that the run has no time for is not begun.
 * @param draw a number, 0 included, 1 excluded
 */
export function decideRetry(policy: ResolvedRetryPolicy, failed: FailedAttempt, draw: number): RetryDecision {
  if (isNonRetryable(policy, failed.error)) return stop('non_retryable_failure');
  if (failed.used >= policy.maxAttempts)
    return stop(failed.timedOut ? 'timeout' : 'maximum_attempts_reached');
  if (failed.budgetLeft !== null && failed.budgetLeft <= 0) return stop('retry_budget_exhausted');
  const delayMs = askedDelay(failed.error) ?? Math.round(draw * backoffInterval(policy, failed.used));
  return delayMs < failed.timeLeftMs ? { retry: true, delayMs } : stop('timeout');
}

function stop(state: RetryState): RetryDecision {
  return { retry: false, state };
}

/** The delay that an error asks for with a member `retryAfterMs`, in whole milliseconds; null when it asks for none. */
export function askedDelay(error: unknown): number | null {
  const asked: unknown = error instanceof Error && 'retryAfterMs' in error ? error.retryAfterMs : null;
  if (typeof asked !== 'number' || !Number.isFinite(asked) || asked < 0) return null;
  return Math.min(Math.ceil(asked), LONGEST_TIMER_MS);
}

/** The longest wait after the given number of failed attempts, in milliseconds. */
export function backoffInterval(policy: ResolvedRetryPolicy, used: number): number {
  if (policy.initialIntervalMs === 0) return 0; // times an infinite factor it would be no number
  return Math.min(policy.maxIntervalMs, policy.initialIntervalMs * policy.backoffCoefficient ** (used - 1));
}

function isNonRetryable(policy: ResolvedRetryPolicy, error: unknown): boolean {
  const { error_code, error_class } = safeErrorText(error);
  if (error_code === 'ORCH_STAGE_NON_RETRYABLE') return true;
  return policy.nonRetryable.includes(error_code) || policy.nonRetryable.includes(error_class);
}

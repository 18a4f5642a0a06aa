/** Injection token of the {@link RunsOptions}. */
export const RUNS_OPTIONS = Symbol('RUNS_OPTIONS');

/** How runs are accepted, executed and kept. */
export interface RunsOptions {
  /** The most further tries of each stage node that a request may ask for. */
  readonly maxStageRetries: number;
  /** How long a run may take each time it is executed, in milliseconds. */
  readonly runTimeoutMs: number;
  /** Further tries over all stage nodes and a run's whole life; null is without a bound. */
  readonly runRetryBudget: number | null;
  /** Runs that one process executes at a time. */
  readonly maxConcurrentRuns: number;
  /** Runs that wait for their turn; further ones are rejected with a `TooManyRunsError`. */
  readonly maxQueuedRuns: number;
  /** How long a lease lasts unless it is renewed, in milliseconds; it is renewed every third of that. */
  readonly leaseMs: number;
  /** How often a run is recovered at one checkpoint before it fails. */
  readonly recoveryLimit: number;
  /** How long a shutdown waits for runs to reach a checkpoint, in milliseconds. */
  readonly shutdownGraceMs: number;
  /** Whether requests may inject faults. */
  readonly faultInjection: boolean;
  readonly retention: RetentionOptions;
}

/** Which ended runs are deleted, at the start and every hour; a run is when one of the two applies. */
export interface RetentionOptions {
  /** Days since the run ended; null keeps runs of any age. */
  readonly maxAgeDays: number | null;
  /** Ended runs that are kept; null keeps them all. */
  readonly maxRuns: number | null;
}

export const DEFAULT_RUNS_OPTIONS: RunsOptions = {
  maxStageRetries: 10,
  runTimeoutMs: 600_000,
  runRetryBudget: null,
  maxConcurrentRuns: 32,
  maxQueuedRuns: 1_000,
  leaseMs: 10_000,
  recoveryLimit: 5,
  shutdownGraceMs: 10_000,
  faultInjection: false,
  retention: { maxAgeDays: null, maxRuns: null },
};

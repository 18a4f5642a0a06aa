import type { RunRecord } from './run.js';

/** How the execution of a run has ended, and the run as it is then. */
export type RunOutcome =
  | { readonly kind: 'succeeded' | 'cancelled'; readonly run: RunRecord }
  /** `error` describes the failure; it is saved with the run, unless it says that it could not be. */
  | { readonly kind: 'failed'; readonly run: RunRecord; readonly error: unknown }
  /** The process shuts down, or could not go on, for the `cause`. Another process, or the next one, takes the run. */
  | { readonly kind: 'interrupted'; readonly run: RunRecord; readonly cause?: unknown }
  /** Another process has taken the run, and goes on with it. */
  | { readonly kind: 'lost'; readonly run: RunRecord };

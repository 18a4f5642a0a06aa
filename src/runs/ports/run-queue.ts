import type { LeaseTerms } from './lease-store.js';
import type { LeasedRun } from './leased-run.js';

/** Injection token of the {@link RunQueue}. */
export const RUN_QUEUE = Symbol('RUN_QUEUE');

/** Room for a run that is about to be stored. */
export interface Admission {
  /** Whether the run starts as soon as it is enqueued, so that it may be stored as `running`. */
  readonly startsAtOnce: boolean;
  /** The lease under which the run is stored; absent when it belongs to whichever worker takes it. */
  readonly lease?: LeaseTerms;
  /** Gives the room back; called once the run has been enqueued or could not be stored. */
  release(): void;
}

/** Says which run is executed next. The repository stays the truth: what the queue forgets is found there again. */
export interface RunQueue {
  /**
   * Reserves room for a run.
   * @throws TooManyRunsError, ShuttingDownError
   */
  admit(): Admission;
  /** Hands over a stored run, to be executed when its turn comes. */
  enqueue(run: LeasedRun): void;
  /**
   * Takes back a run that waits for its turn.
   * @returns the run; undefined when it does not wait here
   */
  remove(runId: string): LeasedRun | undefined;
  /** How many runs wait. */
  size(): number;
}

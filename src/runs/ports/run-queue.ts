import type { RunBackend } from '../domain/run.js';
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

/**
 * How a run waits: `waited_for` when a caller waits for its end, so that it may go before runs for which nobody waits;
 * `background` when it goes behind all others.
 */
export type RunUrgency = 'waited_for' | 'usual' | 'background';

/** Says which run is executed next. The repository stays the truth: what the queue forgets is found there again. */
export interface RunQueue {
  /** Recorded with the runs that are put in the queue. */
  readonly backend: RunBackend;
  /**
   * Reserves room for a run.
   * @throws TooManyRunsError, ShuttingDownError
   */
  admit(): Admission | Promise<Admission>;
  /**
   * Hands over a stored run, to be executed when its turn comes. It has the lease of its admission, or one of this process;
   * a queue that others take from gives that back. Never throws: what it cannot hand over is found in the repository.
   */
  enqueue(run: LeasedRun, urgency?: RunUrgency): void;
  /** How many runs wait in it: in a queue that others take from, of all processes. A queue may leave it out. */
  queued?(): number | Promise<number>;
  /** Says in a few words how the queue is, for health checks; a queue within the process leaves it out. Never rejects. */
  describe?(): Promise<string>;
}

/** Who works on a run, and until when others leave it alone. Renewed while the owner's process lives. */
export interface LeaseTerms {
  /** The process: unique among all that use the store. */
  readonly owner: string;
  /** ISO 8601 in UTC. */
  readonly until: string;
  /** When it was given or renewed, ISO 8601 in UTC. A lease of which that is not known is never void. */
  readonly since?: string;
}

/** How far ahead of the reader's clock a lease may be, in milliseconds: clocks are set back a little all the time. */
export const LEASE_TOLERANCE_MS = 1_000;

/** A run that an owner has a lease on. */
export interface HeldRun {
  readonly runId: string;
  /** Rises whenever somebody takes the run: commits under an older one are refused. */
  readonly token: number;
  /** Whether somebody has asked to cancel it since it was last queued. */
  readonly cancelRequested: boolean;
}

/**
 * Who works on which run. A run whose status is `queued` or `running` is held by a lease, unless it waits in a queue that
 * several processes take from. When the lease's time is over, its owner is taken for dead: others may take the run, and
 * what the old owner still commits is refused by the fencing token. A lease that was given later than now, by more than
 * LEASE_TOLERANCE_MS, is further ahead than its length: the clock was set back since. It is void, as one whose time is over.
 *
 * Times are told by the caller's clock. A store on another machine has a clock of its own, and callers on several: its adapter
 * takes a time for as far from the store's present as it is from the caller's, so that a lease lasts as long as it is meant to.
 */
export interface LeaseStore {
  /** Prolongs every lease of the owner that nobody else has taken, and returns them. */
  renewLeases(terms: LeaseTerms): Promise<readonly HeldRun[]>;
  /**
   * The ids of the owner's runs that somebody has asked to cancel, without prolonging anything: asked often while runs go
   * on, or at each news of a cancel. A store leaves it out that only one process uses at a time.
   */
  cancelsAsked?(owner: string): Promise<readonly string[]>;
  /**
   * Takes runs that are `queued`, `running` or `interrupted` and on which nobody has a lease at the moment `now`,
   * oldest first. A lease of the owner's own is none of them, however late its renewal is.
   */
  takeOrphans(terms: LeaseTerms, now: string, limit: number): Promise<readonly HeldRun[]>;
  /** Takes one run, whatever its status; null when there is no such run, or somebody has a lease on it at `now`. */
  take(runId: string, terms: LeaseTerms, now: string): Promise<HeldRun | null>;
  /** Gives a lease back before its time; nothing happens when the token is not the run's. */
  release(runId: string, token: number): Promise<void>;
  /**
   * Marks runs that are `running` under a lease of somebody else than `owner`, whose time was over at `now`, as
   * `interrupted`, and fences them off.
   */
  interruptOrphans(owner: string, now: string): Promise<void>;
}

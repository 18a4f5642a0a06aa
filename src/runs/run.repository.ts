import type { RunProjection, RunRecord, RunRequest, RunStatus } from './domain/run.js';

/** Injection token of the {@link RunRepository}; RUN_REPOSITORY in the environment names its adapter. */
export const RUN_REPOSITORY = Symbol('RUN_REPOSITORY');

/** A row of a run log as it is stored. */
export interface RunlogRow {
  readonly seq: number;
  readonly type: string;
  /** The stage node that wrote it, if one did. */
  readonly stageNode: string | null;
  /** The attempt that wrote it, if one did. */
  readonly attempt: number | null;
  /** The whole row: JSON text without a line feed. */
  readonly json: string;
}

/** The run's state where a stage node could go on from. */
export interface RunCheckpoint {
  readonly stageNode: string;
  /** The last row that the state takes account of. */
  readonly seq: number;
  /** JSON text. */
  readonly state: string;
}

/** Who works on a run, and until when others leave it alone. Renewed while the owner's process lives. */
export interface LeaseTerms {
  /** The process: unique among all that use the store. */
  readonly owner: string;
  /** ISO 8601 in UTC. */
  readonly until: string;
  /** When it was given or renewed, ISO 8601 in UTC. A lease of which that is not known is never void. */
  readonly since?: string;
}

/** How far a lease may lie ahead of whoever looks at it, in milliseconds: clocks are set back a little all the time. */
export const LEASE_TOLERANCE_MS = 1_000;

/** A key that a caller gave to a request, so that it makes one run however often it is sent. */
export interface IdempotencyKey {
  /** Caller and route: keys of others are other keys. */
  readonly scope: string;
  readonly key: string;
  /** Tells whether the body is the same. */
  readonly bodyHash: string;
}

/** A key that was used before, and the run that it made. */
export interface UsedIdempotencyKey {
  readonly bodyHash: string;
  readonly runId: string;
  /** The run when it had ended for the first time; null before. */
  readonly answer: RunRecord | null;
}

/** A run to be stored. */
export interface NewRun {
  readonly run: RunRecord;
  readonly request: RunRequest;
  /** Its first rows; those of a fork follow its copied ones. */
  readonly rows: readonly RunlogRow[];
  /** The new run belongs to this owner, under the fencing token 1. */
  readonly lease: LeaseTerms;
  readonly key?: IdempotencyKey;
  /** Begins the log with another run's rows up to `throughSeq`, and takes over its checkpoints up to there. */
  readonly copy?: { readonly runId: string; readonly throughSeq: number };
}

/** What becomes durable together, or not at all. */
export interface RunCommit {
  /** The run as it is afterwards, its summary counting the new rows. A status without an owner ends the lease. */
  readonly run: RunRecord;
  /** The rows that follow the run's last one. */
  readonly rows: readonly RunlogRow[];
  /** The fencing token under which the run was taken. */
  readonly token: number;
  /** Each replaces its node's earlier checkpoint; at the most one a node. */
  readonly checkpoints?: readonly RunCheckpoint[];
}

/** A run that an owner has a lease on. */
export interface HeldRun {
  readonly runId: string;
  /** Rises whenever somebody takes the run: commits under an older one are refused. */
  readonly token: number;
  /** Whether somebody has asked to cancel it since it was last queued. */
  readonly cancelRequested: boolean;
}

/** The runs that a list asks for; conditions combine with AND. */
export interface RunFilter extends Partial<
  Pick<RunProjection, 'thread_status' | 'seed_id' | 'board_id' | 'pack_fingerprint'>
> {
  readonly status?: RunStatus;
  readonly pipeline?: string;
  /** A part of the run's title, compared as `foldedText`. */
  readonly title?: string;
  /** ISO 8601 in UTC; runs created at this moment or later. */
  readonly created_after?: string;
  /** ISO 8601 in UTC; runs created before this moment. */
  readonly created_before?: string;
}

/** A place in the list: the run that was the last one of a page. */
export interface RunPlace {
  readonly created_at: string;
  readonly run_id: string;
}

/** Who deletes a run, and when. */
export interface Deleter {
  /** The process, as in {@link LeaseTerms}; absent when it has no leases. */
  readonly owner?: string;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

/** A page of the list, newest first. */
export interface RunPageRequest {
  readonly filter: RunFilter;
  readonly limit: number;
  /** Runs to pass over; 0 when the page begins after a place. */
  readonly offset: number;
  /** The page begins after this place. */
  readonly after?: RunPlace;
}

/** The runs of one page. A run that cannot be read is one of them, as `damagedRun` tells it. */
export interface RunPage {
  readonly items: readonly RunRecord[];
  /** How many runs there are in all; null when the page begins after a place. */
  readonly total: number | null;
}

/** Which ended runs are old enough, or too many, to be deleted; a run is when one of the two applies. */
export interface RunExpiry {
  /** ISO 8601 in UTC: runs that ended before. */
  readonly endedBefore?: string;
  /** Ended runs beyond the newest so many. */
  readonly keepNewest?: number;
}

/** The rows of a log that a reader asks for. */
export interface RowSelection {
  /** Rows after this `seq`; 0 is from the start. */
  readonly afterSeq: number;
  /** Rows up to this `seq`. */
  readonly throughSeq?: number;
  /** Rows of these types; all when empty. */
  readonly types: readonly string[];
  /** Rows of this stage node alone. */
  readonly stageNode?: string;
  /** Rows of attempts of this number alone. */
  readonly attempt?: number;
  /** How many at the most. */
  readonly limit: number;
}

/** Rows that follow each other in a log, as they are stored. */
export interface RowText {
  /** How many; at least one. */
  readonly rows: number;
  /** Their JSON in UTF-8, a line feed after each. Whoever reads them may change them. */
  readonly bytes: Buffer;
}

/** Where a piece of a log's text is to begin and to end. */
export type RowTextSelection = Required<Pick<RowSelection, 'afterSeq' | 'throughSeq' | 'limit'>>;

/**
 * Keeps runs, their rows and their checkpoints. An adapter is right when it passes `RUN_REPOSITORY_CONFORMANCE`.
 * Every method rejects with a `StorageUnavailableError` when the store cannot be used.
 *
 * A run whose status is `queued` or `running` is held by a lease. When the lease's time is over, its owner is taken
 * for dead: others may take the run, and what the old owner still commits is refused by the fencing token. A lease that
 * was given later than now, by more than LEASE_TOLERANCE_MS, is further ahead than its length: the clock was set back
 * since. It is void, as one whose time is over.
 */
export interface RunRepository {
  /**
   * Stores a new run, with its first rows, its lease and its key.
   * @throws IdempotencyKeyTakenError when the key was used before, RunNotFoundError when the run to be copied is gone;
   *   nothing is stored then
   */
  create(run: NewRun): Promise<void>;
  /**
   * Makes a commit durable.
   * @throws RunConflictError when the rows do not follow the run's last one, or the token is not the run's:
   *   somebody else has written, or has taken the run
   */
  commit(commit: RunCommit): Promise<void>;
  /** Prolongs every lease of the owner that nobody else has taken, and tells which these are. */
  renewLeases(terms: LeaseTerms): Promise<readonly HeldRun[]>;
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
  /**
   * Asks for a `queued` or `running` run to be cancelled. Does not wait for other writers of this process.
   * @returns false when there is no such run, or it has another status
   */
  requestCancel(runId: string): Promise<boolean>;
  /** What became of a key; null when it was not used, or its run is gone. */
  findKey(scope: string, key: string): Promise<UsedIdempotencyKey | null>;
  /** Keeps what a key's caller was answered, unless an answer is kept already. */
  saveAnswer(scope: string, key: string, answer: RunRecord): Promise<void>;
  /** @returns null when there is no such run */
  find(runId: string): Promise<RunRecord | null>;
  /** What the run was asked to do; null when there is no such run. */
  findRequest(runId: string): Promise<RunRequest | null>;
  /** A page of runs, newest first (by creation, then by id). */
  list(page: RunPageRequest): Promise<RunPage>;
  /** The selected rows in order of `seq`; none when there is no such run. */
  readRows(runId: string, selection: RowSelection): Promise<readonly RunlogRow[]>;
  /**
   * The stored bytes of the rows that follow `afterSeq`: as many as asked for, or fewer; for logs of any length. An
   * adapter that is no faster at this than at `readRows` leaves it out.
   * @returns null when a row is missing there: `readRows` tells which
   */
  readRowText?(runId: string, selection: RowTextSelection): Promise<RowText | null>;
  /** The last checkpoint of each stage node, in order of `seq`. */
  readCheckpoints(runId: string): Promise<readonly RunCheckpoint[]>;
  /**
   * Deletes a run that has ended, or whose record is damaged, with its rows, checkpoints, request, key and answer.
   * @returns false when there is no such run
   * @throws RunConflictError when the run is queued, running or interrupted and not damaged, or somebody has a lease on
   *   it whose time is not over; a damaged run's lease of the deleter's own is none
   */
  delete(runId: string, by: Deleter): Promise<boolean>;
  /** The ids of ended runs that have expired, oldest first. */
  findExpired(expiry: RunExpiry, limit: number): Promise<readonly string[]>;
  /** Gives the space of what was deleted back to the system. */
  reclaimSpace(): Promise<void>;
  /** Resolves when the store can be written and read, and still stands where it was opened. */
  probe(): Promise<void>;
  /** Lets go of files and connections. */
  close(): Promise<void>;
}

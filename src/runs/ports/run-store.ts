import type { PlainValue } from '../domain/attributes.js';
import type { RunRecord, RunRequest, RunStatus } from '../domain/run.js';
import type { IdempotencyKey } from './idempotency-store.js';
import type { LeaseTerms } from './lease-store.js';
import type { RunCheckpoint, RunlogRow } from './run-log-store.js';

/** A run to be stored. */
export interface NewRun {
  readonly run: RunRecord;
  readonly request: RunRequest;
  /** Its first rows; those of a fork follow its copied ones. */
  readonly rows: readonly RunlogRow[];
  /** Who has the new run, under the fencing token 1; nobody when it is left out, so that any worker may take it. */
  readonly lease?: LeaseTerms;
  readonly key?: IdempotencyKey;
  /** Begins the log with another run's rows up to `throughSeq`, and takes over its checkpoints up to there. */
  readonly copy?: { readonly runId: string; readonly throughSeq: number };
}

/** What becomes durable together, or not at all. */
export interface RunCommit {
  /** The run as it is afterwards, its summary counting the new rows. A status without an owner ends the lease. */
  readonly run: RunRecord;
  /** The run as it was before; left out where it is not at hand. What is equal in both need not be written again. */
  readonly previous?: RunRecord;
  /** The rows that follow the run's last one. */
  readonly rows: readonly RunlogRow[];
  /** The JSON of the rows in UTF-8, a line feed after each; left out where it is not at hand. */
  readonly text?: Buffer;
  /** The fencing token under which the run was taken. */
  readonly token: number;
  /** Each replaces its node's earlier checkpoint; at most one a node. */
  readonly checkpoints?: readonly RunCheckpoint[];
}

/** The runs that a list asks for; conditions combine with AND. */
export interface RunFilter {
  readonly status?: RunStatus;
  readonly pipeline?: string;
  /** A part of the run's title, compared as `foldedText`. */
  readonly title?: string;
  /** Attributes with these values. */
  readonly attributes?: Readonly<Record<string, PlainValue>>;
  /** ISO 8601 in UTC; runs created at this moment or later. */
  readonly created_after?: string;
  /** ISO 8601 in UTC; runs created before this moment. */
  readonly created_before?: string;
}

/** A position in the list: the last run of a page. */
export interface RunCursor {
  readonly created_at: string;
  readonly run_id: string;
}

/** A page of the list, newest first. */
export interface RunPageRequest {
  readonly filter: RunFilter;
  readonly limit: number;
  /** Runs to pass over; 0 when the page begins after a cursor. */
  readonly offset: number;
  /** The page begins after this position. */
  readonly after?: RunCursor;
}

/** The runs of one page. A run that cannot be read is one of them, as `damagedRun` shows it. */
export interface RunPage {
  readonly items: readonly RunRecord[];
  /** How many runs there are in all; null when the page begins after a cursor. */
  readonly total: number | null;
}

/** Who deletes a run, and when. */
export interface Deleter {
  /** The process, as in {@link LeaseTerms}; absent when it has no leases. */
  readonly owner?: string;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

/**
 * Keeps runs: what each was asked for, its state, and the list of them all.
 */
export interface RunStore {
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
  /**
   * Asks for a `queued` or `running` run to be cancelled. Does not wait for other writers of this process.
   * @returns false when there is no such run, or it has another status
   */
  requestCancel(runId: string): Promise<boolean>;
  /** @returns null when there is no such run */
  find(runId: string): Promise<RunRecord | null>;
  /** What the run was asked to do; null when there is no such run. */
  findRequest(runId: string): Promise<RunRequest | null>;
  /**
   * Names the attributes that lists will filter by, once, after the store was opened, so that an adapter can index them.
   * Lists filter by any other attribute as well, only more slowly; an adapter without indexes leaves it out.
   */
  declareFilters?(attributes: readonly string[]): Promise<void>;
  /** A page of runs, newest first (by creation, then by id). */
  list(page: RunPageRequest): Promise<RunPage>;
  /**
   * Deletes a run that has ended, or whose record is damaged, with its rows, checkpoints, request, key and response.
   * @returns false when there is no such run
   * @throws RunConflictError when the run is queued, running or interrupted and not damaged, or somebody has a lease on
   *   it whose time is not over; a damaged run's lease of the deleter's own is none
   */
  delete(runId: string, by: Deleter): Promise<boolean>;
}

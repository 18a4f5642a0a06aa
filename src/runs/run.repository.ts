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

/** What becomes durable together, or not at all. */
export interface RunCommit {
  /** The run as it is afterwards, its summary counting the new rows. */
  readonly run: RunRecord;
  /** The rows that follow the run's last one. */
  readonly rows: readonly RunlogRow[];
  /** Replaces the node's earlier checkpoint. */
  readonly checkpoint?: RunCheckpoint;
}

/** The runs that a list asks for; conditions combine with AND. */
export interface RunFilter extends Partial<
  Pick<RunProjection, 'thread_status' | 'seed_id' | 'board_id' | 'pack_fingerprint'>
> {
  readonly status?: RunStatus;
  readonly pipeline?: string;
  /** ISO 8601 in UTC; runs created at this moment or later. */
  readonly created_after?: string;
  /** ISO 8601 in UTC; runs created before this moment. */
  readonly created_before?: string;
}

/** A page of the list, newest first. */
export interface RunPageRequest {
  readonly filter: RunFilter;
  readonly limit: number;
  readonly offset: number;
}

/** The runs of one page, and how many there are in all. */
export interface RunPage {
  readonly items: readonly RunRecord[];
  readonly total: number;
}

/** The rows of a log that a reader asks for. */
export interface RowSelection {
  /** Rows after this `seq`; 0 is from the start. */
  readonly afterSeq: number;
  /** Rows up to this `seq`. */
  readonly throughSeq?: number;
  /** Rows of these types; all when empty. */
  readonly types: readonly string[];
  /** How many at the most. */
  readonly limit: number;
}

/**
 * Keeps runs, their rows and their checkpoints. An adapter is right when it passes `RUN_REPOSITORY_CONFORMANCE`.
 * Every method rejects with a `StorageUnavailableError` when the store cannot be used.
 */
export interface RunRepository {
  /** Stores a new run with its first rows. */
  create(run: RunRecord, request: RunRequest, rows: readonly RunlogRow[]): Promise<void>;
  /**
   * Makes a commit durable.
   * @throws RunConflictError when the rows do not follow the run's last one: somebody else has written
   */
  commit(commit: RunCommit): Promise<void>;
  /** @returns null when there is no such run */
  find(runId: string): Promise<RunRecord | null>;
  /** What the run was asked to do; null when there is no such run. */
  findRequest(runId: string): Promise<RunRequest | null>;
  /** A page of runs, newest first (by creation, then by id). */
  list(page: RunPageRequest): Promise<RunPage>;
  /** The selected rows in order of `seq`; none when there is no such run. */
  readRows(runId: string, selection: RowSelection): Promise<readonly RunlogRow[]>;
  /** The last checkpoint of each stage node, in order of `seq`. */
  readCheckpoints(runId: string): Promise<readonly RunCheckpoint[]>;
  /** Resolves when the store can be written and read. */
  probe(): Promise<void>;
  /** Lets go of files and connections. */
  close(): Promise<void>;
}

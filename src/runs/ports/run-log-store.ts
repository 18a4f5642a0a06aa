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
  /** How many at most. */
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
 * Reads the rows of runs, and the checkpoints that their stages left. What is written comes with `RunStore.commit`.
 */
export interface RunLogStore {
  /** The selected rows in order of `seq`; none when there is no such run. */
  readRows(runId: string, selection: RowSelection): Promise<readonly RunlogRow[]>;
  /**
   * The stored bytes of the rows that follow `afterSeq`: as many as asked for, or fewer; for logs of any length. An
   * adapter that is no faster at this than at `readRows` leaves it out.
   * @returns null when a row is missing there: `readRows` shows which
   */
  readRowText?(runId: string, selection: RowTextSelection): Promise<RowText | null>;
  /** The last checkpoint of each stage node, in order of `seq`. */
  readCheckpoints(runId: string): Promise<readonly RunCheckpoint[]>;
}

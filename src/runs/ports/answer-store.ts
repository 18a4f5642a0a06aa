/** What an outside service has answered a run, kept so that the run can be repeated without asking again. */
export interface RecordedAnswer {
  /** Which request it answers: a digest of all that the answer depends on. */
  readonly key: string;
  /** When it came, ISO 8601 in UTC. */
  readonly recordedAt: string;
  /** What it cost the run, in whole units that the service counts; 0 when another run has paid for it. */
  readonly units: number;
  /** JSON text. */
  readonly answer: string;
}

/** An answer, and whose it is. */
export interface OwnedAnswer extends RecordedAnswer {
  /** The run that has recorded it; null when it was imported. */
  readonly runId: string | null;
}

/** Where a page of answers begins: after this one. */
export interface AnswerCursor {
  readonly key: string;
  readonly runId: string | null;
}

/**
 * Keeps answers of outside services. An answer is durable as soon as it is recorded, before the rows that rest on it, and
 * goes when its run is deleted; one that was imported belongs to no run, and stays until it is removed.
 */
export interface AnswerStore {
  /**
   * Records an answer of a run, in place of an earlier one to the same request, whose units are added to. Durable when it
   * resolves; its units count for the day of `recordedAt`, also when the run is deleted.
   * @throws RunNotFoundError when there is no such run
   */
  record(runId: string, answer: RecordedAnswer): Promise<void>;
  /** Keeps answers that belong to no run; those that are there already are replaced. */
  importAnswers(answers: readonly RecordedAnswer[]): Promise<void>;
  /** The answer of a run; null when it has none to this request. */
  find(runId: string, key: string): Promise<RecordedAnswer | null>;
  /** The newest answer to a request, of whatever run, or imported; null when there is none. */
  findAnywhere(key: string): Promise<RecordedAnswer | null>;
  /**
   * Answers in order of key, then of run, imported ones first.
   * @param runId of this run alone; of all runs, and imported ones, when it is left out
   */
  page(limit: number, after: AnswerCursor | null, runId?: string): Promise<readonly OwnedAnswer[]>;
  /** The sum of the units of a run's answers. */
  unitsOf(runId: string): Promise<number>;
  /** The sum of the units that were recorded on a day (`YYYY-MM-DD`, UTC). */
  unitsOn(day: string): Promise<number>;
}

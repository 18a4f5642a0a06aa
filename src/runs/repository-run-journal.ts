import { describeError, type Clock } from '../common/index.js';
import {
  runStateRow,
  type JournalEntry,
  type JournalRow,
  type RunJournal,
  type StoredRow,
} from '../orchestrator/index.js';
import type { RunProjection, RunRecord } from './domain/run.js';
import { addRows } from './domain/runlog-summary.js';
import { readAllRows } from './row-reader.js';
import { RunConflictError } from './run.errors.js';
import type { RunCommit, RunRepository, RunlogRow } from './run.repository.js';

/** Who wrote a row; nobody of the pipeline when both are null. */
export interface RowOrigin {
  readonly stageNode: string | null;
  readonly attempt: number | null;
}

export const NO_STAGE: RowOrigin = { stageNode: null, attempt: null };

/** Why a run's execution ended, as its `run_state` row says. */
const REASONS = { cancelled: 'cancel', interrupted: 'shutdown' } as const;

/** What a journal writes to. */
export interface JournalStore {
  readonly repository: RunRepository;
  readonly clock: Clock;
  readonly project: (state: unknown) => Partial<RunProjection>;
}

/** The journal of one run under a lease: numbers its rows, keeps its record and summary, and commits them. */
export class RepositoryRunJournal implements RunJournal {
  /** Whether somebody else has taken the run: nothing more can be written. */
  isLost = false;
  private turn: Promise<void> = Promise.resolve();

  /**
   * @param token the fencing token of the lease
   * @param onDurable called after each entry that did not end the execution
   */
  constructor(
    private run: RunRecord,
    private readonly token: number,
    private readonly store: JournalStore,
    private readonly onDurable: () => void = () => undefined,
  ) {}

  /** The run as it is stored. */
  get record(): RunRecord {
    return this.run;
  }

  append(entry: JournalEntry): Promise<void> {
    return this.inTurn(async () => {
      await this.commit(this.commitOf(entry));
      if (!entry.outcome) this.onDurable();
    });
  }

  /** Changes the record itself, with rows that say why. */
  transition(
    changes: Partial<RunRecord>,
    rows: readonly JournalRow[] = [],
    origin: RowOrigin = NO_STAGE,
  ): Promise<void> {
    return this.inTurn(() => {
      const numbered = numberRows(rows, this.run.summary.rows, origin);
      const summary = addRows(this.run.summary, numbered);
      return this.commit({ run: { ...this.run, ...changes, summary }, rows: numbered, token: this.token });
    });
  }

  async *rows(types: readonly string[]): AsyncIterable<StoredRow> {
    for await (const { json } of readAllRows(this.store.repository, this.run, types)) {
      yield JSON.parse(json) as StoredRow;
    }
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work);
    return this.turn;
  }

  private async commit(commit: RunCommit): Promise<void> {
    try {
      await this.store.repository.commit(commit);
    } catch (error) {
      if (error instanceof RunConflictError) this.isLost = true;
      throw error;
    }
    this.run = commit.run;
  }

  private commitOf(entry: JournalEntry): RunCommit {
    const { stageNode, attempt, state, outcome, nextRetryAt = null, nextStage = stageNode } = entry;
    const at = this.store.clock.now();
    const rows = [...entry.rows];
    if (outcome?.status === 'cancelled' || outcome?.status === 'interrupted') {
      const reason = REASONS[outcome.status];
      rows.push(runStateRow(at, { from: this.run.status, to: outcome.status, reason }));
    }
    const numbered = numberRows(rows, this.run.summary.rows, { stageNode, attempt });
    const summary = addRows(this.run.summary, numbered);
    const run: RunRecord = {
      ...this.run,
      ...(state !== undefined && this.store.project(JSON.parse(state))),
      current_stage: nextStage,
      next_retry_at: nextRetryAt,
      summary,
      ...(outcome && { status: outcome.status }),
      ...(outcome &&
        outcome.status !== 'interrupted' && {
          current_stage: null,
          ended_at: at.toISOString(),
          error: outcome.status === 'failed' ? describeError(outcome.error) : null,
        }),
    };
    const checkpoint = state === undefined ? {} : { checkpoint: { stageNode, seq: summary.rows, state } };
    return { run, rows: numbered, token: this.token, ...checkpoint };
  }
}

/** Gives rows their place in the log, after the row `lastSeq`. What a run's own state says comes from no stage. */
export function numberRows(
  rows: readonly JournalRow[],
  lastSeq: number,
  origin: RowOrigin,
): (RunlogRow & { readonly at: string })[] {
  return rows.map(({ type, at, json }, index) => {
    const seq = lastSeq + 1 + index;
    const from = type === 'run_state' ? NO_STAGE : origin;
    return { ...from, seq, type, at, json: `{"seq":${seq},"at":"${at}",${json.slice(1)}` };
  });
}

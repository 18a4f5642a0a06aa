import { describeError, type Clock } from '../common/index.js';
import type { JournalEntry, JournalRow, RunJournal, StoredRow } from '../orchestrator/index.js';
import type { RunProjection, RunRecord } from './domain/run.js';
import { addRows } from './domain/runlog-summary.js';
import { readAllRows } from './row-reader.js';
import type { RunCommit, RunRepository, RunlogRow } from './run.repository.js';

/** The journal of one running run: numbers its rows, keeps its record and summary, and commits to the repository. */
export class RepositoryRunJournal implements RunJournal {
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private run: RunRecord,
    private readonly repository: RunRepository,
    private readonly clock: Clock,
    private readonly project: (state: unknown) => Partial<RunProjection>,
  ) {}

  /** The run as it is stored. */
  get record(): RunRecord {
    return this.run;
  }

  append(entry: JournalEntry): Promise<void> {
    this.turn = this.turn.then(() => this.commit(this.commitOf(entry)));
    return this.turn;
  }

  async *rows(types: readonly string[]): AsyncIterable<StoredRow> {
    for await (const { json } of readAllRows(this.repository, this.run, types)) {
      yield JSON.parse(json) as StoredRow;
    }
  }

  private async commit(commit: RunCommit): Promise<void> {
    await this.repository.commit(commit);
    this.run = commit.run;
  }

  private commitOf({ stageNode, attempt, rows, state, outcome }: JournalEntry): RunCommit {
    const numbered = numberRows(rows, this.run.summary.rows, { stageNode, attempt });
    const summary = addRows(this.run.summary, numbered);
    const run: RunRecord = {
      ...this.run,
      ...(state !== undefined && this.project(JSON.parse(state))),
      current_stage: stageNode,
      summary,
      ...(outcome && {
        status: outcome.status,
        current_stage: null,
        ended_at: this.clock.now().toISOString(),
        error: outcome.status === 'failed' ? describeError(outcome.error) : null,
      }),
    };
    return {
      run,
      rows: numbered,
      ...(state !== undefined && { checkpoint: { stageNode, seq: summary.rows, state } }),
    };
  }
}

/** Gives rows their place in the log, after the row `lastSeq`. */
export function numberRows(
  rows: readonly JournalRow[],
  lastSeq: number,
  origin: { readonly stageNode: string | null; readonly attempt: number | null },
): (RunlogRow & { readonly at: string })[] {
  return rows.map(({ type, at, json }, index) => {
    const seq = lastSeq + 1 + index;
    return { ...origin, seq, type, at, json: `{"seq":${seq},"at":"${at}",${json.slice(1)}` };
  });
}

import { describeError, stopwatch, type Clock, type Stopwatch } from '../../common/index.js';
import {
  runStateRow,
  type JournalEntry,
  type JournalRow,
  type RunJournal,
  type StoredRow,
} from '../../orchestrator/index.js';
import { withProjection, type RunProjection } from '../domain/attributes.js';
import { durationOf, type RunRecord } from '../domain/run.js';
import { addRows } from '../domain/runlog-summary.js';
import { NO_STAGE, notBefore, numberRows, type RowOrigin } from './number-rows.js';
import { readRowPages } from './row-reader.js';
import { RowWindow } from './row-window.js';
import type { RunlogRow } from '../ports/run-log-store.js';
import type { RunCommit } from '../ports/run-store.js';
import type { RunRepository } from '../ports/run.repository.js';

/** What a journal writes to. */
interface JournalStore {
  readonly repository: RunRepository;
  readonly clock: Clock;
  readonly project: (state: unknown) => RunProjection;
}

/** What a journal reports. */
export interface JournalEvents {
  /** Something has become durable, and the run goes on. */
  readonly onDurable?: (isCheckpoint: boolean) => void;
  /** Why an interrupted run is interrupted; `shutdown` unless given. */
  readonly interruptReason?: string;
  /** Nothing more can be written. */
  readonly onFailure?: () => void;
}

/** What the next commit writes. */
interface NextWrite {
  readonly commit: RunCommit;
  /** When that is durable. */
  readonly durable: Promise<void>;
  /** Lets it begin; after the commit before it, however often it is called. */
  readonly begin: () => void;
}

/**
 * The journal of one run under a lease: numbers its rows, keeps its record and summary, and commits them. What is
 * appended while a commit is under way shares the next one. The end of a node that another one follows is committed
 * with what this one appends in the same turn of the event loop: nobody waits for it.
 */
export class RepositoryRunJournal implements RunJournal {
  /** Why nothing more can be written; a RunConflictError when somebody else has taken the run. */
  failure: Error | null = null;
  /** The run with everything that was appended. */
  private head: RunRecord;
  private next: NextWrite | null = null;
  private lastWrite: Promise<void> = Promise.resolve();
  /** Measures from the run's start; the stored times cover what other processes did. */
  private readonly elapsed: Stopwatch;

  /** The last rows, so that stages need not wait for what they have just written to be read back. */
  private readonly window: RowWindow;

  /**
   * @param token the fencing token of the lease
   * @param lastRows the rows at the end of the log, where they are known
   */
  constructor(
    private run: RunRecord,
    private readonly token: number,
    private readonly store: JournalStore,
    private readonly events: JournalEvents = {},
    lastRows: readonly RunlogRow[] = [],
  ) {
    this.head = run;
    this.window = new RowWindow(run.summary.rows - lastRows.length + 1);
    this.window.push(lastRows);
    this.elapsed = stopwatch(store.clock, run.started_at === null ? undefined : new Date(run.started_at));
  }

  /** The run as it is stored. */
  get record(): RunRecord {
    return this.run;
  }

  /** Whole milliseconds since the run's start; null before. */
  get durationMs(): number | null {
    return this.head.started_at === null ? null : (durationOf(this.head) ?? this.elapsed());
  }

  append(entry: JournalEntry): Promise<void> {
    return this.add(this.commitOf(entry), entry.nextStage !== undefined);
  }

  /** Changes the record itself, with rows that say why. */
  transition(
    changes: Partial<RunRecord>,
    rows: readonly JournalRow[] = [],
    origin: RowOrigin = NO_STAGE,
  ): Promise<void> {
    const numbered = numberRows(rows, this.head.summary, origin);
    const summary = addRows(this.head.summary, numbered);
    const run = this.timed({ ...this.head, ...changes, summary });
    return this.add({ run, rows: numbered, token: this.token });
  }

  async *rows(types: readonly string[]): AsyncIterable<StoredRow> {
    const { head, window } = this;
    const kept = window.through(head.summary.rows); // taken now: the window moves on while earlier rows are read
    const throughSeq = window.from - 1;
    if (throughSeq > this.run.summary.rows) await (this.next?.durable ?? this.lastWrite);
    if (throughSeq > 0) {
      for await (const page of readRowPages(this.store.repository, head, { types, throughSeq })) {
        for (const { json } of page) yield JSON.parse(json) as StoredRow;
      }
    }
    for (const { type, json } of kept) {
      if (types.length === 0 || types.includes(type)) yield JSON.parse(json) as StoredRow;
    }
  }

  /** The run with times that do not go back, and with the duration of its life when it has ended. */
  private timed(run: RunRecord): RunRecord {
    if (run.started_at === null) return run;
    const started_at = notBefore(run.started_at, run.created_at);
    if (run.ended_at === null) return { ...run, started_at, duration_ms: null };
    const ended_at = notBefore(run.ended_at, started_at);
    return { ...run, started_at, ended_at, duration_ms: this.elapsed() };
  }

  /**
   * Resolves when the commit is durable, on its own or with those that it waited with.
   * @param canWait whether it may wait for others until the end of this turn of the event loop
   */
  private add(commit: RunCommit, canWait = false): Promise<void> {
    this.head = commit.run;
    this.window.push(commit.rows);
    this.next = this.next
      ? { ...this.next, commit: merged(this.next.commit, commit) }
      : this.nextWrite(commit);
    const { begin, durable } = this.next;
    if (canWait) setImmediate(begin);
    else begin();
    return durable;
  }

  private nextWrite(commit: RunCommit): NextWrite {
    const start = openable();
    const durable = Promise.all([this.lastWrite, start.opened]).then(() => this.write());
    durable.catch(() => undefined); // who does not wait for it learns of it from what follows
    this.lastWrite = durable;
    return { commit, durable, begin: start.open };
  }

  private async write(): Promise<void> {
    if (!this.next) return;
    const { commit } = this.next;
    this.next = null;
    try {
      await this.store.repository.commit(commit);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      this.events.onFailure?.();
      throw error;
    }
    this.run = commit.run;
    if (this.run.status === 'running') this.events.onDurable?.((commit.checkpoints ?? []).length > 0);
  }

  private commitOf(entry: JournalEntry): RunCommit {
    const { stageNode, attempt, state, outcome, nextRetryAt = null, nextStage = stageNode } = entry;
    const at = this.store.clock.now();
    const rows = [...entry.rows];
    if (outcome?.status === 'cancelled' || outcome?.status === 'interrupted') {
      const reason = outcome.status === 'cancelled' ? 'cancel' : (this.events.interruptReason ?? 'shutdown');
      rows.push(runStateRow(at, { from: this.head.status, to: outcome.status, reason }));
    }
    const numbered = numberRows(rows, this.head.summary, { stageNode, attempt });
    const summary = addRows(this.head.summary, numbered);
    const projection = state === undefined ? {} : this.store.project(JSON.parse(state));
    const { title = this.head.title } = projection;
    const run = this.timed({
      ...this.head,
      title,
      attributes: withProjection(this.head.attributes, projection),
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
    });
    const checkpoints = state === undefined ? [] : [{ stageNode, seq: summary.rows, state }];
    return { run, rows: numbered, token: this.token, checkpoints };
  }
}

/** A promise, and what resolves it. */
function openable(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: (() => void) | undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open?.() };
}

/** Two commits as one. */
function merged(first: RunCommit, second: RunCommit): RunCommit {
  const { checkpoints = [] } = second;
  const replaced = new Set(checkpoints.map(({ stageNode }) => stageNode));
  const kept = (first.checkpoints ?? []).filter(({ stageNode }) => !replaced.has(stageNode));
  return { ...second, rows: [...first.rows, ...second.rows], checkpoints: [...kept, ...checkpoints] };
}

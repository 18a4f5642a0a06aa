import { describeError, stopwatch, type Clock, type Stopwatch } from '../../common/index.js';
import {
  runStateRow,
  type JournalEntry,
  type JournalRow,
  type RunJournal,
  type StoredRow,
} from '../../orchestrator/index.js';
import { withProjection, type RunProjection } from '../domain/attributes.js';
import { durationOf, hasEnded, type RunRecord } from '../domain/run.js';
import { textOf } from '../domain/row-text.js';
import { addRows, type RunlogSummary } from '../domain/runlog-summary.js';
import { NO_STAGE, notBefore, numberRows, type NumberedRow, type RowOrigin } from './number-rows.js';
import { readRowPages } from './row-reader.js';
import { RowWindow } from './row-window.js';
import type { RunCheckpoint, RunlogRow } from '../ports/run-log-store.js';
import type { RunRepository } from '../ports/run.repository.js';
import type { BeforeRunEnds } from '../run-endings.js';
import type { RunObservers } from '../run-observers.js';

/** What a journal writes to. */
interface JournalStore {
  readonly repository: RunRepository;
  readonly clock: Clock;
  readonly project: (state: unknown) => RunProjection;
  readonly beforeEnd?: BeforeRunEnds;
  readonly observers: RunObservers;
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
  readonly rows: NumberedRow[];
  /** The last one of each node. */
  readonly checkpoints: Map<string, RunCheckpoint>;
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
  /** The run with everything that was appended, but for its summary. */
  private head: RunRecord;
  /** The last row that was appended. */
  private last: Pick<RunlogSummary, 'rows' | 'last_at'>;
  private next: NextWrite | null = null;
  /** The state that was projected last. */
  private projectedState: string | undefined;
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
    this.last = run.summary;
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
    const { stageNode, attempt, state, nextStage } = entry;
    const rows = [...entry.rows, ...this.stopRows(entry)];
    const next = this.add(this.changesOf(entry), rows, { stageNode, attempt });
    if (state !== undefined) {
      next.checkpoints.delete(stageNode); // checkpoints are in the order of their rows
      next.checkpoints.set(stageNode, { stageNode, seq: this.last.rows, state });
    }
    if (nextStage === undefined) next.begin();
    else setImmediate(next.begin);
    return next.durable;
  }

  /** Changes the record itself, with rows that say why. */
  transition(
    changes: Partial<RunRecord>,
    rows: readonly JournalRow[] = [],
    origin: RowOrigin = NO_STAGE,
  ): Promise<void> {
    const next = this.add(changes, rows, origin);
    next.begin();
    return next.durable;
  }

  rows(types: readonly string[]): AsyncIterable<StoredRow> {
    return {
      [Symbol.asyncIterator]: () => {
        const { last, window } = this;
        const kept = window.through(last.rows); // taken now: the window moves on while earlier rows are read
        const wanted = types.length === 0 ? kept : kept.filter(({ type }) => types.includes(type));
        const throughSeq = window.from - 1;
        return throughSeq > 0 ? this.storedAnd(wanted, { types, throughSeq }) : parsed(wanted);
      },
    };
  }

  /** Rows of the store, and after them those that are kept. */
  private async *storedAnd(
    kept: readonly RunlogRow[],
    earlier: { readonly types: readonly string[]; readonly throughSeq: number },
  ): AsyncIterator<StoredRow> {
    if (earlier.throughSeq > this.run.summary.rows) await (this.next?.durable ?? this.lastWrite);
    for await (const page of readRowPages(this.store.repository, this.run, earlier)) {
      for (const { json } of page) yield JSON.parse(json) as StoredRow;
    }
    for (const { json } of kept) yield JSON.parse(json) as StoredRow;
  }

  /** The run with times that do not go back, and with the duration of its life when it has ended. */
  private timed(run: RunRecord): RunRecord {
    if (run.started_at === null) return run;
    const started_at = notBefore(run.started_at, run.created_at);
    if (run.ended_at === null) return { ...run, started_at, duration_ms: null };
    const ended_at = notBefore(run.ended_at, started_at);
    return { ...run, started_at, ended_at, duration_ms: this.elapsed() };
  }

  /** Puts rows and changes into the next commit. */
  private add(changes: Partial<RunRecord>, rows: readonly JournalRow[], origin: RowOrigin): NextWrite {
    const numbered = numberRows(rows, this.last, origin);
    this.last = { rows: this.last.rows + rows.length, last_at: numbered.at(-1)?.at ?? this.last.last_at };
    this.head = { ...this.head, ...changes };
    this.window.push(numbered);
    this.next ??= this.nextWrite();
    this.next.rows.push(...numbered);
    return this.next;
  }

  private nextWrite(): NextWrite {
    const start = openable();
    const durable = Promise.all([this.lastWrite, start.opened]).then(() => this.write());
    durable.catch(() => undefined); // who does not wait for it learns of it from what follows
    this.lastWrite = durable;
    return { rows: [], checkpoints: new Map(), durable, begin: start.open };
  }

  private async write(): Promise<void> {
    if (!this.next) return;
    const { rows, checkpoints } = this.next;
    this.next = null;
    try {
      const text = textOf(rows); // made once, to be counted, summed up and stored
      const summary = addRows(this.run.summary, rows, text);
      const run = this.timed({ ...this.head, summary });
      this.head = run;
      const saved = [...checkpoints.values()];
      const commit = { run, previous: this.run, rows, text, token: this.token, checkpoints: saved };
      const { repository, observers, beforeEnd } = this.store;
      const afterEnd = beforeEnd && hasEnded(run.status) ? await beforeEnd(run) : undefined;
      await observers.commit({ before: this.run, run, rows }, () => repository.commit(commit));
      this.run = run;
      afterEnd?.();
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      this.events.onFailure?.();
      throw error;
    }
    if (this.run.status === 'running') this.events.onDurable?.(checkpoints.size > 0);
  }

  /** What an entry changes in the record. */
  private changesOf(entry: JournalEntry): Partial<RunRecord> {
    const { stageNode, nextStage, outcome, nextRetryAt = null } = entry;
    const goesOn = {
      current_stage: nextStage ?? stageNode,
      next_retry_at: nextRetryAt,
      ...this.projected(entry),
    };
    if (!outcome) return goesOn;
    const { status } = outcome;
    if (status === 'interrupted') return { status, ...goesOn };
    const error = status === 'failed' ? describeError(outcome.error) : null;
    const ended_at = this.store.clock.now().toISOString();
    return { status, ended_at, error, ...goesOn, current_stage: null };
  }

  /** What the state of an entry says of its run; undefined when it says nothing new. */
  private projected({
    state,
    stateValue,
  }: JournalEntry): Pick<RunRecord, 'title' | 'attributes'> | undefined {
    if (state === undefined || state === this.projectedState) return undefined;
    this.projectedState = state;
    const projection = this.store.project(stateValue ?? JSON.parse(state));
    const { title = this.head.title } = projection;
    return { title, attributes: withProjection(this.head.attributes, projection) };
  }

  /** The row that says why a run stops. */
  private stopRows({ outcome }: JournalEntry): JournalRow[] {
    if (outcome?.status !== 'cancelled' && outcome?.status !== 'interrupted') return [];
    const reason = outcome.status === 'cancelled' ? 'cancel' : (this.events.interruptReason ?? 'shutdown');
    return [runStateRow(this.store.clock.now(), { from: this.head.status, to: outcome.status, reason })];
  }
}

/** Rows one by one, with one promise for each: a generator takes several. */
function parsed(rows: readonly RunlogRow[]): AsyncIterator<StoredRow> {
  let next = 0;
  return {
    next: () => {
      const row = rows[next++];
      if (!row) return Promise.resolve({ done: true, value: undefined });
      return Promise.resolve({ done: false, value: JSON.parse(row.json) as StoredRow });
    },
  };
}

/** A promise, and what resolves it. */
function openable(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: (() => void) | undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open?.() };
}

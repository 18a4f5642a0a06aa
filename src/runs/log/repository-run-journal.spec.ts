import { describe, expect, it } from '@jest/globals';
import { SystemClock, type Clock } from '../../common/index.js';
import type { JournalEntry } from '../../orchestrator/index.js';
import { newRun, sampleRow, sampleRun, sampleTime, withRows } from '../../testing/index.js';
import { durationOf } from '../domain/run.js';
import { emptySummary } from '../domain/runlog-summary.js';
import { MemoryRunRepository } from '../../storage/index.js';
import { RunObservers } from '../run-observers.js';
import { RepositoryRunJournal, type JournalEvents } from './repository-run-journal.js';
import { RunConflictError } from '../run.errors.js';
import type { RunCommit } from '../ports/run-store.js';

const RUN = sampleRun('1', 0, { status: 'running' });

/** Lets commits pass one by one. */
class SlowRepository extends MemoryRunRepository {
  readonly commits: RunCommit[] = [];
  private readonly doors: (() => void)[] = [];

  override async commit(commit: RunCommit): Promise<void> {
    this.commits.push(commit);
    await new Promise<void>((open) => this.doors.push(open));
    await super.commit(commit);
  }

  /** Lets the commits pass that wait now. */
  async open(): Promise<void> {
    for (const open of this.doors.splice(0)) open();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function begin(events: JournalEvents = {}, token = 1) {
  const repository = new SlowRepository();
  await repository.create(newRun(RUN, []));
  const store = { repository, clock: new SystemClock(), project: () => ({}), observers: new RunObservers() };
  return { repository, journal: new RepositoryRunJournal(RUN, token, store, events) };
}

/** An entry with one row, that leaves a state. */
const entry = (stageNode: string, n: number): JournalEntry => ({
  stageNode,
  attempt: 1,
  rows: [{ type: 'news', at: '2026-01-01T00:00:00.000Z', json: JSON.stringify({ type: 'news', n }) }],
  state: JSON.stringify({ n }),
});

describe('the journal of a run', () => {
  it('writes what is appended during a commit with the next one, in order', async () => {
    const { repository, journal } = await begin();
    const durable: string[] = [];
    for (const [index, node] of ['a', 'a', 'b', 'b'].entries()) {
      void journal.append(entry(node, index)).then(() => durable.push(`${node}${index}`));
    }
    await repository.open();
    expect(durable).toEqual([]);
    await repository.open();
    expect(durable).toEqual(['a0', 'a1', 'b2', 'b3']);
    expect(repository.commits).toHaveLength(1);
  });

  it('keeps the last checkpoint of each node that shares a commit', async () => {
    const { repository, journal } = await begin();
    void journal.append(entry('a', 0));
    await Promise.resolve();
    await Promise.resolve();
    for (const [node, n] of [
      ['a', 1],
      ['b', 2],
      ['b', 3],
    ] as const)
      void journal.append(entry(node, n));
    await repository.open();
    await repository.open();
    expect(repository.commits.map(({ rows }) => rows.length)).toEqual([1, 3]);
    expect(await repository.readCheckpoints(RUN.run_id)).toEqual([
      { stageNode: 'a', seq: 2, state: '{"n":1}' },
      { stageNode: 'b', seq: 4, state: '{"n":3}' },
    ]);
    expect(journal.record.summary.rows).toBe(4);
  });

  it('writes the end of a node with what the next one appends in the same turn', async () => {
    const { repository, journal } = await begin();
    void journal.append({ ...entry('a', 0), nextStage: 'b' });
    for (let tick = 0; tick < 10; tick++) await Promise.resolve();
    expect(repository.commits).toEqual([]);
    void journal.append(entry('b', 1));
    for (let tick = 0; tick < 10; tick++) await Promise.resolve();
    expect(repository.commits.map(({ rows }) => rows.length)).toEqual([2]);
    await repository.open();
  });

  it('writes the end of a node at the end of the turn at the latest', async () => {
    const { repository, journal } = await begin();
    const durable = journal.append({ ...entry('a', 0), nextStage: 'b' });
    await repository.open();
    expect(repository.commits).toHaveLength(1);
    await repository.open();
    await durable;
  });

  it('gives rows to their run while they are being written', async () => {
    const { repository, journal } = await begin();
    void journal.append(entry('a', 7));
    const seen: unknown[] = [];
    for await (const row of journal.rows([])) seen.push(row['n']);
    expect(seen).toEqual([7]);
    expect(journal.record.summary.rows).toBe(0);
    await repository.open();
  });

  it('tells of the run only what is durable', async () => {
    const { repository, journal } = await begin();
    void journal.append(entry('a', 0));
    expect(journal.record.summary.rows).toBe(0);
    await repository.open();
    await repository.open();
    expect(journal.record.summary.rows).toBe(1);
  });

  it('says when something is durable, but not when the run has ended with it', async () => {
    let told = 0;
    const { repository, journal } = await begin({ onDurable: () => (told += 1) });
    void journal.append(entry('a', 0));
    await repository.open();
    await repository.open();
    expect(told).toBe(1);
    void journal.append({ ...entry('a', 1), outcome: { status: 'succeeded' } });
    await repository.open();
    await repository.open();
    expect(told).toBe(1);
  });

  it('writes nothing more once a commit was refused, and says so once', async () => {
    let told = 0;
    const { repository, journal } = await begin({ onFailure: () => (told += 1) }, 9);
    const first = journal.append(entry('a', 0));
    await repository.open();
    await repository.open();
    await expect(first).rejects.toThrow(RunConflictError);
    await expect(journal.append(entry('b', 1))).rejects.toThrow(RunConflictError);
    expect(journal.failure).toBeInstanceOf(RunConflictError);
    expect(told).toBe(1);
    expect(repository.commits).toHaveLength(1);
  });
});

/** A wall clock at this second of the sample runs' day, and a counter. */
class SampleClock implements Clock {
  private counter = 0;

  constructor(private second: number) {}

  now(): Date {
    return new Date(sampleTime(this.second));
  }

  monotonicMs(): number {
    return this.counter;
  }

  async sleep(): Promise<void> {}

  pass(ms: number): void {
    this.counter += ms;
  }

  set(second: number): void {
    this.second = second;
  }
}

/** The journal of a stored run, under a clock at this second. */
async function journalAt(second: number, changes: Parameters<typeof sampleRun>[2]) {
  const run = sampleRun('1', 100, changes);
  const repository = new MemoryRunRepository();
  await repository.create(newRun(run));
  const clock = new SampleClock(second);
  return {
    clock,
    journal: new RepositoryRunJournal(run, 1, {
      repository,
      clock,
      project: () => ({}),
      observers: new RunObservers(),
    }),
  };
}

const rowAt = (second: number) => ({ type: 'news', at: sampleTime(second), json: '{"type":"news"}' });
const SUCCESS = { stageNode: 'a', attempt: 1, rows: [], outcome: { status: 'succeeded' } } as const;

describe('the times in the journal of a run', () => {
  it('never go back from row to row, whatever the clock of the process that goes on with the run', async () => {
    const { journal } = await journalAt(0, { summary: { ...emptySummary(), last_at: sampleTime(110) } });
    await journal.append({ stageNode: 'a', attempt: 1, rows: [rowAt(10), rowAt(111), rowAt(20)] });
    await journal.transition({}, [rowAt(30)]);
    const times: unknown[] = [];
    for await (const { at } of journal.rows([])) times.push(at);
    expect(times).toEqual([110, 111, 111, 111].map(sampleTime));
    expect(journal.record.summary.last_at).toBe(sampleTime(111));
  });

  it('let no run start before it was made, or end before it started', async () => {
    const { clock, journal } = await journalAt(90, { status: 'queued' });
    await journal.transition({ status: 'running', started_at: sampleTime(90) });
    expect(journal.record.started_at).toBe(sampleTime(100));
    clock.set(95);
    await journal.append(SUCCESS);
    expect(journal.record).toMatchObject({ started_at: sampleTime(100), ended_at: sampleTime(100) });
  });

  it.each([3_700, 0])(
    'measure how long the run took when the clock is set to second %i meanwhile',
    async (second) => {
      const { clock, journal } = await journalAt(105, { started_at: sampleTime(103) });
      expect(journal.durationMs).toBe(2_000); // what another process did of it
      clock.pass(1_500);
      clock.set(second);
      await journal.append(SUCCESS);
      expect(durationOf(journal.record)).toBe(3_500);
      clock.pass(1_000);
      expect(journal.durationMs).toBe(3_500);
    },
  );

  it('tell of no duration before the run has started, and of a run that an older version ended what its times say', async () => {
    const { journal } = await journalAt(105, { status: 'queued' });
    expect(journal.durationMs).toBeNull();
    const old = sampleRun('1', 0, { started_at: sampleTime(1), ended_at: sampleTime(3) });
    expect(durationOf(old)).toBe(2_000);
    expect(durationOf({ ...old, ended_at: sampleTime(0) })).toBe(0);
    expect(durationOf({ ...old, ended_at: null })).toBeNull();
  });
});

/** An entry whose row is so long that a few of them fill the window. */
const long = (n: number): JournalEntry => ({
  ...entry('a', n),
  rows: [
    {
      type: 'news',
      at: sampleTime(n),
      json: JSON.stringify({ type: 'news', text: 'x'.repeat(300_000) }),
    },
  ],
});

describe('the rows of a run that is being written', () => {
  it('are read without a gap, however much is appended while they are read', async () => {
    const repository = new MemoryRunRepository();
    const first = [sampleRow(1, 'news'), sampleRow(2, 'news')];
    const run = withRows(RUN, first);
    await repository.create(newRun(run, first));
    const store = {
      repository,
      clock: new SystemClock(),
      project: () => ({}),
      observers: new RunObservers(),
    };
    const journal = new RepositoryRunJournal(run, 1, store);
    await journal.append(long(3));
    const seqs: unknown[] = [];
    for await (const { seq } of journal.rows([])) {
      if (seqs.length === 0) for (const n of [4, 5, 6, 7]) await journal.append(long(n)); // the window moves on
      seqs.push(seq);
    }
    expect(seqs).toEqual([1, 2, 3]);
  });
});

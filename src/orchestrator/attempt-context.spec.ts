import { describe, expect, it } from '@jest/globals';
import { PureRandomSource, SystemClock } from '../common/index.js';
import { AttemptContext, type AttemptSetup } from './attempt-context.js';
import type { JournalEntry, RunJournal } from './run-journal.js';
import { StageContextError } from './stage.errors.js';
import { StopSwitch } from './stop-switch.js';

/** A journal that keeps its entries, or rejects them if configured to. */
class ArrayJournal implements RunJournal {
  readonly entries: JournalEntry[] = [];
  refusal: Error | undefined;

  async append(entry: JournalEntry): Promise<void> {
    if (this.refusal) throw this.refusal;
    this.entries.push(entry);
  }

  async *rows(): AsyncIterable<never> {}
}

const journal = () => new ArrayJournal();

function contextWith(setup: Partial<AttemptSetup> = {}): AttemptContext {
  return new AttemptContext({
    runId: 'run-1',
    pipeline: 'test',
    stageNode: 'a',
    attempt: 1,
    maxAttempts: 2,
    grant: 2,
    input: {},
    state: '{"n":1}',
    stop: new StopSwitch(),
    random: new PureRandomSource().seeded('seed'),
    clock: new SystemClock(),
    journal: journal(),
    ownersOf: (type) => (type === 'claimed' ? ['b', 'c'] : type === 'mine' ? ['a'] : []),
    ...setup,
  });
}

describe('a row that a stage emits', () => {
  it('is recorded as it is at that moment', () => {
    const context = contextWith();
    const row = { type: 'news', list: [1] };
    context.emit(row);
    row.list.push(2);
    expect(context.takePending().map(({ json }) => json)).toEqual(['{"type":"news","list":[1]}']);
  });

  it.each(['free', 'mine', 'a', `a${'0'.repeat(63)}`])('may have the type %j', (type) => {
    const context = contextWith();
    context.emit({ type });
    expect(context.takePending()).toMatchObject([{ type }]);
  });

  it.each(['', 'News', '1st', 'a-b', 'a b', '_a', 'a\n', `a${'0'.repeat(64)}`])(
    'may not have the type %j',
    (type) => {
      expect(() => contextWith().emit({ type })).toThrow(
        new StageContextError("A row's type must match ^[a-z][a-z0-9_]{0,63}$."),
      );
    },
  );

  it.each(['context', 'graph_node', 'graph_node_attempt', 'stage_checkpoint', 'run_state'])(
    'may not have the type %s, which the runtime writes',
    (type) => {
      expect(() => contextWith().emit({ type })).toThrow(
        `Rows of type '${type}' are written by the runtime; choose another type.`,
      );
    },
  );

  it.each([
    ['NaN', { score: [NaN] }, '/score/0 is NaN'],
    ['a set', { seen: new Set() }, '/seen is an instance of Set'],
    ['undefined', { to: undefined }, '/to is undefined'],
  ])('may not hold %s, which a reader would not find again', (_, fields, where) => {
    const context = contextWith();
    expect(() => context.emit({ type: 'news', ...fields })).toThrow(
      `A row of type 'news' cannot be kept: ${where}, which JSON does not keep.`,
    );
    expect(context.takePending()).toEqual([]);
  });

  it.each(['end', 'error', 'message', 'open'])(
    'may not have the type %s, which an event stream has events of',
    (type) => {
      expect(() => contextWith().emit({ type })).toThrow(
        `Rows may not have the type '${type}', which is an event of its own in an event stream`,
      );
    },
  );

  it('may not have a type that another node claims', () => {
    expect(() => contextWith().emit({ type: 'claimed' })).toThrow(
      "Rows of type 'claimed' belong to b, c; 'a' must use a type of its own.",
    );
  });

  it.each(['seq', 'at'])('may not bring its own %s', (field) => {
    expect(() => contextWith().emit({ type: 'news', [field]: 1 })).toThrow(
      "'seq' and 'at' are set by the runtime",
    );
  });

  it('may not hold values that JSON cannot represent', () => {
    const context = contextWith();
    expect(() => context.emit({ type: 'news', big: 1n })).toThrow('/big is a bigint');
    expect(context.takePending()).toEqual([]);
  });
});

describe('a checkpoint', () => {
  it('makes rows and state durable together, each row once', async () => {
    const kept = journal();
    const context = contextWith({ journal: kept });
    context.emit({ type: 'news' });
    context.state['n'] = 2;
    await context.checkpoint();
    context.emit({ type: 'more' });
    await context.checkpoint();
    expect(kept.entries).toMatchObject([
      { stageNode: 'a', attempt: 1, rows: [{ type: 'news' }], state: '{"n":2}' },
      { stageNode: 'a', attempt: 1, rows: [{ type: 'more' }], state: '{"n":2}' },
    ]);
    expect(context).toMatchObject({ savedRows: 2, savedState: '{"n":2}' });
  });

  it.each<[string, (context: AttemptContext) => void]>([
    ['rows', (context) => context.emit({ type: 'news' })],
    ['another state', (context) => void (context.state['n'] = 2)],
  ])('is progress when it makes %s durable, and grants all attempts anew', async (_, change) => {
    let progress = 0;
    const context = contextWith({ attempt: 2, grant: 2, onProgress: () => (progress += 1) });
    expect(context).toMatchObject({ hasAdvanced: false, maxAttempts: 2 });
    change(context);
    await context.checkpoint();
    expect(context).toMatchObject({ hasAdvanced: true, maxAttempts: 3 });
    expect(progress).toBe(1);
  });

  it('is no progress with nothing new, and leaves the last checkpoint as it is', async () => {
    const kept = journal();
    let progress = 0;
    const context = contextWith({ journal: kept, onProgress: () => (progress += 1) });
    await context.checkpoint();
    expect(kept.entries).toEqual([{ stageNode: 'a', attempt: 1, rows: [] }]);
    expect(context).toMatchObject({ hasAdvanced: false, maxAttempts: 2 });
    expect(progress).toBe(0);
  });

  it('keeps the state of its moment when the stage changes it afterwards', async () => {
    const kept = journal();
    const context = contextWith({ journal: kept });
    context.state['n'] = 2;
    const checkpoint = context.checkpoint();
    context.state['n'] = 99;
    await checkpoint;
    expect(kept.entries[0]?.state).toBe('{"n":2}');
  });

  it('is rejected, with its rows kept pending, while the state holds values that JSON cannot represent', async () => {
    const kept = journal();
    const context = contextWith({ journal: kept });
    context.emit({ type: 'news' });
    context.state['seen'] = { ids: new Set([1]) };
    await expect(context.checkpoint()).rejects.toThrow(
      'The state cannot be kept: /seen/ids is an instance of Set',
    );
    expect(() => context.stateText()).toThrow(StageContextError);
    expect(kept.entries).toEqual([]);
    expect(context.takePending()).toHaveLength(1);
  });

  it("rejects with the journal's error, and the first one is kept", async () => {
    const failing = journal();
    const context = contextWith({ journal: failing });
    const refusal = new Error('The disk is full.');
    failing.refusal = refusal;
    await expect(context.checkpoint()).rejects.toBe(refusal);
    failing.refusal = new Error('The disk is still full.');
    await expect(context.checkpoint()).rejects.toBe(failing.refusal);
    expect(context.journalError).toBe(refusal);
    expect(failing.entries).toEqual([]);
  });
});

/** The error for a stage that continues after the end of its third attempt. */
const late = (method: string) =>
  new StageContextError(`context.${method}() was called after attempt 3 of 'a' had ended.`);

describe('checkpoints that the stage does not wait for', () => {
  it('are in the journal in the order of the calls, with the state of each call', async () => {
    const kept = journal();
    const context = contextWith({ journal: kept });
    for (const n of [2, 3]) {
      context.state['n'] = n;
      context.emit({ type: 'news' });
      void context.checkpoint();
    }
    expect(kept.entries).toMatchObject([{ state: '{"n":2}' }, { state: '{"n":3}' }]);
    expect(context).toMatchObject({ savedRows: 2, savedState: '{"n":3}', hasAdvanced: true });
    await context.close();
  });

  it('may be rejected before anybody waits for them', async () => {
    const failing = journal();
    failing.refusal = new Error('The disk is full.');
    const context = contextWith({ journal: failing });
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const saved = context.checkpoint();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    await expect(saved).rejects.toBe(failing.refusal);
  });
});

describe('a closed context', () => {
  it('accepts no more rows, checkpoints or reads', async () => {
    const kept = journal();
    const context = contextWith({ journal: kept, attempt: 3 });
    await context.close();
    expect(() => context.emit({ type: 'news' })).toThrow(late('emit'));
    await expect(context.checkpoint()).rejects.toThrow(late('checkpoint'));
    expect(() => context.rows()).toThrow(late('rows'));
    expect(kept.entries).toEqual([]);
  });

  it('waits for the checkpoint in progress', async () => {
    let makeDurable: (() => void) | undefined;
    const append = () => new Promise<void>((resolve) => (makeDurable = resolve));
    const kept = journal();
    const context = contextWith({ journal: { append, rows: kept.rows.bind(kept) } });
    context.emit({ type: 'news' });
    void context.checkpoint();
    let isClosed = false;
    const closing = context.close().then(() => (isClosed = true));
    for (let tick = 0; tick < 10; tick++) await Promise.resolve();
    expect(isClosed).toBe(false);
    makeDurable?.();
    await closing;
    expect(context.savedRows).toBe(1);
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  NEW_NODE,
  NEW_RUN,
  readProgress,
  retryWaitMs,
  wasWaiting,
  type ProgressRow,
} from './run-progress.js';

let seq = 0;

/** A row of the log, in the order of the calls. */
function row(type: string, fields: object = {}, stageNode: string | null = null): ProgressRow {
  seq += 1;
  return { seq, type, stageNode, json: JSON.stringify({ seq, type, ...fields }) };
}

const attemptOf = (node_id: string, attempt: number, outcome: string, more: object = {}) =>
  row('stage_checkpoint', {
    node_id,
    attempt,
    outcome,
    started_at: `2026-01-01T00:00:0${attempt}.000Z`,
    ended_at: `2026-01-01T00:00:0${attempt}.005Z`,
    duration_ms: 5,
    ...(outcome === 'retry' || outcome === 'failed'
      ? { error: 'x', error_code: 'INTERNAL_ERROR', error_class: 'TypeError' }
      : {}),
    ...more,
  });
const endOf = (node_id: string, outcome: string) => row('graph_node', { node_id, outcome });
const stateTo = (to: string, reason: string) => row('run_state', { from: 'running', to, reason });

const recoveredTwice = () => [
  stateTo('running', 'recovery'),
  row('news', {}, 'a'),
  stateTo('running', 'recovery'),
];

const alone = () => row('run_state', { from: 'interrupted', to: 'running', reason: 'recovery', alone: true });
const blame = () =>
  row('run_state', {
    from: 'running',
    to: 'running',
    reason: 'uncaught_exception',
    stage_node: 'a',
    attempt: 2,
  });

async function* each(rows: readonly ProgressRow[]): AsyncIterable<ProgressRow> {
  yield* rows;
}

function read(rows: () => readonly ProgressRow[], lastCheckpoint = 0) {
  seq = 0;
  return readProgress(each(rows()), { seq: lastCheckpoint, state: '{"n":1}' });
}

describe('the progress of a run', () => {
  it('is that of a new run when its log is empty', async () => {
    const progress = await read(() => [row('context')]);
    expect(progress).toMatchObject({ retries: 0, recoveries: 0, nextRetryAt: null, wasShutDown: false });
    expect([...progress.done]).toEqual([]);
    expect(progress.nodes.size).toBe(0);
  });

  it('holds the nodes that have succeeded and the state of the last checkpoint', async () => {
    const progress = await read(() => [
      attemptOf('a', 1, 'success'),
      endOf('a', 'success'),
      attemptOf('b', 1, 'failed'),
      endOf('b', 'failed'),
    ]);
    expect([...progress.done]).toEqual(['a']);
    expect(progress.state).toBe('{"n":1}');
  });

  it('counts only the rows that a node emitted itself', async () => {
    const progress = await read(() => [
      row('context'),
      row('news', {}, 'a'),
      row('news', {}, 'a'),
      row('graph_node', { node_id: 'a', outcome: 'success' }, 'a'),
      row('news', {}, 'b'),
    ]);
    expect(progress.nodes.get('a')?.durableRows).toBe(2);
    expect(progress.nodes.get('b')?.durableRows).toBe(1);
  });

  it('counts attempts over the whole life of the run, and apart from that those since the last resume', async () => {
    const progress = await read(() => [
      attemptOf('a', 1, 'retry', { next_retry_at: '2026-01-01T00:00:09.000Z' }),
      attemptOf('a', 2, 'failed'),
      endOf('a', 'failed'),
      stateTo('queued', 'resume'),
      attemptOf('a', 3, 'retry', { next_retry_at: '2026-01-01T00:00:10.000Z' }),
    ]);
    expect(progress.nodes.get('a')).toMatchObject({
      attempt: 3,
      used: 1,
      startedAt: expect.stringContaining('03'),
    });
    expect(progress.nodes.get('a')?.errors.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(progress.retries).toBe(2);
    expect(progress.nextRetryAt).toBe('2026-01-01T00:00:10.000Z');
  });

  it('does not count an interrupted attempt as used, and has no wait after it', async () => {
    const progress = await read(() => [
      attemptOf('a', 1, 'retry', { next_retry_at: '2026-01-01T00:00:09.000Z' }),
      attemptOf('a', 2, 'interrupted'),
      stateTo('running', 'recovery'),
    ]);
    expect(progress.nodes.get('a')).toMatchObject({ attempt: 2, used: 1 });
    expect(progress.nextRetryAt).toBeNull();
  });

  it('holds the planned length of the wait for the next attempt', async () => {
    const progress = await read(() => [
      attemptOf('a', 1, 'retry', { next_retry_at: '2026-01-01T00:00:01.405Z' }),
    ]);
    expect(progress.retryDelayMs).toBe(400);
    const over = await read(() => [
      attemptOf('a', 1, 'retry', { next_retry_at: '2026-01-01T00:00:01.405Z' }),
      attemptOf('a', 2, 'success'),
    ]);
    expect(over.retryDelayMs).toBeNull();
  });

  it('counts no attempt as used that was made before a checkpoint with rows', async () => {
    const progress = await read(() => [
      attemptOf('a', 1, 'retry'),
      row('news', {}, 'a'),
      attemptOf('a', 2, 'retry'),
      attemptOf('a', 3, 'retry'),
    ]);
    expect(progress.nodes.get('a')).toMatchObject({ attempt: 3, used: 2, hasAdvanced: false });
    expect(progress.nodes.get('a')?.errors).toHaveLength(3);
    expect(progress.retries).toBe(3);
  });

  it('counts no attempt as used that was made before a checkpoint recorded only in the row of its attempt', async () => {
    const progress = await read(() => [
      attemptOf('a', 1, 'retry'),
      attemptOf('a', 2, 'retry', { advanced: true }),
    ]);
    expect(progress.nodes.get('a')).toMatchObject({ attempt: 2, used: 1 });
    const cut = await read(() => [
      attemptOf('a', 1, 'retry'),
      attemptOf('a', 2, 'interrupted', { advanced: true }),
    ]);
    expect(cut.nodes.get('a')).toMatchObject({ attempt: 2, used: 0 });
  });

  it.each([
    ['rows', () => [attemptOf('a', 1, 'retry'), row('news', {}, 'a')], 2, true],
    ['a new state alone', () => [row('context'), attemptOf('a', 1, 'retry')], 2, true],
    ['nothing', () => [row('news', {}, 'a'), attemptOf('a', 1, 'retry')], 1, false],
  ])(
    'reports that the attempt that was cut off had saved %s',
    async (_, rows, lastCheckpoint, hasAdvanced) => {
      seq = 0;
      const last = { stageNode: 'a', seq: lastCheckpoint, state: '{}' };
      const progress = await readProgress(each(rows()), last);
      expect(progress.nodes.get('a')).toMatchObject({ hasAdvanced });
    },
  );

  it('keeps the last two hundred errors of a node that fails more often', async () => {
    const progress = await read(() =>
      Array.from({ length: 300 }, (_, index) => attemptOf('a', index + 1, 'retry', { advanced: true })),
    );
    const errors = progress.nodes.get('a')?.errors ?? [];
    expect([errors.length, errors.at(0)?.attempt, errors.at(-1)?.attempt]).toEqual([200, 101, 300]);
  });

  it('counts recoveries since the last checkpoint, and none before a resume', async () => {
    expect((await read(recoveredTwice)).recoveries).toBe(2);
    expect((await read(recoveredTwice, 2)).recoveries).toBe(1);
    expect((await read(recoveredTwice, 3)).recoveries).toBe(0);
    expect((await read(() => [...recoveredTwice(), stateTo('queued', 'resume')])).recoveries).toBe(0);
  });

  it('reports whether the last recovery ran the run alone, until its next checkpoint or a resume', async () => {
    expect(await read(() => [alone()])).toMatchObject({ recoveries: 1, isAlone: true });
    expect(await read(() => [alone(), stateTo('running', 'recovery')])).toMatchObject({ isAlone: false });
    expect(await read(() => [alone(), row('news', {}, 'a')], 2)).toMatchObject({
      recoveries: 0,
      isAlone: false,
    });
    expect(await read(() => [alone(), stateTo('queued', 'resume')])).toMatchObject({ isAlone: false });
  });

  it('reports the attempt that ended the last process, until the run is recovered', async () => {
    expect(await read(() => [blame()])).toMatchObject({ blamed: { stageNode: 'a', attempt: 2 } });
    expect(await read(() => [blame(), stateTo('running', 'recovery')])).toMatchObject({ blamed: null });
  });

  it('distinguishes a graceful shutdown from a crash', async () => {
    expect((await read(() => [stateTo('interrupted', 'shutdown')])).wasShutDown).toBe(true);
    const goneOn = await read(() => [stateTo('interrupted', 'shutdown'), stateTo('running', 'restart')]);
    expect(goneOn.wasShutDown).toBe(false);
    const worked = await read(() => [stateTo('interrupted', 'shutdown'), row('news', {}, 'a')]);
    expect(worked.wasShutDown).toBe(false);
  });

  it('starts a node without rows at its first attempt', () => {
    expect(NEW_NODE).toMatchObject({ attempt: 0, used: 0, errors: [], durableRows: 0 });
  });
});

describe('a wait that another process started', () => {
  const waiting = { ...NEW_RUN, nextRetryAt: '2026-01-01T12:00:02.000Z', retryDelayMs: 2_000 };

  it.each([
    ['takes the time that is left of it', '2026-01-01T12:00:00.500Z', 1_500],
    ['is over when its time is', '2026-01-01T12:00:02.001Z', 0],
    ['is over when the clock was set forward', '2026-01-01T13:00:00.000Z', 0],
    ['takes no longer than planned when the clock was set back', '2026-01-01T11:00:00.000Z', 2_000],
  ])('%s', (_, now, waitMs) => {
    expect(retryWaitMs(waiting, new Date(now))).toBe(waitMs);
  });

  it('is zero when the run was not waiting', () => {
    expect(retryWaitMs(NEW_RUN, new Date())).toBe(0);
    expect(wasWaiting(NEW_RUN, new Date())).toBe(false);
  });

  it.each([
    ['before its end', '2026-01-01T12:00:00.500Z', true],
    ['after its end', '2026-01-01T12:00:02.000Z', false],
    ['under a clock that is behind its beginning', '2026-01-01T11:00:00.000Z', false],
  ])('is judged by the clock when its process died %s', (_, now, isWaiting) => {
    expect(wasWaiting(waiting, new Date(now))).toBe(isWaiting);
  });
});

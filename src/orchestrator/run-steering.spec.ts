import { afterEach, describe, expect, it } from '@jest/globals';
import { clock, execute, failing, stage, type Work } from '../../test/support/stage-trials.js';
import {
  NEW_NODE,
  NEW_RUN,
  RetryableStageError,
  RunStoppedError,
  type AttemptInterceptor,
  type StopOutcome,
} from './index.js';

/** The signal of a run, and what stops the run. */
function stopped(outcome: StopOutcome) {
  const stop = new AbortController();
  return { signal: stop.signal, stop: () => stop.abort(new RunStoppedError(outcome)) };
}

const hang: Work = () => {
  clock.endLimit(30_000);
  return new Promise(() => undefined);
};

/** Succeeds at the second attempt. */
const second: Work = ({ attempt }) => {
  if (attempt === 1) throw new TypeError('hunter2');
};

const busy: Work = ({ attempt }) => {
  if (attempt === 1) throw new RetryableStageError('Busy.', { retryAfterMs: 4_321 });
};

describe('a run that is stopped', () => {
  it('ends at its last checkpoint when it is cancelled', async () => {
    const { signal, stop } = stopped('cancelled');
    let seen: unknown;
    const work: Work = async (context) => {
      context.emit({ type: 'kept' });
      await context.checkpoint();
      context.emit({ type: 'dropped' });
      stop();
      seen = context.signal.reason;
      await new Promise(() => undefined);
    };
    const { journal, error } = await execute([stage('a', work), stage('b', failing, { after: 'a' })], {
      signal,
    });
    expect(error).toBe(seen);
    expect(journal.all().map(({ type }) => type)).toEqual([
      'kept',
      'stage_checkpoint',
      'graph_node',
      'graph_node_attempt',
    ]);
    expect(journal.of('stage_checkpoint')).toMatchObject([{ outcome: 'cancelled', discarded_rows: 1 }]);
    expect(journal.of('graph_node')).toMatchObject([{ outcome: 'cancelled', event_count: 1 }]);
    expect(journal.entries.at(-1)?.outcome).toEqual({ status: 'cancelled' });
  });

  it('leaves its node open when it is interrupted', async () => {
    const { signal, stop } = stopped('interrupted');
    const work: Work = async () => {
      stop();
      await new Promise(() => undefined);
    };
    const { journal } = await execute([stage('a', work)], { signal });
    expect(journal.all()).toMatchObject([{ type: 'stage_checkpoint', outcome: 'interrupted' }]);
    expect(journal.entries.at(-1)?.outcome).toEqual({ status: 'interrupted' });
  });

  it('writes nothing more when its lease is lost', async () => {
    const { signal, stop } = stopped('lost');
    const work: Work = async (context) => {
      context.emit({ type: 'news' });
      stop();
      await new Promise(() => undefined);
    };
    const { journal, error } = await execute([stage('a', work)], { signal });
    expect(error).toMatchObject({ outcome: 'lost' });
    expect(journal.entries).toEqual([]);
  });

  it('makes no attempt when it was stopped before its start', async () => {
    const { signal, stop } = stopped('cancelled');
    stop();
    const { journal } = await execute([stage('a', failing)], { signal });
    expect(journal.all()).toEqual([]);
    expect(journal.entries.at(-1)?.outcome).toEqual({ status: 'cancelled' });
  });

  it('keeps the success of a stage that ended before the stop', async () => {
    const { signal, stop } = stopped('cancelled');
    const { journal } = await execute([stage('a', stop), stage('b', failing, { after: 'a' })], { signal });
    const outcomes = journal.of('graph_node').map(({ outcome }) => outcome);
    expect(outcomes[0] === 'success' ? outcomes[1] : outcomes[0]).toBe('cancelled');
    expect(journal.of('stage_checkpoint').filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });
});

describe('a run with bounds', () => {
  it('fails without a retry when its time is over', async () => {
    const { journal, failure } = await execute([stage('a', hang, { timeoutMs: 60_000 })], {
      timeoutMs: 30_000,
      maxStageRetries: 5,
    });
    expect(failure).toMatchObject({
      retryState: 'timeout',
      attempts: 1,
      cause: { code: 'ORCH_RUN_TIMEOUT' },
    });
    expect(journal.of('stage_checkpoint')).toMatchObject([
      { outcome: 'failed', retry_state: 'timeout', error_code: 'ORCH_RUN_TIMEOUT' },
    ]);
  });

  it('fails without an attempt when its time is over before the first', async () => {
    const { journal, failure } = await execute([stage('a', failing)], { timeoutMs: 5 });
    expect(failure.message).toBe("Stage node 'a' failed after 0 attempt(s): The run took longer than 5 ms.");
    expect(journal.all()).toEqual([]);
    expect(journal.entries.at(-1)?.outcome).toEqual({ status: 'failed', error: failure });
  });

  it('shares its retry budget among its nodes', async () => {
    const nodes = [stage('a', second), stage('b', second), stage('c', second)];
    const { journal, failure } = await execute(nodes, { maxStageRetries: 3, retryBudget: 2 });
    expect(failure).toMatchObject({ stageNode: 'c', retryState: 'retry_budget_exhausted', attempts: 1 });
    expect(journal.of('stage_checkpoint').at(-1)).toMatchObject({ retry_state: 'retry_budget_exhausted' });
  });

  it('counts the retries made before its recovery against its budget', async () => {
    const { failure } = await execute([stage('a', failing)], {
      maxStageRetries: 3,
      retryBudget: 2,
      progress: { ...NEW_RUN, retries: 2 },
    });
    expect(failure).toMatchObject({ attempts: 1, retryState: 'retry_budget_exhausted' });
  });

  it('waits as long as an error requests', async () => {
    const { journal, error } = await execute([stage('a', busy)]);
    expect(error).toBeUndefined();
    expect(clock.waits).toEqual([4_321]);
    expect(journal.of('stage_checkpoint')[0]).toMatchObject({
      error: 'Busy.',
      error_code: 'ORCH_STAGE_RETRYABLE',
    });
    expect(journal.entries[0]?.nextRetryAt).toBe(journal.of('stage_checkpoint')[0]?.['next_retry_at']);
  });
});

describe('a recovered run', () => {
  it('continues from its progress: finished nodes are not run again, and attempts keep counting', async () => {
    const seen: unknown[] = [];
    const record: Work = ({ stageNode, attempt, maxAttempts, state }) => {
      seen.push({ stageNode, attempt, maxAttempts, state: { ...state } });
    };
    const before = { ...NEW_NODE, attempt: 2, used: 1, durableRows: 7 };
    const { journal } = await execute([stage('a', failing), stage('b', record, { after: 'a' })], {
      maxStageRetries: 2,
      progress: { ...NEW_RUN, state: '{"a":1}', done: new Set(['a']), nodes: new Map([['b', before]]) },
    });
    expect(seen).toEqual([{ stageNode: 'b', attempt: 3, maxAttempts: 4, state: { a: 1 } }]);
    expect(journal.of('graph_node')).toMatchObject([{ node_id: 'b', event_count: 7 }]);
    expect(journal.of('graph_node_attempt')).toMatchObject([{ attempts: 3 }]);
  });

  it('waits for the rest of the retry delay', async () => {
    const nextRetryAt = new Date(clock.now().getTime() + 1_500).toISOString();
    await execute([stage('a', () => undefined)], { progress: { ...NEW_RUN, nextRetryAt } });
    expect(clock.waits).toEqual([1_500]);
  });
});

describe('a run during which the wall clock is set', () => {
  afterEach(() => clock.set(-setBy));
  let setBy = 0;

  it.each([3_600_000, -3_600_000])(
    'by %i ms takes the time that it takes, and is tried again',
    async (byMs) => {
      setBy = byMs;
      const work = async ({ attempt }: { readonly attempt: number }) => {
        if (attempt > 1) return;
        clock.set(byMs);
        throw new RetryableStageError('Again.', { retryAfterMs: 700 });
      };
      const { journal, error } = await execute([stage('a', work)]);
      expect(error).toBeUndefined();
      expect(journal.of('stage_checkpoint')).toMatchObject([
        { outcome: 'retry', duration_ms: 0 },
        { outcome: 'success', duration_ms: 0 },
      ]);
      expect(journal.of('graph_node')).toMatchObject([{ outcome: 'success', duration_ms: 700 }]);
    },
  );
});

describe('the attempt interceptor', () => {
  it('wraps each attempt and receives its outcome', async () => {
    const received: unknown[] = [];
    const interceptor: AttemptInterceptor = {
      async around(attempt, run) {
        received.push(attempt, await run());
      },
    };
    await execute([stage('a', second)], {}, interceptor);
    const info = { runId: 'run-1', pipeline: 'test', stageNode: 'a' };
    expect(received).toEqual([
      { ...info, attempt: 1 },
      { outcome: 'failed', durationMs: 0, error: expect.objectContaining({ error_class: 'TypeError' }) },
      { ...info, attempt: 2 },
      { outcome: 'success', durationMs: 0 },
    ]);
  });

  it('changes nothing when it fails after the attempt', async () => {
    const interceptor: AttemptInterceptor = {
      async around(_, run) {
        await run();
        throw new Error('no metrics today');
      },
    };
    expect((await execute([stage('a', () => undefined)], {}, interceptor)).error).toBeUndefined();
  });

  it.each<[string, AttemptInterceptor['around'], string]>([
    ['fails before making it', () => Promise.reject(new RangeError('x')), 'RangeError'],
    ['does not make it', async () => undefined, 'The attempt interceptor did not make the attempt.'],
  ])('makes the attempt fail when it %s', async (_, around, message) => {
    const { failure } = await execute([stage('a', () => undefined)], { maxStageRetries: 0 }, { around });
    expect(failure.attemptErrors).toMatchObject([{ message }]);
  });
});

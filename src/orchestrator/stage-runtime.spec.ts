import { describe, expect, it } from '@jest/globals';
import { clock, execute, failing, stage, type Work } from '../../test/support/stage-trials.js';
import { NonRetryableStageError, StageNodeExecutionError } from './index.js';

const hopeless: Work = () => {
  throw new NonRetryableStageError('The seed is empty.');
};

describe('a run', () => {
  it('records each node: its rows, its checkpoint, its end', async () => {
    const { journal, error } = await execute([
      stage('a', (context) => context.emit({ type: 'news', n: 1 })),
      stage('b', () => undefined, { after: 'a' }),
    ]);
    expect(error).toBeUndefined();
    const closing = ['stage_checkpoint', 'graph_node', 'graph_node_attempt'];
    expect(journal.all().map(({ type }) => type)).toEqual(['news', ...closing, ...closing]);
    expect(journal.of('graph_node')).toMatchObject([
      { node_id: 'a', event_count: 1, outcome: 'success', event_type: 'stage' },
      { node_id: 'b', event_count: 0, outcome: 'success' },
    ]);
    expect(journal.entries.map(({ outcome }) => outcome)).toEqual([undefined, { status: 'succeeded' }]);
  });

  it('passes the state from node to node, and the same input to each node', async () => {
    const seen: unknown[] = [];
    const record: Work = ({ state, input, stageNode }) => {
      seen.push({ ...state, ...(input as object) });
      state[stageNode] = true;
    };
    const { journal } = await execute([stage('a', record), stage('b', record), stage('c', record)]);
    expect(seen).toEqual([{ n: 1 }, { n: 1, a: true }, { n: 1, a: true, b: true }]);
    expect(journal.entries.at(-1)?.state).toBe('{"a":true,"b":true,"c":true}');
  });

  it('shows a node the durable rows of those before it', async () => {
    const seen: string[] = [];
    await execute([
      stage('a', () => undefined),
      stage('b', async (context) => {
        context.emit({ type: 'not_durable_yet' });
        for await (const { type } of context.rows('graph_node', 'not_durable_yet')) seen.push(type);
      }),
    ]);
    expect(seen).toEqual(['graph_node']);
  });
});

describe('a stage that fails', () => {
  it('is retried with the same random draws, and each attempt has its row', async () => {
    const draws: number[] = [];
    const work: Work = ({ attempt, random }) => {
      draws.push(random.stream('x').next());
      if (attempt < 3) throw new TypeError('hunter2');
    };
    const { journal } = await execute([stage('a', work)], { maxStageRetries: 2 });
    expect(journal.of('stage_checkpoint')).toMatchObject([
      { attempt: 1, outcome: 'retry', error: 'TypeError', error_class: 'TypeError' },
      { attempt: 2, outcome: 'retry', error_code: 'INTERNAL_ERROR' },
      { attempt: 3, outcome: 'success', discarded_rows: 0 },
    ]);
    expect(journal.of('graph_node_attempt')).toMatchObject([{ node_id: 'a', attempts: 3 }]);
    expect(new Set(draws).size).toBe(1);
    expect(JSON.stringify(journal.entries)).not.toContain('hunter2');
  });

  it('is retried after the delay that its row gives', async () => {
    const { journal } = await execute([stage('a', failing)]);
    const [first, second] = journal.of('stage_checkpoint');
    expect(clock.waits).toHaveLength(1);
    expect(first?.['next_retry_at']).toBe(second?.['started_at']);
    expect(second).not.toHaveProperty('next_retry_at');
  });

  it('restarts from its last checkpoint; rows emitted after that are dropped and counted', async () => {
    const found: unknown[] = [];
    const { journal } = await execute([
      stage('a', ({ state }) => void (state['step'] = 'a')),
      stage('b', async (context) => {
        found.push({ ...context.state });
        context.emit({ type: 'kept' });
        if (context.attempt === 2) return;
        context.state['step'] = 'durable';
        await context.checkpoint();
        for (const type of ['dropped', 'dropped']) context.emit({ type });
        context.state['step'] = 'lost';
        throw new Error('x');
      }),
    ]);
    expect(found).toEqual([{ step: 'a' }, { step: 'durable' }]);
    expect(journal.of('dropped')).toEqual([]);
    expect(journal.of('kept')).toHaveLength(2);
    expect(journal.of('stage_checkpoint').map((row) => row['discarded_rows'])).toEqual([0, 2, 0]);
    expect(journal.of('graph_node')[1]).toMatchObject({ node_id: 'b', event_count: 2 });
  });

  it('ends the run when its attempts are used up, with an error that describes each attempt', async () => {
    const after = stage('z', () => undefined, { after: 'a' });
    const { journal, failure } = await execute([stage('a', failing), after]);
    expect(failure).toBeInstanceOf(StageNodeExecutionError);
    expect(failure).toMatchObject({
      code: 'ORCH_STAGE_FAILED',
      message: "Stage node 'a' failed after 2 attempt(s): TypeError",
      stageNode: 'a',
      attempts: 2,
      maxAttempts: 2,
      retryState: 'maximum_attempts_reached',
      attemptErrors: [
        { attempt: 1, error_class: 'TypeError', error_code: 'INTERNAL_ERROR', message: 'TypeError' },
        { attempt: 2, started_at: expect.stringMatching(/Z$/), duration_ms: 0 },
      ],
      details: { retryable: true, run_id: 'run-1', runlog_url: '/runs/run-1/runlog' },
    });
    expect((failure.cause as Error).message).toBe('hunter2');
    expect(journal.entries.at(-1)?.outcome).toEqual({ status: 'failed', error: failure });
    expect(journal.of('graph_node')).toMatchObject([{ node_id: 'a', outcome: 'failed' }]);
    expect(journal.of('stage_checkpoint').at(-1)).toMatchObject({
      outcome: 'failed',
      retry_state: 'maximum_attempts_reached',
    });
  });

  it('ends the run at once when its error is non-retryable', async () => {
    const { failure } = await execute([stage('a', hopeless)], { maxStageRetries: 5 });
    expect(failure.message).toBe("Stage node 'a' failed after 1 attempt(s): The seed is empty.");
    expect(failure).toMatchObject({ retryState: 'non_retryable_failure', details: { retryable: false } });
  });

  it.each<[string, Work]>([
    ['puts a value into its state that JSON cannot represent', ({ state }) => void (state['big'] = 1n)],
    ['puts its state into itself', ({ state }) => void (state['self'] = state)],
    ['emits rows of the runtime', (context) => context.emit({ type: 'graph_node' })],
    ['emits rows of another node', (context) => context.emit({ type: 'claimed' })],
  ])('includes one that %s', async (_, work) => {
    const owner = stage('b', () => undefined, { emits: ['claimed'] });
    const { journal, failure } = await execute([stage('a', work), owner]);
    expect(failure).toMatchObject({ stageNode: 'a', attempts: 2 });
    expect(journal.of('claimed')).toEqual([]);
    expect(journal.of('graph_node')).toMatchObject([{ event_count: 0, outcome: 'failed' }]);
  });

  it('is made to fail by the faults of the run', async () => {
    const fault = { stage_node: 'a', kind: 'error', attempts: 1 } as const;
    const { journal, error } = await execute([stage('a', () => undefined)], { faults: [fault] });
    expect(error).toBeUndefined();
    expect(journal.of('stage_checkpoint')).toMatchObject([
      { outcome: 'retry', error_code: 'ORCH_FAULT_INJECTED' },
      { outcome: 'success' },
    ]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { begin, ended, simulated, withoutReplay, type EndedRun } from '../support/model-runs.js';
import { ModelServer } from '../support/model-server.js';
import { comparable } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { testStores } from '../support/test-stores.js';
import type { RunDto } from '../../src/runs/index.js';

let server: ModelServer;
let service: RunningApp;

beforeEach(async () => {
  server = await ModelServer.start();
});

afterEach(async () => {
  await service.stop();
  await server.stop();
});

const rowsOf = ({ rows }: EndedRun, type: string) => rows.filter((row) => row.type === type);
const replayed = (run: EndedRun) => rowsOf(run, 'model_call').filter((row) => row['replayed'] === true);

async function forked(runId: string, body: object): Promise<EndedRun> {
  const { body: fork } = await service.post(`/runs/${runId}/fork`, body).expect(202);
  return ended(service, (fork as RunDto).run_id);
}

async function diff(left: EndedRun, right: EndedRun): Promise<{ equal: boolean }> {
  const { body } = await service.get(`/runs/${left.run.run_id}/diff/${right.run.run_id}`).expect(200);
  return body as { equal: boolean };
}

describe.each(await testStores())('what is recorded in the $kind repository', ({ open }) => {
  it('is replayed without a call, to equal rows', async () => {
    const store = await open();
    try {
      service = await startApp({ ...server.env, ...store.env, MODEL_CALLS: 'reuse' });
      server.reply = ({ number }) => (number === 1 ? { kind: 'answer', content: '{}' } : { kind: 'answer' });
      const recorded = await simulated(service);
      const calls = server.calls.length;
      server.forget();
      const again = await simulated(service);
      expect(server.calls).toEqual([]);
      expect(comparable(withoutReplay(again.rows))).toEqual(comparable(withoutReplay(recorded.rows)));
      expect(replayed(again)).toHaveLength(calls);
      expect(again.run.tokens).toEqual({ input: 0, output: 0, calls: 0, replayed_calls: calls, cost: null });
      expect(await diff(recorded, again)).toMatchObject({ equal: true });
    } finally {
      await store.remove();
    }
  });
});

describe('MODEL_CALLS', () => {
  it('record calls anew for a run that is no fork', async () => {
    service = await startApp(server.env);
    await simulated(service);
    const calls = server.calls.length;
    const second = await simulated(service);
    expect(server.calls).toHaveLength(2 * calls);
    expect(replayed(second)).toEqual([]);
  });

  it('reuse takes what is recorded, and calls for the rest', async () => {
    service = await startApp({ ...server.env, MODEL_CALLS: 'reuse' });
    await simulated(service, { rounds: 1 });
    const calls = server.calls.length;
    server.forget();
    const longer = await simulated(service, { rounds: 2 });
    expect(replayed(longer)).toHaveLength(calls);
    expect(longer.run.tokens.calls).toBe(server.calls.length);
    expect(server.calls.length).toBeGreaterThan(0);
  });

  it('replay makes no call: what is not recorded fails the attempt at once, and the run can be resumed', async () => {
    service = await startApp(server.env);
    await simulated(service, { rounds: 1 });
    server.forget();
    service = await service.restart({ MODEL_CALLS: 'replay' });
    expect((await simulated(service, { rounds: 1 })).run.status).toBe('succeeded');
    const { run } = await simulated(service, { rounds: 2 }, { max_stage_retries: 5 });
    expect(run).toMatchObject({
      status: 'failed',
      rounds_run: 1,
      error: {
        retry_state: 'non_retryable_failure',
        message: expect.stringMatching(
          /No answer is recorded to what P\d+ in round 2 \(generation attempt 1\)/,
        ),
        attempt_errors: [expect.objectContaining({ error_code: 'SIM_MODEL_CALL_MISSING' })],
      },
    });
    expect(server.calls).toEqual([]);
    service = await service.restart({ MODEL_CALLS: 'record' });
    await service.post(`/runs/${run.run_id}/resume`, undefined).expect(202);
    expect((await ended(service, run.run_id)).run).toMatchObject({ status: 'succeeded', rounds_run: 2 });
  });

  it('replay repeats the failures of a run, too', async () => {
    service = await startApp({ ...server.env, MODEL_TIMEOUT_MS: '200' });
    server.reply = ({ number }) => (number < 4 ? { kind: 'cut_off' } : { kind: 'answer' });
    const recorded = await simulated(service, { rounds: 1 });
    expect(rowsOf(recorded, 'round')[0]).toMatchObject({ withheld: true });
    server.forget();
    service = await service.restart({ MODEL_CALLS: 'replay' });
    const again = await simulated(service, { rounds: 1 });
    expect(server.calls).toEqual([]);
    expect(comparable(withoutReplay(again.rows))).toEqual(comparable(withoutReplay(recorded.rows)));
  });
});

describe('a fork', () => {
  it('at a round makes calls only for what is new', async () => {
    service = await startApp(server.env);
    const source = await simulated(service, { rounds: 3 });
    const before = rowsOf(source, 'model_call').filter((row) => Number(row['round']) < 3).length;
    server.forget();
    const same = await forked(source.run.run_id, { from_round: 3 });
    expect(same.run.status).toBe('succeeded');
    expect(server.calls).toEqual([]);
    expect(await diff(source, same)).toMatchObject({ equal: true });
    const changes = { interventions: [{ round: 3, kind: 'fact', text: 'The lamp was lit at noon.' }] };
    const other = await forked(source.run.run_id, { from_round: 3, changes });
    expect(other.run.status).toBe('succeeded');
    const calls = rowsOf(other, 'model_call');
    expect(calls.filter((row) => Number(row['round']) < 3).every((row) => row['replayed'])).toBe(true);
    expect(calls.filter((row) => !row['replayed'])).toHaveLength(server.calls.length);
    expect(replayed(other).length).toBeGreaterThanOrEqual(before);
    expect(server.calls.length).toBeGreaterThan(0);
  });

  it('repeats what failed in its source before the point, and needs its source no more afterwards', async () => {
    service = await startApp({ ...server.env, MODEL_TIMEOUT_MS: '200' });
    server.reply = ({ number }) => (number < 4 ? { kind: 'cut_off' } : { kind: 'answer' });
    const source = await simulated(service, { rounds: 2 });
    server.forget();
    server.reply = () => ({ kind: 'answer' });
    const fork = await forked(source.run.run_id, { from_round: 2 });
    expect(fork.run.status).toBe('succeeded');
    expect(server.calls).toEqual([]);
    await service.delete(`/runs/${source.run.run_id}`).expect(204);
    const again = await forked(fork.run.run_id, { from_round: 2 });
    expect(again.run.status).toBe('succeeded');
    expect(server.calls).toEqual([]);
    expect(comparable(withoutReplay(rowsOf(again, 'round')))).toEqual(
      comparable(withoutReplay(rowsOf(fork, 'round'))),
    );
  });
});

describe('a run that goes on', () => {
  it('makes no call twice, whose failure costs an attempt', async () => {
    service = await startApp(server.env);
    server.reply = ({ number }) => (number === 3 ? { kind: 'status', status: 503 } : { kind: 'answer' });
    const once = await ended(service, await begin(service, { rounds: 1 }));
    expect(once.run).toMatchObject({ status: 'succeeded', stage_retry_count: 1 });
    expect(replayed(once)).toHaveLength(3);
    expect(once.run.tokens).toMatchObject({ calls: server.calls.length, replayed_calls: 3 });
    const asked = server.calls.map(({ body }) => JSON.stringify(body));
    expect(new Set(asked).size).toBe(asked.length - 1); // the one that failed
  });
});

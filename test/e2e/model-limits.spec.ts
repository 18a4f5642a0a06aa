import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { begin, ended, simulated } from '../support/model-runs.js';
import { ModelServer, TOKENS, type Reply } from '../support/model-server.js';
import { startApp, type RunningApp, type TestEnvironment } from '../support/running-app.js';
import { runOnce } from '../support/waiting.js';

const CALL = TOKENS.input + TOKENS.output;

let server: ModelServer;
let service: RunningApp;

beforeEach(async () => {
  server = await ModelServer.start();
});

afterEach(async () => {
  await service.stop();
  await server.stop();
});

describe('a run that is cancelled', () => {
  it('hangs up, and so does what waits for its turn', async () => {
    service = await startApp({ ...server.env, MODEL_MAX_CONCURRENCY: '2' });
    server.reply = () => ({ kind: 'never' });
    const runIds: string[] = [];
    for (const random_seed of ['1', '2', '3']) {
      runIds.push(await begin(service, { random_seed }));
      await server.received(Math.min(2, runIds.length));
    }
    for (const runId of runIds.toReversed())
      await service.post(`/runs/${runId}/cancel`, undefined).expect(202);
    await Promise.all(server.calls.map((call) => call.hungUp)); // long before the time of a call is over
    const runs = await Promise.all(runIds.map((runId) => ended(service, runId)));
    expect(runs.map(({ run }) => run.status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(server.calls).toHaveLength(2);
  });

  it('makes its calls when it is resumed', async () => {
    service = await startApp(server.env);
    server.reply = ({ number }) => (number < 2 ? { kind: 'answer' } : { kind: 'never' });
    const runId = await begin(service);
    await server.received(3);
    await service.post(`/runs/${runId}/cancel`, undefined).expect(202);
    await ended(service, runId);
    server.reply = () => ({ kind: 'answer' });
    server.forget();
    await service.post(`/runs/${runId}/resume`, undefined).expect(202);
    const { run, rows } = await ended(service, runId);
    expect(run.status).toBe('succeeded');
    const calls = rows.filter(({ type }) => type === 'model_call');
    expect(calls.filter(({ replayed }) => replayed)).toHaveLength(2);
    expect(calls.filter(({ replayed, attempt }) => !replayed && attempt === undefined)).toHaveLength(
      server.calls.length,
    );
    expect(run.tokens.calls).toBe(server.calls.length + 2);
  });
});

describe('a process that shuts down', () => {
  it('hangs up, and the next one goes on', async () => {
    service = await startApp({ ...server.env, SHUTDOWN_GRACE_MS: '1500' });
    server.reply = ({ number }) => (number < 2 ? { kind: 'answer' } : { kind: 'never' });
    const runId = await begin(service);
    await server.received(3);
    server.reply = () => ({ kind: 'answer' });
    service = await service.restart();
    await server.calls[2]?.hungUp;
    const run = await runOnce(service, runId, 'succeeded');
    expect(run).toMatchObject({ tokens: { replayed_calls: 2 } });
  });
});

describe('a budget of tokens', () => {
  it('of a run ends it when it is used up, and with a greater one it goes on', async () => {
    service = await startApp({ ...server.env, RUN_TOKEN_BUDGET: String(3 * CALL) });
    const { run, rows } = await simulated(service, {}, { max_stage_retries: 5 });
    expect(run).toMatchObject({
      status: 'failed',
      error: {
        retry_state: 'non_retryable_failure',
        message: expect.stringContaining(`used ${3 * CALL} tokens of ${3 * CALL} (RUN_TOKEN_BUDGET)`),
        attempt_errors: [expect.objectContaining({ error_code: 'SIM_BUDGET_EXHAUSTED' })],
      },
    });
    expect(rows.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      error_code: 'SIM_BUDGET_EXHAUSTED',
    });
    expect(server.calls).toHaveLength(3);
    service = await service.restart({ RUN_TOKEN_BUDGET: String(100 * CALL) });
    await service.post(`/runs/${run.run_id}/resume`, undefined).expect(202);
    const resumed = await ended(service, run.run_id);
    expect(resumed.run).toMatchObject({ status: 'succeeded', tokens: { calls: server.calls.length } });
  });

  it('is used up also by an endpoint that does not say what its answers take', async () => {
    service = await startApp({ ...server.env, RUN_TOKEN_BUDGET: '1' });
    server.reply = () => ({ kind: 'answer', isCounted: false });
    const { run } = await simulated(service);
    expect(run).toMatchObject({
      status: 'failed',
      error: { message: expect.stringMatching(/used \d{3,} tokens of 1 \(RUN_TOKEN_BUDGET\)/) },
    });
    expect(server.calls).toHaveLength(1);
  });

  it.each<[string, Reply, TestEnvironment]>([
    ['broke off', { kind: 'cut_off' }, {}],
    ['came too late', { kind: 'never' }, { MODEL_TIMEOUT_MS: '50' }],
  ])('counts the prompt of a call that %s', async (_what, reply, env) => {
    service = await startApp({ ...server.env, RUN_TOKEN_BUDGET: '1', ...env });
    server.reply = () => reply;
    const { run } = await simulated(service);
    expect(run).toMatchObject({
      error: { message: expect.stringMatching(/used \d{3,} tokens of 1 \(RUN_TOKEN_BUDGET\)/) },
    });
    expect(server.calls).toHaveLength(1);
  });

  it('counts no prompt of a call that was refused', async () => {
    service = await startApp({ ...server.env, RUN_TOKEN_BUDGET: '1' });
    server.reply = ({ number }) => (number === 0 ? { kind: 'status', status: 503 } : { kind: 'answer' });
    await simulated(service);
    expect(server.calls).toHaveLength(2);
  });

  it('counts the prompt of a call that was stopped by a cancel', async () => {
    service = await startApp({ ...server.env, RUN_TOKEN_BUDGET: '1' });
    server.reply = () => ({ kind: 'never' });
    const runId = await begin(service);
    await server.received(1);
    await service.post(`/runs/${runId}/cancel`, undefined).expect(202);
    await runOnce(service, runId, 'cancelled');
    await server.calls[0]?.hungUp;
    server.reply = () => ({ kind: 'answer' });
    await service.post(`/runs/${runId}/resume`, undefined).expect(202);
    const run = await runOnce(service, runId, 'failed');
    expect(run).toMatchObject({ error: { message: expect.stringContaining('RUN_TOKEN_BUDGET') } });
    expect(server.calls).toHaveLength(1);
  });

  it('of a day is one for all runs, also after they are deleted', async () => {
    service = await startApp({ ...server.env, DAY_TOKEN_BUDGET: String(6 * CALL) });
    const first = await simulated(service, { rounds: 1 });
    expect(first.run.status).toBe('succeeded');
    const left = 6 - server.calls.length;
    await service.delete(`/runs/${first.run.run_id}`).expect(204);
    service = await service.restart();
    server.forget();
    const second = await simulated(service);
    expect(second.run.status).toBe('failed');
    expect(JSON.stringify(second.run.error)).toContain('DAY_TOKEN_BUDGET');
    expect(server.calls).toHaveLength(left);
  });
});

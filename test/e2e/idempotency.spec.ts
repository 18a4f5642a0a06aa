import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { runOnce } from '../support/waiting.js';

const ENV = { FAULT_INJECTION: 'true', SHUTDOWN_GRACE_MS: '0', MAX_QUEUED_RUNS: '20' };
const FAILURE = [{ stage_node: 'moderation', kind: 'error', attempts: 'all' }];
const SLOW = [{ stage_node: 'moderation', kind: 'delay', attempts: 1, delay_ms: 1_000 }];

async function simulateBody(options: object = {}): Promise<object> {
  return { seed: await exampleSeed(), rounds: 1, ...options };
}

async function runBody(options: object = {}): Promise<object> {
  return { pipeline: 'simulation', input: await simulateBody(), ...options };
}

const replayed = ({ headers }: Response) => headers['idempotency-replayed'];

describe.each(['sqlite', 'file'])('an Idempotency-Key (%s)', (repository) => {
  let service: RunningApp;
  let keys = 0;
  const newKey = () => `key-${(keys += 1)}`;

  beforeAll(async () => {
    service = await startApp({ ...ENV, RUN_REPOSITORY: repository });
  });

  afterAll(() => service.stop());

  /** Sends the request at once. */
  async function post(path: string, body: object, key: string): Promise<Response> {
    return service.post(path, body).set('Idempotency-Key', key);
  }

  async function total(): Promise<number> {
    return Number((await service.get('/runs')).body.total);
  }

  it('makes one run on POST /runs, answered again with its present state, also after a restart', async () => {
    const key = newKey();
    const first = await post('/runs', await runBody(), key);
    expect([first.status, replayed(first)]).toEqual([202, undefined]);
    const run = await runOnce(service, first.body.run_id, 'succeeded');
    const again = await post('/runs', await runBody(), key);
    expect([again.status, replayed(again)]).toEqual([202, 'true']);
    expect(again.headers['location']).toBe(`/runs/${run.run_id}`);
    expect(again.body).toEqual(run);
    service = await service.restart();
    const later = await post('/runs', await runBody(), key);
    expect([later.status, replayed(later), later.body]).toEqual([202, 'true', run]);
  });

  it('makes one run on POST /simulate, answered again, also after a restart', async () => {
    const key = newKey();
    const first = await post('/simulate', await simulateBody(), key);
    expect([first.status, replayed(first)]).toEqual([200, undefined]);
    for (const restart of [false, true]) {
      if (restart) service = await service.restart();
      const again = await post('/simulate', await simulateBody(), key);
      expect([again.status, replayed(again), again.body]).toEqual([200, 'true', first.body]);
      expect(again.headers['location']).toBe(first.headers['location']);
    }
  });

  it('compares bodies as what they say, not as they are written', async () => {
    const key = newKey();
    const body = await simulateBody();
    const first = await post('/simulate', body, key);
    const again = await post('/simulate', Object.fromEntries(Object.entries(body).toReversed()), key);
    expect([replayed(again), again.body.run_id]).toEqual(['true', first.body.run_id]);
  });

  it.each(['/simulate', '/runs'])('refuses another body on POST %s', async (path) => {
    const key = newKey();
    const bodyOf = path === '/runs' ? runBody : simulateBody;
    await post(path, await bodyOf(), key);
    const before = await total();
    const other = await post(path, await bodyOf({ max_stage_retries: 3 }), key);
    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({
      error: 'idempotency_key_reused',
      error_code: 'REQ_IDEMPOTENCY_KEY_REUSED',
    });
    expect(await total()).toBe(before);
  });

  it('answers POST /simulate with a conflict until the first request has been answered', async () => {
    const key = newKey();
    const body = await simulateBody({ faults: SLOW });
    const before = await total();
    const first = post('/simulate', body, key);
    while ((await total()) === before) continue;
    const meanwhile = await post('/simulate', body, key);
    expect(meanwhile.status).toBe(409);
    expect(meanwhile.body.error).toBe('idempotency_in_progress');
    const { body: run } = await service.get(String(meanwhile.headers['location'])).expect(200);
    const answered = await first;
    expect([answered.status, answered.body.run_id]).toEqual([200, run.run_id]);
    const again = await post('/simulate', body, key);
    expect([again.status, replayed(again), again.body]).toEqual([200, 'true', answered.body]);
  });

  it('answers a failed simulation as the first time, whatever became of its run', async () => {
    const key = newKey();
    const body = await simulateBody({
      faults: [{ stage_node: 'moderation', kind: 'error', attempts: 2 }],
      max_stage_retries: 1,
    });
    const first = await post('/simulate', body, key);
    expect([first.status, first.body.error]).toEqual([500, 'stage_execution_failed']);
    const expected = { ...first.body, request_id: expect.any(String) };
    const again = await post('/simulate', body, key);
    expect([again.status, replayed(again), again.body]).toEqual([500, 'true', expected]);
    expect(again.body.request_id).not.toBe(first.body.request_id);
    await service.post(`/runs/${first.body.run_id}/resume`, undefined).expect(202);
    await runOnce(service, first.body.run_id, 'succeeded');
    service = await service.restart();
    const later = await post('/simulate', body, key);
    expect([later.status, replayed(later), later.body]).toEqual([500, 'true', expected]);
  });

  it('replays a failed run of POST /runs as a run', async () => {
    const key = newKey();
    const body = await runBody({ faults: FAILURE, max_stage_retries: 0 });
    const first = await post('/runs', body, key);
    await runOnce(service, first.body.run_id, 'failed');
    const again = await post('/runs', body, key);
    expect([again.status, replayed(again)]).toEqual([202, 'true']);
    expect(again.body).toMatchObject({ run_id: first.body.run_id, status: 'failed' });
  });

  it('makes one run of fifty requests at once on POST /runs', async () => {
    const key = newKey();
    const body = await runBody();
    const before = await total();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('/runs', body, key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map((answer) => answer.body.run_id)).size).toBe(1);
    expect(answers.filter((answer) => replayed(answer) === undefined)).toHaveLength(1);
    expect(await total()).toBe(before + 1);
    await runOnce(service, answers[0]?.body.run_id, 'succeeded');
  });

  it('makes one run of fifty requests at once on POST /simulate', async () => {
    const key = newKey();
    const body = await simulateBody({ faults: SLOW });
    const before = await total();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('/simulate', body, key)));
    const fresh = answers.filter((answer) => answer.status === 200 && replayed(answer) === undefined);
    expect(fresh).toHaveLength(1);
    for (const { status, headers } of answers) {
      expect([200, 409]).toContain(status);
      expect(headers['location']).toBe(`/runs/${fresh[0]?.body.run_id}`);
    }
    expect(await total()).toBe(before + 1);
  });

  it('belongs to its route', async () => {
    const key = newKey();
    const simulated = await post('/simulate', await simulateBody(), key);
    const started = await post('/runs', await runBody(), key);
    expect([simulated.status, started.status, replayed(started)]).toEqual([200, 202, undefined]);
    expect(started.body.run_id).not.toBe(simulated.body.run_id);
    await runOnce(service, started.body.run_id, 'succeeded');
    const body = { from_stage: 'moderation' };
    const fork = await post(`/runs/${simulated.body.run_id}/fork`, body, key);
    const again = await post(`/runs/${simulated.body.run_id}/fork`, body, key);
    const other = await post(`/runs/${started.body.run_id}/fork`, body, key);
    expect([fork.status, again.status, other.status]).toEqual([202, 202, 202]);
    expect([replayed(fork), replayed(again), replayed(other)]).toEqual([undefined, 'true', undefined]);
    expect(again.body.run_id).toBe(fork.body.run_id);
    expect(other.body).toMatchObject({ forked_from: started.body.run_id });
    await runOnce(service, other.body.run_id, 'succeeded');
  });

  it('stays free when its request was refused', async () => {
    const key = newKey();
    const seed = { ...(await exampleSeed()), board_id: 'B99' };
    expect((await post('/simulate', await simulateBody({ seed }), key)).status).toBe(422);
    const mended = await post('/simulate', await simulateBody(), key);
    expect([mended.status, replayed(mended)]).toEqual([200, undefined]);
  });

  it.each(['a b', 'a'.repeat(256), ''])('is refused when it is %j', async (key) => {
    for (const path of ['/simulate', '/runs']) {
      const bodyOf = path === '/runs' ? runBody : simulateBody;
      const answer = await post(path, await bodyOf(), key);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        error: 'validation_failed',
        errors: [{ pointer: 'Idempotency-Key', message: expect.stringContaining('visible ASCII') }],
      });
    }
  });

  it('is refused when it is sent twice', async () => {
    const url = `${await service.app.getUrl()}/simulate`;
    const status = await new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': ['a', 'a'] };
      const call = httpRequest(url, { method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      call.on('error', reject);
      void simulateBody().then((body) => call.end(JSON.stringify(body)));
    });
    expect(status).toBe(400);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { comparable, expectSoundLog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { logOf, runOnce } from '../support/waiting.js';

const ENV = { FAULT_INJECTION: 'true', SHUTDOWN_GRACE_MS: '0' };
const HANG = { stage_node: 'thread_candidate', kind: 'hang', attempts: 'all' };

/** A body of POST /runs. */
async function runBody(input: object = {}, options: object = {}): Promise<object> {
  return { pipeline: 'simulation', input: { seed: await exampleSeed(), ...input }, ...options };
}

describe('POST /runs', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp(ENV);
  });

  afterAll(() => service.stop());

  it('accepts a run at once, and says where it is and when to look', async () => {
    const answer = await service.post('/runs', await runBody({}, { max_stage_retries: 2 })).expect(202);
    const { run_id: runId } = answer.body;
    expect(answer.headers).toMatchObject({ location: `/runs/${runId}`, 'retry-after': '1' });
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
    expect(answer.body).toMatchObject({
      run_id: expect.stringMatching(/^run-/),
      status: 'queued',
      pipeline: 'simulation',
      seed_id: (await exampleSeed()).seed_id,
      started_at: null,
      ended_at: null,
      duration_ms: null,
      next_retry_at: null,
      max_stage_retries: 2,
      forked_from: null,
      error: null,
      links: { self: `/runs/${runId}`, events: `/runs/${runId}/events` },
    });
    const run = await runOnce(service, runId, 'succeeded');
    expect(run).toMatchObject({ current_stage: null, rounds_run: 3, error: null });
    expectSoundLog(await logOf(service, runId));
  });

  it('runs what POST /simulate runs, with the same defaults', async () => {
    const seed = await exampleSeed();
    for (const input of [{}, { rounds: 5, random_seed: 'two' }]) {
      const accepted = await service.post('/runs', await runBody(input)).expect(202);
      const simulated = await service.post('/simulate', { seed, ...input }).expect(200);
      const run = await runOnce(service, accepted.body.run_id, 'succeeded');
      expect(run.random_seed).toBe(simulated.body.random_seed);
      const [one, other] = [
        await logOf(service, run.run_id),
        await logOf(service, String(simulated.body.run_id)),
      ];
      expect(comparable(one.rows)).toEqual(comparable(other.rows));
    }
  });

  it('keeps the failure of a run with the run', async () => {
    const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 'all' }];
    const { body } = await service
      .post('/runs', await runBody({}, { faults, max_stage_retries: 1 }))
      .expect(202);
    const run = await runOnce(service, body.run_id, 'failed');
    expect(run.error).toMatchObject({
      error_code: 'ORCH_STAGE_FAILED',
      stage_node: 'moderation',
      attempts: 2,
      run_id: body.run_id,
    });
  });

  it.each([
    ['/pipeline', { pipeline: undefined }],
    ['/pipeline', { pipeline: 'a\0b' }],
    ['/input', { input: undefined }],
    ['/input', { input: null }],
    ['/input', { input: [] }],
    ['/max_stage_retries', { max_stage_retries: 11 }],
    ['/max_stage_retries', { max_stage_retries: null }],
    ['/faults', { faults: null }],
    ['/faults/0/delay_ms', { faults: [{ stage_node: 'moderation', kind: 'delay', attempts: 1 }] }],
    ['/rounds', { rounds: 3 }],
    ['/input/seed', { input: {} }],
    ['/input/seed', { input: { seed: null } }],
  ])('refuses a wrong %s: %j', async (pointer, change) => {
    const answer = await service.post('/runs', { ...(await runBody()), ...change }).expect(400);
    expect(answer.body.error).toBe('validation_failed');
    const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(new Set(pointers)).toEqual(new Set([pointer]));
  });

  it('names every field of the input that is wrong, where it stands in the body', async () => {
    const seed = {
      ...(await exampleSeed()),
      title: ' ',
      zone_id: 'a\0',
      dial: { U: 1, E: 1, M: 1, S: 1, H: 1 },
      extra: 1,
    };
    const body = {
      ...(await runBody({ seed, rounds: 'many', random_seed: null, more: 1 })),
      max_stage_retries: 11,
    };
    const answer = await service.post('/runs', body).expect(400);
    const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(new Set(pointers)).toEqual(
      new Set([
        '/max_stage_retries',
        '/input/seed/title',
        '/input/seed/zone_id',
        '/input/seed/dial',
        '/input/seed/extra',
        '/input/rounds',
        '/input/random_seed',
        '/input/more',
      ]),
    );
  });

  it('bounds the rounds as POST /simulate does', async () => {
    const answer = await service.post('/runs', await runBody({ rounds: 201 })).expect(400);
    expect(answer.body.errors).toEqual([
      { pointer: '/input/rounds', message: 'rounds must not be greater than 200' },
    ]);
  });

  it('refuses what cannot be run, and stores nothing', async () => {
    const before = (await service.get('/runs')).body.total;
    const lost = await service.post('/runs', { ...(await runBody()), pipeline: 'lost' }).expect(422);
    expect(lost.body.error).toBe('unknown_pipeline');
    const seed = { ...(await exampleSeed()), board_id: 'B99' };
    const board = await service.post('/runs', await runBody({ seed })).expect(422);
    expect(board.body.error).toBe('unknown_board');
    const faults = [{ stage_node: 'lost', kind: 'error', attempts: 1 }];
    const stage = await service.post('/runs', await runBody({}, { faults })).expect(422);
    expect(stage.body.error).toBe('unknown_stage');
    expect((await service.get('/runs')).body.total).toBe(before);
  });
});

describe('the queue', () => {
  let service: RunningApp;
  afterEach(() => service.stop());

  it('lets runs begin in the order in which they were accepted', async () => {
    service = await startApp({ ...ENV, MAX_CONCURRENT_RUNS: '1' });
    const faults = [{ stage_node: 'thread_candidate', kind: 'delay', attempts: 1, delay_ms: 50 }];
    const body = await runBody({ rounds: 1 }, { faults });
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      ids.push(String((await service.post('/runs', body).expect(202)).body.run_id));
    }
    expect((await service.get(`/runs/${ids[3]}`)).body.status).toBe('queued');
    const runs = [];
    for (const id of ids) runs.push(await runOnce(service, id, 'succeeded'));
    for (const [index, run] of runs.slice(1).entries()) {
      expect(Date.parse(String(run.started_at))).toBeGreaterThanOrEqual(
        Date.parse(String(runs[index]?.ended_at)),
      );
    }
  });

  it('takes no more runs than it has room for, and says when to try again', async () => {
    service = await startApp({ ...ENV, MAX_CONCURRENT_RUNS: '1', MAX_QUEUED_RUNS: '1' });
    const hanging = await runBody({}, { faults: [HANG] });
    const { body: first } = await service.post('/runs', hanging).expect(202);
    await runOnce(service, first.run_id, 'running');
    const { body: second } = await service.post('/runs', await runBody()).expect(202);
    for (const answer of [
      await service.post('/runs', await runBody()).expect(429),
      await service.post('/simulate', { seed: await exampleSeed() }).expect(429),
    ]) {
      expect(answer.body).toMatchObject({
        error: 'too_many_runs',
        error_code: 'RUN_QUEUE_FULL',
        status: 429,
      });
      expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    }
    expect((await service.get('/runs')).body.total).toBe(2);
    await service.post(`/runs/${first.run_id}/cancel`, undefined).expect(202);
    await runOnce(service, second.run_id, 'succeeded');
    const { body: third } = await service.post('/runs', await runBody()).expect(202);
    await runOnce(service, third.run_id, 'succeeded');
  });

  it('runs as many at once as it may', async () => {
    service = await startApp({ ...ENV, MAX_CONCURRENT_RUNS: '2' });
    const hanging = await runBody({}, { faults: [HANG] });
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push(String((await service.post('/runs', hanging).expect(202)).body.run_id));
    }
    await runOnce(service, String(ids[0]), 'running');
    await runOnce(service, String(ids[1]), 'running');
    expect((await service.get(`/runs/${ids[2]}`)).body.status).toBe('queued');
  });

  it('refuses faults unless they are switched on', async () => {
    service = await startApp();
    const answer = await service.post('/runs', await runBody({}, { faults: [HANG] })).expect(403);
    expect(answer.body.error).toBe('fault_injection_disabled');
  });
});

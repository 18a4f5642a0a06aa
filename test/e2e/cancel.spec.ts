import { afterEach, describe, expect, it } from '@jest/globals';
import { expectSoundLog, rowsOf } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { logOf, newestRun, runOnce } from '../support/waiting.js';

const UNKNOWN = 'run-00000000-0000-7000-8000-000000000000';

describe.each(['sqlite', 'file'])('POST /runs/{id}/cancel (%s)', (repository) => {
  let service: RunningApp;
  const env = { FAULT_INJECTION: 'true', SHUTDOWN_GRACE_MS: '0', RUN_REPOSITORY: repository };

  afterEach(() => service.stop());

  const cancel = (runId: string) => service.post(`/runs/${runId}/cancel`, undefined);

  /** Starts a run that hangs in a stage, or whatever else the faults say. */
  async function start(stageNode: string, kind: string = 'hang', options: object = {}): Promise<string> {
    const faults = [{ stage_node: stageNode, kind, attempts: 'all' }];
    const body = { pipeline: 'simulation', input: { seed: await exampleSeed() }, faults, ...options };
    return String((await service.post('/runs', body).expect(202)).body.run_id);
  }

  /** Waits until the run is at work on a stage. */
  async function inStage(runId: string, stageNode: string): Promise<void> {
    while ((await runOnce(service, runId, 'queued', 'running')).current_stage !== stageNode) continue;
    await runOnce(service, runId, 'running');
  }

  it('stops a running run, and keeps what it has done', async () => {
    service = await startApp(env);
    const runId = await start('moderation');
    await inStage(runId, 'moderation');
    const { body } = await cancel(runId).expect(202);
    expect(body.run_id).toBe(runId);
    const run = await runOnce(service, runId, 'cancelled');
    expect(run).toMatchObject({
      current_stage: null,
      next_retry_at: null,
      error: null,
      ended_at: expect.any(String),
      duration_ms: expect.any(Number),
    });
    const log = await logOf(service, runId);
    expectSoundLog(log);
    expect(rowsOf(log, 'round')).toHaveLength(15);
    expect(rowsOf(log, 'stage_checkpoint').at(-1)).toMatchObject({
      node_id: 'moderation',
      attempt: 1,
      outcome: 'cancelled',
    });
    expect(rowsOf(log, 'graph_node').at(-1)).toMatchObject({ node_id: 'moderation', outcome: 'cancelled' });
    expect(rowsOf(log, 'run_state').at(-1)).toMatchObject({ to: 'cancelled', reason: 'cancel' });
    expect(run.summary.stage).toMatchObject({ retry_count: 0, failure_count: 0 });
  });

  it('stops a queued run before it has begun', async () => {
    service = await startApp({ ...env, MAX_CONCURRENT_RUNS: '1' });
    const first = await start('thread_candidate');
    await runOnce(service, first, 'running');
    const second = await start('thread_candidate');
    await cancel(second).expect(202);
    const run = await runOnce(service, second, 'cancelled');
    expect(run).toMatchObject({ started_at: null, ended_at: expect.any(String), duration_ms: null });
    const log = await logOf(service, second);
    expectSoundLog(log);
    expect(rowsOf(log, 'stage_checkpoint')).toEqual([]);
    expect((await service.get(`/runs/${first}`)).body.status).toBe('running');
  });

  it('stops a run that waits for its next attempt', async () => {
    service = await startApp(env);
    const runId = await start('thread_candidate', 'error', { max_stage_retries: 10 });
    await runOnce(service, runId, 'running');
    await cancel(runId).expect(202);
    const run = await runOnce(service, runId, 'cancelled');
    expect(run.next_retry_at).toBeNull();
    expectSoundLog(await logOf(service, runId));
  });

  it('is a conflict for whoever waits for the run', async () => {
    service = await startApp(env);
    const faults = [{ stage_node: 'moderation', kind: 'hang', attempts: 'all' }];
    const waiting = service
      .post('/simulate', { seed: await exampleSeed(), faults })
      .set('Idempotency-Key', 'one')
      .then((answer) => answer);
    const { run_id: runId } = await newestRun(service);
    await inStage(runId, 'moderation');
    await cancel(runId).expect(202);
    const answer = await waiting;
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ error: 'run_state_conflict', run_id: runId });
    expect(answer.headers['location']).toBe(`/runs/${runId}`);
    const again = await service
      .post('/simulate', { seed: await exampleSeed(), faults })
      .set('Idempotency-Key', 'one')
      .expect(409);
    expect(again.body).toMatchObject({ error: 'run_state_conflict', run_id: runId });
    expect(again.headers).toMatchObject({ location: `/runs/${runId}`, 'idempotency-replayed': 'true' });
  });

  it('may be asked for again until the run has stopped, and not any more when it has ended', async () => {
    service = await startApp(env);
    const runId = await start('moderation');
    await inStage(runId, 'moderation');
    for (const { status } of await Promise.all([cancel(runId), cancel(runId)]))
      expect([202, 409]).toContain(status);
    await runOnce(service, runId, 'cancelled');
    const failed = await start('thread_candidate', 'error', { max_stage_retries: 0 });
    await runOnce(service, failed, 'failed');
    const { body: succeeded } = await service.post('/simulate', { seed: await exampleSeed() }).expect(200);
    for (const [id, status] of [
      [runId, 'cancelled'],
      [failed, 'failed'],
      [String(succeeded.run_id), 'succeeded'],
    ] as const) {
      const before = (await service.get(`/runs/${id}`)).body;
      const answer = await cancel(id).expect(409);
      expect(answer.body).toMatchObject({ error: 'run_state_conflict', run_id: id, run_status: status });
      expect(answer.headers['location']).toBe(`/runs/${id}`);
      expect((await service.get(`/runs/${id}`)).body).toEqual(before);
    }
  });

  it('takes a run that exists, and no body', async () => {
    service = await startApp(env);
    expect((await cancel(UNKNOWN).expect(404)).body.error).toBe('run_not_found');
    for (const action of ['cancel', 'resume']) {
      const answer = await service.post(`/runs/${UNKNOWN}/${action}`, { force: true }).expect(400);
      expect(answer.body.error).toBe('validation_failed');
      await service.post(`/runs/${UNKNOWN}/${action}`, []).expect(400);
      await service.post(`/runs/${UNKNOWN}/${action}`, {}).expect(404);
    }
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { newRun, sampleRun } from '../../src/testing/samples.js';
import { RUN_REPOSITORY, type RunRepository } from '../../src/runs/index.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { runOnce } from '../support/waiting.js';

const UNKNOWN = 'run-00000000-0000-7000-8000-000000000000';

const lease = (until: string) => ({ owner: 'another', until: `${until}-01-01T00:00:00.000Z` });

describe.each(['sqlite', 'file', 'memory'])('DELETE /runs/{id} (%s)', (adapter) => {
  let service: RunningApp;
  const env = { FAULT_INJECTION: 'true', SHUTDOWN_GRACE_MS: '0', RUN_REPOSITORY: adapter };

  afterEach(() => service.stop());

  const remove = (runId: string) => service.delete(`/runs/${runId}`);

  it('deletes an ended run with its log, its report and its key, and harms no other', async () => {
    service = await startApp(env);
    const body = { seed: await exampleSeed(), rounds: 2 };
    const simulate = () => service.post('/simulate', body).set('Idempotency-Key', 'one').expect(200);
    const { body: kept } = await service.post('/simulate', body).expect(200);
    const { body: gone } = await simulate();
    const answer = await remove(gone.run_id).expect(204);
    expect(answer.text).toBe('');
    for (const path of ['', '/runlog', '/report']) {
      const { body: problem } = await service.get(`/runs/${gone.run_id}${path}`).expect(404);
      expect(problem.error).toBe('run_not_found');
    }
    await remove(gone.run_id).expect(404);
    expect((await service.get('/runs').expect(200)).body).toMatchObject({ total: 1 });
    expect((await service.get(kept.links.runlog).expect(200)).body.rows).toHaveLength(kept.summary.rows);
    const again = await simulate();
    expect(again.headers['idempotency-replayed']).toBeUndefined();
    expect(again.body.run_id).not.toBe(gone.run_id);
  });

  it('is a conflict while the run is queued or running', async () => {
    service = await startApp({ ...env, MAX_CONCURRENT_RUNS: '1' });
    const faults = [{ stage_node: 'moderation', kind: 'hang', attempts: 'all' }];
    const body = { pipeline: 'simulation', input: { seed: await exampleSeed() }, faults };
    for (const status of ['running', 'queued']) {
      const { run_id: runId } = (await service.post('/runs', body).expect(202)).body as { run_id: string };
      await runOnce(service, runId, status);
      const answer = await remove(runId).expect(409);
      expect(answer.body).toMatchObject({ error: 'run_state_conflict', run_id: runId, run_status: status });
      expect(answer.headers['location']).toBe(`/runs/${runId}`);
    }
    const { body: list } = await service.get('/runs').expect(200);
    for (const { run_id: runId } of list.items as { run_id: string }[]) {
      await service.post(`/runs/${runId}/cancel`, undefined).expect(202);
      await runOnce(service, runId, 'cancelled');
      await remove(runId).expect(204);
    }
    expect((await service.get('/runs').expect(200)).body.total).toBe(0);
  });

  it('is a conflict while the run waits for a process to take it up', async () => {
    service = await startApp(env);
    const repository = service.app.get<RunRepository>(RUN_REPOSITORY);
    const run = sampleRun('1', 0, { pipeline: 'simulation', status: 'interrupted' });
    await repository.create(newRun(run, [], { lease: { owner: 'a', until: '2999-01-01T00:00:00.000Z' } }));
    const { body } = await remove(run.run_id).expect(409);
    expect(body).toMatchObject({ error: 'run_state_conflict', run_status: 'interrupted' });
  });

  it('is a conflict while another process works on a run, and not any more when that is dead', async () => {
    service = await startApp(env);
    const repository = service.app.get<RunRepository>(RUN_REPOSITORY);
    const { body: run } = await service
      .post('/simulate', { seed: await exampleSeed(), rounds: 1 })
      .expect(200);
    const runId = String(run.run_id);
    const held = await repository.take(runId, lease('2999'), '2001-01-01T00:00:00.000Z');
    expect((await remove(runId).expect(409)).body).toMatchObject({ run_status: 'succeeded' });
    await repository.release(runId, held?.token ?? 0);
    await repository.take(runId, lease('2001'), '2000-01-01T00:00:00.000Z');
    await remove(runId).expect(204);
  });

  it('knows no run of another id', async () => {
    service = await startApp(env);
    for (const id of [UNKNOWN, 'latest', '..%2F..%2Fetc', 'constructor']) {
      expect((await remove(id).expect(404)).body.error).toBe('run_not_found');
    }
  });
});

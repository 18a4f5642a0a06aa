import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HIDDEN_ATTRIBUTE, RUN_REPOSITORY, RunObservers, type RunRepository } from '../../src/engine.js';
import { comparable, expectSoundLog, story, rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { logOf, runOnce } from '../support/waiting.js';

const UNKNOWN = 'run-00000000-0000-7000-8000-000000000000';
const STAGES = ['thread_candidate', 'round_loop', 'moderation', 'end_condition'];

/** How many rows a log has when a stage node is over. */
function rowsThrough({ rows }: AnsweredRunlog, stageNode: string): number {
  return rows.findLastIndex((row) => row['node_id'] === stageNode) + 1;
}

const OF_ATTEMPTS = new Set(['graph_node', 'graph_node_attempt', 'stage_checkpoint', 'run_state']);

/** What the simulation itself wrote. */
const told = ({ rows }: AnsweredRunlog) => story(rows, OF_ATTEMPTS);

describe.each(['sqlite', 'file'])('continuing runs (%s):', (repository) => {
  let service: RunningApp;

  beforeEach(async () => {
    service = await startApp({
      FAULT_INJECTION: 'true',
      SHUTDOWN_GRACE_MS: '0',
      MAX_CONCURRENT_RUNS: '1',
      RUN_REPOSITORY: repository,
    });
  });

  afterEach(() => service.stop());

  const resume = (runId: string) => service.post(`/runs/${runId}/resume`, undefined);
  const fork = (runId: string, stage: string) => service.post(`/runs/${runId}/fork`, { from_stage: stage });

  async function start(options: object = {}): Promise<string> {
    const body = { pipeline: 'simulation', input: { seed: await exampleSeed() }, ...options };
    return String((await service.post('/runs', body).expect(202)).body.run_id);
  }

  /** A run that has ended well, and its log. */
  async function succeeded(): Promise<AnsweredRunlog> {
    const runId = await start();
    await runOnce(service, runId, 'succeeded');
    return logOf(service, runId);
  }

  describe('POST /runs/{id}/resume', () => {
    it('continues a failed run where it failed', async () => {
      const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 2 }];
      const body = { seed: await exampleSeed(), faults, max_stage_retries: 1 };
      const { body: failure } = await service.post('/simulate', body).expect(500);
      const runId = String(failure.run_id);
      const before = await logOf(service, runId);
      const { body: resumed } = await resume(runId).expect(202);
      expect(resumed).toMatchObject({ run_id: runId, error: null, ended_at: null });
      const run = await runOnce(service, runId, 'succeeded');
      expect(run).toMatchObject({ error: null, rounds_run: 3, stage_retry_count: 1, stage_failure_count: 1 });
      const log = await logOf(service, runId);
      expectSoundLog(log);
      expect(log.rows.slice(0, before.rows.length)).toEqual(before.rows);
      expect(rowsOf(log, 'run_state')[0]).toMatchObject({ from: 'failed', reason: 'resume' });
      const attempts = rowsOf(log, 'stage_checkpoint').filter((row) => row['node_id'] === 'moderation');
      expect(attempts.map((row) => [row['attempt'], row['outcome']])).toEqual([
        [1, 'retry'],
        [2, 'failed'],
        [3, 'success'],
      ]);
      expect(rowsOf(log, 'graph_node').map((row) => row['node_id'])).toEqual([
        ...STAGES.slice(0, 3),
        ...STAGES.slice(2),
      ]);
      expect(told(log)).toEqual(told(await succeeded()));
    });

    it('continues a cancelled run, and again after its next failure', async () => {
      const faults = [
        { stage_node: 'round_loop', kind: 'hang', attempts: 1 },
        { stage_node: 'end_condition', kind: 'error', attempts: 1 },
      ];
      const runId = await start({ faults, max_stage_retries: 0 });
      while ((await runOnce(service, runId, 'queued', 'running')).current_stage !== 'round_loop') continue;
      await service.post(`/runs/${runId}/cancel`, undefined).expect(202);
      await runOnce(service, runId, 'cancelled');
      await resume(runId).expect(202);
      expect((await runOnce(service, runId, 'failed', 'succeeded')).error).toMatchObject({
        stage_node: 'end_condition',
      });
      await resume(runId).expect(202);
      await runOnce(service, runId, 'succeeded');
      const log = await logOf(service, runId);
      expectSoundLog(log);
      expect(told(log)).toEqual(told(await succeeded()));
    });

    it('is rejected while the run is running, and when nothing is left to do', async () => {
      const { run_id: done } = await succeeded();
      const faults = [{ stage_node: 'thread_candidate', kind: 'hang', attempts: 'all' }];
      const running = await start({ faults });
      await runOnce(service, running, 'running');
      const queued = await start();
      for (const [id, status] of [
        [done, 'succeeded'],
        [running, 'running'],
        [queued, 'queued'],
      ] as const) {
        const answer = await resume(id).expect(409);
        expect(answer.body).toMatchObject({ error: 'run_state_conflict', run_id: id, run_status: status });
        expect(answer.headers['location']).toBe(`/runs/${id}`);
      }
      expect((await resume(UNKNOWN).expect(404)).body.error).toBe('run_not_found');
    });

    it('continues a run once when it is requested twice at the same time', async () => {
      const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 1 }];
      const runId = await start({ faults, max_stage_retries: 0 });
      await runOnce(service, runId, 'failed');
      const answers = await Promise.all([resume(runId), resume(runId)]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 409]));
      await runOnce(service, runId, 'succeeded');
      expectSoundLog(await logOf(service, runId));
    });
  });

  describe('POST /runs/{id}/fork', () => {
    it.each(STAGES)('creates an equal run from %s on, and does not change the original', async (stage) => {
      const original = await succeeded();
      const { body: before } = await service.get(`/runs/${original.run_id}`).expect(200);
      const answer = await fork(original.run_id, stage).expect(202);
      const forkId = String(answer.body.run_id);
      expect(forkId).not.toBe(original.run_id);
      expect(answer.headers['location']).toBe(`/runs/${forkId}`);
      expect(answer.body).toMatchObject({ status: 'queued', forked_from: original.run_id, ended_at: null });
      const run = await runOnce(service, forkId, 'succeeded');
      expect(run).toMatchObject({ forked_from: original.run_id, seed_id: before.seed_id, rounds_run: 3 });

      const log = await logOf(service, forkId);
      expectSoundLog(log);
      const index = STAGES.indexOf(stage);
      const reused = index === 0 ? 1 : rowsThrough(original, String(STAGES[index - 1]));
      expect(log.rows.slice(0, reused)).toEqual(original.rows.slice(0, reused));
      expect(comparable(log.rows.slice(reused))).toEqual(comparable(original.rows.slice(reused)));
      expect(await logOf(service, original.run_id)).toEqual(original);
      expect((await service.get(`/runs/${original.run_id}`)).body).toEqual(before);
    });

    it('creates a run without what observers have stored with the original', async () => {
      const repository = service.app.get<RunRepository>(RUN_REPOSITORY);
      const mark = `${HIDDEN_ATTRIBUTE}mark`;
      const end = service.app.get(RunObservers).add({ attributesOfNewRun: () => ({ [mark]: 'first' }) });
      const original = await succeeded();
      end();
      expect((await repository.find(original.run_id))?.attributes).toMatchObject({ [mark]: 'first' });
      const forkId = String((await fork(original.run_id, 'moderation').expect(202)).body.run_id);
      expect((await repository.find(forkId))?.attributes).not.toHaveProperty([mark]);
    });

    it('creates a run that survives a restart and can be forked itself', async () => {
      const original = await succeeded();
      const first = String((await fork(original.run_id, 'moderation').expect(202)).body.run_id);
      await runOnce(service, first, 'succeeded');
      service = await service.restart();
      const second = String((await fork(first, 'end_condition').expect(202)).body.run_id);
      expect(await runOnce(service, second, 'succeeded')).toMatchObject({ forked_from: first });
      expect(told(await logOf(service, second))).toEqual(told(original));
    });

    it('reuses the finished stages of a failed run', async () => {
      const faults = [{ stage_node: 'end_condition', kind: 'error', attempts: 'all' }];
      const failed = await start({ faults, max_stage_retries: 0 });
      await runOnce(service, failed, 'failed');
      const forked = String((await fork(failed, 'moderation').expect(202)).body.run_id);
      await runOnce(service, forked, 'failed', 'succeeded');
      const [original, log] = [await logOf(service, failed), await logOf(service, forked)];
      const reused = rowsThrough(original, 'round_loop');
      expect(log.rows.slice(0, reused)).toEqual(original.rows.slice(0, reused));
      expectSoundLog(log);
    });

    it('is rejected for a stage that the run has not reached', async () => {
      const faults = [{ stage_node: 'thread_candidate', kind: 'error', attempts: 'all' }];
      const failed = await start({ faults, max_stage_retries: 0 });
      await runOnce(service, failed, 'failed');
      const hanging = [{ stage_node: 'thread_candidate', kind: 'hang', attempts: 'all' }];
      const running = await start({ faults: hanging });
      await runOnce(service, running, 'running');
      const queued = await start();
      for (const id of [failed, running, queued]) {
        const answer = await fork(id, 'moderation').expect(409);
        expect(answer.body).toMatchObject({ error: 'run_state_conflict', run_id: id });
        expect(answer.headers['location']).toBe(`/runs/${id}`);
      }
    });

    it.each(['moderation', STAGES[0] ?? ''])(
      'forks all of a run that is deleted meanwhile, or nothing (from %s)',
      async (stage) => {
        const { run_id: runId } = await succeeded();
        const forks = Array.from({ length: 8 }, () => fork(runId, stage));
        const answers = await Promise.all([
          ...forks,
          service.delete(`/runs/${runId}`),
          ...Array.from({ length: 8 }, () => fork(runId, stage)),
        ]);
        const deletion = answers.splice(forks.length, 1)[0];
        expect(deletion?.status).toBe(204);
        const [made, refused] = [202, 404].map((wanted) => answers.filter(({ status }) => status === wanted));
        expect((made ?? []).length + (refused ?? []).length).toBe(16);
        expect(refused?.filter(({ body }) => body.error !== 'run_not_found')).toEqual([]);
        for (const { body } of made ?? []) {
          expect((await runOnce(service, body.run_id, 'failed', 'succeeded')).status).toBe('succeeded');
          expectSoundLog(await logOf(service, body.run_id));
        }
        expect((await fork(runId, stage).expect(404)).body.error).toBe('run_not_found');
      },
    );

    it('rejects unknown runs, unknown stages and unknown fields', async () => {
      const { run_id: runId } = await succeeded();
      expect((await fork(UNKNOWN, 'moderation').expect(404)).body.error).toBe('run_not_found');
      expect((await fork(runId, 'lost').expect(422)).body.error).toBe('unknown_stage');
      for (const [pointer, body] of [
        ['/from_stage', {}],
        ['/from_stage', { from_stage: null }],
        ['/from_stage', { from_stage: 3 }],
        ['/more', { from_stage: 'moderation', more: 1 }],
      ] as const) {
        const answer = await service.post(`/runs/${runId}/fork`, body).expect(400);
        const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
        expect(new Set(pointers)).toEqual(new Set([pointer]));
      }
      expect((await service.get('/runs')).body.total).toBe(1);
    });
  });
});

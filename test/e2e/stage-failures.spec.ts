import { Module } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AppModule, Replacement, TEXT_GENERATOR, type TextGenerator } from '../../src/index.js';
import { expectSoundLog, rowsOf, story } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

const SECRET = 'postgres://admin:hunter2@/var/secret';

const OF_ATTEMPTS = new Set(['graph_node_attempt', 'stage_checkpoint']);

class ThrowingGenerator implements TextGenerator {
  generate(): never {
    throw new TypeError(SECRET);
  }
}

@Module({ imports: [AppModule, Replacement.of(TEXT_GENERATOR, { useClass: ThrowingGenerator })] })
class BrokenTeamModule {}

describe.each(['sqlite', 'file'])('a stage that fails (%s)', (repository) => {
  let service: RunningApp;
  const env = { FAULT_INJECTION: 'true', RUN_REPOSITORY: repository };

  afterEach(() => service.stop());

  it('is tried again, and the run succeeds with equal rows', async () => {
    service = await startApp(env);
    const seed = await exampleSeed();
    const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 1 }];
    const { body: calm } = await service.post('/simulate', { seed }).expect(200);
    const { body: run } = await service.post('/simulate', { seed, max_stage_retries: 2, faults }).expect(200);
    const { body: log } = await service.get(`/runs/${run.run_id}/runlog`).expect(200);
    expectSoundLog(log);
    expect(log.summary.stage).toMatchObject({ retry_count: 1, failure_count: 0, max_attempts: 2 });
    expect(run).toMatchObject({ stage_retry_count: 1, stage_failure_count: 0, max_stage_attempts: 2 });
    const { body: calmLog } = await service.get(`/runs/${calm.run_id}/runlog`).expect(200);
    expect(story(log.rows, OF_ATTEMPTS)).toEqual(story(calmLog.rows, OF_ATTEMPTS));
  });

  it('fails the run when its attempts are used up; the run stays to be read, also after a restart', async () => {
    service = await startApp(env);
    const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 'all' }];
    const body = { seed: await exampleSeed(), max_stage_retries: 2, faults };
    const { body: error } = await service.post('/simulate', body).expect(500);
    expect(error).toMatchObject({
      error: 'stage_execution_failed',
      error_code: 'ORCH_STAGE_FAILED',
      stage_node: 'moderation',
      attempts: 3,
      max_attempts: 3,
      retry_state: 'maximum_attempts_reached',
      retryable: true,
      run_id: expect.stringMatching(/^run-/),
      status: 500,
    });
    expect(error.message).toMatch(/^Stage node 'moderation' failed after 3 attempt\(s\): /);
    expect(error.attempt_errors.map((attempt: { attempt: number }) => attempt.attempt)).toEqual([1, 2, 3]);
    expect(error.attempt_errors[0]).toMatchObject({ error_code: 'ORCH_FAULT_INJECTED' });

    const look = async () => {
      const { body: list } = await service.get('/runs?status=failed').expect(200);
      const { body: run } = await service.get(`/runs/${error.run_id}`).expect(200);
      const { body: log } = await service.get(error.runlog_url).expect(200);
      expect(list.items.map((item: { run_id: string }) => item.run_id)).toEqual([error.run_id]);
      expectSoundLog(log);
      expect(log.summary.stage).toMatchObject({ retry_count: 2, failure_count: 1, max_attempts: 3 });
      expect(rowsOf(log, 'graph_node').map((row) => row['outcome'])).toEqual([
        'success',
        'success',
        'failed',
      ]);
      expect(rowsOf(log, 'round')).toHaveLength(15);
      expect(rowsOf(log, 'end_condition')).toEqual([]);
      expect(run.error).toMatchObject({ error_code: 'ORCH_STAGE_FAILED', attempts: 3 });
      return { run, log };
    };
    const before = await look();
    service = await service.restart();
    expect(await look()).toEqual(before);
  });

  it('takes the same path when its work throws, and the text of the cause does not reach the client', async () => {
    service = await startApp(env, BrokenTeamModule);
    const answer = await service
      .post('/simulate', { seed: await exampleSeed(), max_stage_retries: 1 })
      .expect(500);
    expect(answer.body).toMatchObject({
      error_code: 'ORCH_STAGE_FAILED',
      stage_node: 'round_loop',
      attempts: 2,
    });
    const log = await service.get(answer.body.runlog_url).expect(200);
    const run = await service.get(`/runs/${answer.body.run_id}`).expect(200);
    for (const { text } of [answer, log, run]) {
      expect(text).not.toContain('hunter2');
      expect(text).toContain('TypeError');
    }
  });

  // The limit holds for the stages before, too, which must have time enough on a machine that does much else.
  it('is cut off at its time limit when it hangs', async () => {
    service = await startApp({ ...env, STAGE_TIMEOUT_MS: '1000' });
    const faults = [{ stage_node: 'end_condition', kind: 'hang', attempts: 'all' }];
    const answer = await service.post('/simulate', {
      seed: await exampleSeed(),
      faults,
      max_stage_retries: 1,
    });
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ stage_node: 'end_condition', attempts: 2, retry_state: 'timeout' });
    expect(answer.body.attempt_errors[0]).toMatchObject({ error_code: 'ORCH_STAGE_TIMEOUT' });
  });
});

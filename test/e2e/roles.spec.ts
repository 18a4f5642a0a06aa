import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  allEnded,
  lastingRows,
  postWork,
  soundLog,
  until,
  type AnsweredRun,
} from '../crash/recovered-runs.js';
import { canStopRedis, describeWithRedis } from '../support/queue-server.js';
import { comparable, expectSoundLog, rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceFleet, send } from '../support/service-fleet.js';
import { ServiceProcess } from '../support/service-process.js';
import { API_TOKENS, TOKENS, bearer } from '../support/tokens.js';

const START_MS = 60_000;

interface Run extends AnsweredRun {
  readonly backend: string;
  readonly forked_from: string | null;
}

interface Problem {
  readonly error_code: string;
  readonly run_id?: string;
  readonly request_id?: string;
  readonly runlog_url?: string;
}

const as = (token: string) => ({ Authorization: bearer(token) });
const decisions = (log: AnsweredRunlog) =>
  comparable(log.rows.filter(({ type }) => type === 'moderation_decision'));

/** A problem without what differs from run to run. */
const sameForAll = ({ request_id: _request, runlog_url: _log, ...problem }: Problem) => comparable(problem);

const untilStatus = (service: ServiceProcess, runId: string, status: string) =>
  until(`${runId} is ${status}`, async () => {
    const { body } = await service.get<Run>(`/runs/${runId}`);
    return body.status === status && body;
  });

describeWithRedis('two processes that accept runs, and two that execute them', () => {
  let processes: ServiceFleet;
  let first: ServiceProcess;
  let second: ServiceProcess;

  beforeAll(async () => {
    processes = await ServiceFleet.start({ env: { FAULT_INJECTION: 'true' } });
    [first, second] = processes.apis as [ServiceProcess, ServiceProcess];
  }, START_MS);

  afterAll(() => processes.stop());

  it('answer POST /simulate with the run that a worker has executed, as one process does', async () => {
    const seed = await exampleSeed();
    const answers = await Promise.all(
      [first, second, first, second].map((api) => api.post<Run>('/simulate', { seed, rounds: 2 })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const { body } of answers) {
      expect(body).toMatchObject({ status: 'succeeded', backend: 'bullmq' });
      const { body: other } = await second.get<Run>(`/runs/${body.run_id}`);
      expect(other).toEqual(body);
      await soundLog(second, body.run_id);
    }
    const logs = await Promise.all(
      answers.map(({ body }) => first.get<AnsweredRunlog>(`/runs/${body.run_id}/runlog`)),
    );
    const [{ body: log } = { body: null }, ...others] = logs;
    for (const { body: other } of others) expect(lastingRows(other)).toEqual(log && lastingRows(log));
  });

  it('answer a stage that ran out of attempts with 500 and what each attempt met', async () => {
    const body = {
      seed: await exampleSeed(),
      rounds: 1,
      max_stage_retries: 1,
      faults: [{ stage_node: 'moderation', kind: 'error', attempts: 'all' }],
    };
    const { status, body: problem } = await first.post<Problem & { attempt_errors: unknown[] }>(
      '/simulate',
      body,
    );
    expect({ status, problem }).toMatchObject({
      status: 500,
      problem: {
        error: 'stage_execution_failed',
        error_code: 'ORCH_STAGE_FAILED',
        stage_node: 'moderation',
        attempts: 2,
        max_attempts: 2,
        retry_state: 'maximum_attempts_reached',
      },
    });
    expect(problem.attempt_errors).toHaveLength(2);
    const inline = await ServiceProcess.start({
      dataDir: join(processes.dataDir, 'inline'),
      env: { FAULT_INJECTION: 'true' },
    });
    const { body: usual } = await inline.post<Problem>('/simulate', body);
    expect(sameForAll(problem)).toEqual(sameForAll(usual));
    expect((await second.get<Run>(`/runs/${problem.run_id}`)).body.status).toBe('failed');
  });

  it('have no routes in a worker but those for monitoring', async () => {
    const [worker] = processes.workers as [ServiceProcess];
    expect((await worker.get('/health/live')).status).toBe(200);
    const ready = await worker.get<{ checks: Record<string, string> }>('/health/ready');
    expect(ready).toMatchObject({ status: 200, body: { checks: { queue: 'reachable' } } });
    for (const path of ['/', '/runs', '/stages', '/packs', '/errors', '/docs', '/docs-json']) {
      const { status, body } = await worker.get<Problem>(path);
      expect({ path, status, code: body.error_code }).toEqual({ path, status: 404, code: 'REQ_NOT_FOUND' });
    }
    expect((await worker.post('/simulate', {})).status).toBe(404);
  });

  it('execute no run where runs are accepted', async () => {
    const runId = await postWork(first, { steps: 2, pause_ms: 1 });
    await untilStatus(second, runId, 'succeeded');
    const pids = rowsOf(await soundLog(first, runId), 'worked').map(({ pid }) => pid);
    const workers = processes.workers.map(({ pid }) => pid);
    expect(pids.filter((pid) => !workers.includes(pid as number))).toEqual([]);
  });

  it('make one run of an Idempotency-Key, whichever process it is sent to', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const body = { pipeline: 'work', input: { steps: 1, pause_ms: 1 } };
    const answers = await Promise.all(
      [first, second, first, second].map((api) => send(api, 'POST', '/runs', headers, body)),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const ids = new Set(answers.map((answer) => (answer.body as Run).run_id));
    expect(ids.size).toBe(1);
    const reused = await send(second, 'POST', '/runs', headers, {
      ...body,
      input: { steps: 2, pause_ms: 1 },
    });
    expect(reused).toMatchObject({ status: 422, body: { error_code: 'REQ_IDEMPOTENCY_KEY_REUSED' } });
  });

  it('cancel a run through the other process, and resume it there', async () => {
    const runId = await postWork(first, { steps: 60, pause_ms: 50 });
    await until(
      'it has begun',
      async () => (await second.get<Run>(`/runs/${runId}`)).body.status === 'running',
    );
    expect((await send(second, 'POST', `/runs/${runId}/cancel`)).status).toBe(202);
    await untilStatus(first, runId, 'cancelled');
    expect((await send(first, 'POST', `/runs/${runId}/cancel`)).status).toBe(409);
    expect((await send(first, 'POST', `/runs/${runId}/resume`)).status).toBe(202);
    await untilStatus(second, runId, 'succeeded');
    const log = await soundLog(second, runId);
    expect(rowsOf(log, 'worked').map(({ step }) => step)).toEqual(
      Array.from({ length: 60 }, (_, step) => step + 1),
    );
  });

  it('fork and delete a run through the other process', async () => {
    const { body: source } = await first.post<Run>('/simulate', { seed: await exampleSeed(), rounds: 1 });
    const fork = await send(second, 'POST', `/runs/${source.run_id}/fork`, {}, { from_stage: 'moderation' });
    expect(fork).toMatchObject({ status: 202, body: { forked_from: source.run_id, backend: 'bullmq' } });
    const forkId = (fork.body as Run).run_id;
    await untilStatus(first, forkId, 'succeeded');
    const [rows, forked] = await Promise.all([soundLog(first, source.run_id), soundLog(second, forkId)]);
    expect(decisions(forked)).toEqual(decisions(rows));
    expect((await send(second, 'DELETE', `/runs/${source.run_id}`)).status).toBe(204);
    expect((await first.get(`/runs/${source.run_id}`)).status).toBe(404);
  });

  it('tail a run that a worker executes, to its end', async () => {
    const runId = await postWork(first, { steps: 5, pause_ms: 100 });
    const response = await fetch(`${await second.listening}/runs/${runId}/events`);
    const text = await response.text();
    const worked = [...text.matchAll(/"type":"worked","at":"[^"]+","step":(\d+)|"step":(\d+)/g)].length;
    expect(worked).toBe(5);
    expect(text).toMatch(/event: end/);
  });

  it('let no run wait for the end of a caller, and end them all', async () => {
    const runs = await allEnded(first);
    for (const { run_id } of runs) {
      const { body } = await second.get<AnsweredRunlog>(`/runs/${run_id}/runlog`);
      expectSoundLog(body);
    }
    expect(runs.length).toBeGreaterThan(5);
  });

  it('delete what retention says, whichever process has executed it', async () => {
    const before = (await allEnded(first)).length;
    expect(before).toBeGreaterThan(2);
    const sweeping = await ServiceProcess.start({
      dataDir: processes.dataDir,
      env: { ...processes.queue.env, SERVICE_ROLE: 'worker', RETENTION_MAX_RUNS: '2' },
    });
    await until('two runs are left', async () => (await allEnded(second)).length === 2);
    await sweeping.kill();
    const { body } = await first.get<{ total: number }>('/runs?limit=1');
    expect(body.total).toBe(2);
  });
});

describeWithRedis('limits over several processes', () => {
  let processes: ServiceFleet;
  let first: ServiceProcess;
  let second: ServiceProcess;

  beforeAll(async () => {
    const env = { RATE_LIMIT_PER_MINUTE: '30', MAX_CONCURRENT_RUNS: '1', MAX_QUEUED_RUNS: '3' };
    processes = await ServiceFleet.start({ env: { API_TOKENS, ...env } });
    [first, second] = processes.apis as [ServiceProcess, ServiceProcess];
  }, START_MS);

  afterAll(() => processes.stop());

  it('are counted where all processes see them', async () => {
    const statuses: number[] = [];
    for (let request = 0; request < 31; request++) {
      statuses.push((await send(request % 2 === 0 ? first : second, 'GET', '/runs', as(TOKENS.read))).status);
    }
    expect(statuses).toEqual([...Array<number>(30).fill(200), 429]);
  });

  it('reject a run when so many wait, whoever has accepted them', async () => {
    const body = { pipeline: 'work', input: { steps: 1_000, pause_ms: 50 } };
    const post = (request: number) =>
      send(request % 2 === 0 ? first : second, 'POST', '/runs', as(TOKENS.run), body);
    for (const request of [0, 1]) expect((await post(request)).status).toBe(202);
    await until('both workers are busy', async () => {
      const running = await send(first, 'GET', '/runs?status=running', as(TOKENS.admin));
      return (running.body as { total: number }).total === 2;
    });
    for (const request of [0, 1, 2]) expect((await post(request)).status).toBe(202);
    for (const request of [0, 1]) {
      expect(await post(request)).toMatchObject({ status: 429, body: { error_code: 'RUN_QUEUE_FULL' } });
    }
  });
});

describeWithRedis('a worker whose leases last for an hour, on a store that does not tell', () => {
  let fleet: ServiceFleet;

  beforeAll(async () => {
    fleet = await ServiceFleet.start({ apis: 1, workers: 1, env: { RUN_LEASE_MS: '3600000' } });
  }, START_MS);

  afterAll(() => fleet.stop());

  it('stops a run at once that was cancelled through another process', async () => {
    const [api] = fleet.apis as [ServiceProcess];
    const runId = await postWork(api, { steps: 100_000, pause_ms: 50 });
    await untilStatus(api, runId, 'running');
    expect((await send(api, 'POST', `/runs/${runId}/cancel`)).status).toBe(202);
    await untilStatus(api, runId, 'cancelled');
  });

  (canStopRedis ? it : it.skip)(
    'executes a run at once that was stored while the queue could not be reached, when it can be again',
    async () => {
      const [api] = fleet.apis as [ServiceProcess];
      await fleet.queue.kill();
      const runId = await postWork(api, { steps: 1, pause_ms: 1 });
      await fleet.queue.startAgain();
      await untilStatus(api, runId, 'succeeded');
    },
    START_MS,
  );
});

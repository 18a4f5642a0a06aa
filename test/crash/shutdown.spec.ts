import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type RunRecord } from '../../src/runs/index.js';
import { openRunRepository } from '../../src/storage/index.js';
import { rowsOf } from '../support/run-logs.js';
import { exampleSeed } from '../support/seeds.js';
import { killServices, ServiceProcess } from '../support/service-process.js';
import {
  allEnded,
  allRuns,
  fixture,
  postWork,
  recoveries,
  soundLog,
  until,
  withFolder,
} from './recovered-runs.js';

const STEPS = 50;
/** Far more than a start takes: whoever waited for the end of a lease would be noticed. */
const LEASE_MS = 60_000;

/** A time of grace that no test waits for: whatever did wait for its end would run into the test's own limit. */
const LONG_GRACE_MS = 600_000;

/** Ends a process with SIGTERM. */
async function expectTermination(service: ServiceProcess): Promise<void> {
  expect(await service.kill('SIGTERM')).not.toMatchObject({ signal: 'SIGKILL' });
}

/** The status of GET, on a connection of its own. */
async function statusOf(service: ServiceProcess, path: string): Promise<number | undefined> {
  const request = get(`${await service.listening}${path}`, { agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

const stepsDone = (service: ServiceProcess) =>
  [...service.said.matchAll(/ step (\d+)\n/g)].map(([, step]) => Number(step));

describe.each(['sqlite', 'file'] as const)('SIGTERM (%s)', (repository) => {
  afterEach(killServices);

  const start = (dataDir: string, graceMs: number, program?: string) =>
    ServiceProcess.start({
      dataDir,
      ...(program && { program: fixture(program) }),
      env: {
        RUN_REPOSITORY: repository,
        RUN_LEASE_MS: String(LEASE_MS),
        SHUTDOWN_GRACE_MS: String(graceMs),
        FAULT_INJECTION: 'true',
      },
    });

  /** A run as it is stored, while no process is there. */
  async function storedRun(dataDir: string, runId: string): Promise<RunRecord | null> {
    const store = await openRunRepository({ kind: repository, dataDir });
    try {
      return await store.find(runId);
    } finally {
      await store.close();
    }
  }

  it('lets a run come to a checkpoint, and the next process goes on from there', () =>
    withFolder(async (dataDir) => {
      const first = await start(dataDir, LONG_GRACE_MS, 'work-service.mjs');
      const runId = await postWork(first, { steps: STEPS, pause_ms: 50 });
      await first.untilSaid(/ step 10\n/);
      await expectTermination(first);
      expect(await storedRun(dataDir, runId)).toMatchObject({ status: 'interrupted' });

      const second = await start(dataDir, LONG_GRACE_MS, 'work-service.mjs');
      expect(await allEnded(second)).toMatchObject([{ run_id: runId, status: 'succeeded' }]);
      const steps = [...stepsDone(first), ...stepsDone(second)];
      expect(steps).toEqual(Array.from({ length: STEPS }, (_, index) => index + 1)); // none begun twice
      const log = await soundLog(second, runId);
      expect(rowsOf(log, 'worked').map((row) => row['step'])).toEqual(steps);
      const attempts = rowsOf(log, 'stage_checkpoint').map((row) => row['outcome']);
      expect(attempts).toEqual(['interrupted', 'success']);
      expect(recoveries(log)).toEqual([]); // nobody died
    }));

  it('cuts off a stage that never comes to a checkpoint and does not listen to its signal', () =>
    withFolder(async (dataDir) => {
      const graceMs = 500;
      const first = await start(dataDir, graceMs, 'work-service.mjs');
      const runId = await postWork(first, { steps: 3, pause_ms: 0, deaf_attempts: 1 });
      await first.untilSaid(/ step 1\n/);
      await expectTermination(first);
      expect(await storedRun(dataDir, runId)).toMatchObject({ status: 'interrupted' });

      const second = await start(dataDir, graceMs, 'work-service.mjs');
      expect(await allEnded(second)).toMatchObject([{ run_id: runId, status: 'succeeded' }]);
      const outcomes = rowsOf(await soundLog(second, runId), 'stage_checkpoint').map((row) => row['outcome']);
      expect(outcomes).toEqual(['interrupted', 'success']);
    }));

  it('is not ready from the signal on, while a run holds the grace period', () =>
    withFolder(async (dataDir) => {
      const service = await start(dataDir, 60_000, 'work-service.mjs');
      const runId = await postWork(service, { steps: 3, pause_ms: 0, deaf_attempts: 1 });
      await service.untilSaid(/ step 1\n/);
      expect(await statusOf(service, '/health/ready')).toBe(200);
      service.signal('SIGTERM');
      await until('not ready', async () => (await statusOf(service, '/health/ready')) === 503);
      const paths = ['/health', '/health/live', '/runs', `/runs/${runId}`, '/health/ready'];
      const statuses = await Promise.all(paths.map((path) => statusOf(service, path)));
      expect(statuses).toEqual([503, 200, 200, 200, 503]);
      for (const path of ['/runs', '/simulate']) {
        const input = { seed: await exampleSeed() };
        const body = path === '/runs' ? { pipeline: 'simulation', input } : input;
        const answer = await service.post(path, body);
        expect(answer).toMatchObject({ status: 503, body: { error: 'not_ready' } });
        expect(answer.headers.get('Retry-After')).toMatch(/^\d+$/);
      }
    }));

  it('does not wait for a client that is connected and says nothing', () =>
    withFolder(async (dataDir) => {
      const graceMs = 600;
      const service = await start(dataDir, graceMs);
      const { hostname, port } = new URL(await service.listening);
      const silent = connect(Number(port), hostname);
      await once(silent, 'connect');
      try {
        await expectTermination(service);
      } finally {
        silent.destroy();
      }
    }));

  it('answers POST /simulate with the place where its run can be followed', () =>
    withFolder(async (dataDir) => {
      const first = await start(dataDir, 500);
      const faults = [{ stage_node: 'moderation', kind: 'delay', attempts: 1, delay_ms: 50_000 }];
      const answer = first.post<{ error: string }>('/simulate', { seed: await exampleSeed(), faults });
      const { run_id } = await until('the simulation is delayed', async () => {
        const [run] = await allRuns(first);
        return run?.current_stage === 'moderation' && run;
      });
      await expectTermination(first);
      const { status, headers, body } = await answer;
      expect(status).toBe(503);
      expect(body).toMatchObject({ error: 'not_ready', run_id });
      expect(headers.get('Location')).toBe(`/runs/${run_id}`);

      const second = await start(dataDir, 500);
      expect(await allEnded(second)).toMatchObject([{ run_id, status: 'succeeded' }]);
    }));
});

import { cp, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppModule, StageNode, type StageContext, type StageNodeHandler } from '../../src/index.js';
import type { RunDto } from '../../src/runs/index.js';
import { limitDisk } from '../support/disk-limit.js';
import { expectSoundLog, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceProcess, killServices } from '../support/service-process.js';
import { runOnce } from '../support/waiting.js';

/** Where each repository keeps its runs, below DATA_DIR. */
const STORES = [
  ['sqlite', 'runs.sqlite3'],
  ['file', 'runs'],
] as const;

const UNAVAILABLE = { error: 'storage_unavailable', error_code: 'RUN_STORAGE_UNAVAILABLE', status: 503 };
const REMOVED =
  'The run store was removed or replaced while it was in use: the service has to be started again.';

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

const input = async () => ({ seed: await exampleSeed(), rounds: 2 });

let removeStore: () => Promise<void>;
let isMeantToSucceed = false;

/** Loses the store under the run, and may fail then. */
@StageNode({ id: 'vandal', pipeline: 'simulation', after: 'end_condition' })
class VandalStage implements StageNodeHandler {
  async run(context: StageContext): Promise<void> {
    await context.checkpoint();
    await removeStore();
    if (isMeantToSucceed) return;
    throw new RangeError('The stage has an error of its own.');
  }
}

@Module({ imports: [AppModule], providers: [VandalStage] })
class VandalModule {}

describe.each(STORES)('the %s store, removed while it is in use', (kind, name) => {
  let service: RunningApp;
  let store: string;

  afterEach(() => service.stop());

  async function start(rootModule?: typeof VandalModule): Promise<void> {
    isMeantToSucceed = false;
    service = await startApp({ RUN_REPOSITORY: kind, RUN_LEASE_MS: '200' }, rootModule);
    store = join(service.dataDir, name);
    removeStore = () => rm(store, { recursive: true });
  }

  const simulate = async (body: object = {}) =>
    service.post('/simulate', { seed: await exampleSeed(), rounds: 1, ...body });

  async function expectRefusals(): Promise<void> {
    const ready = await service.get('/health/ready').expect(503);
    expect(ready.body).toMatchObject({
      error: 'not_ready',
      message: 'Parts of the service cannot be used: repository.',
      checks: { packs: expect.stringMatching(/^loaded/), repository: REMOVED, disk: expect.any(String) },
    });
    expect(ready.headers['retry-after']).toMatch(/^\d+$/);
    await service.get('/health').expect(503);
    await service.get('/health/live').expect(200);
    const body = { pipeline: 'simulation', input: await input() };
    const answers = [await simulate(), await service.post('/runs', body)];
    for (const { body: error, headers } of answers) {
      expect(error).toMatchObject({ ...UNAVAILABLE, message: REMOVED });
      expect(headers['retry-after']).toMatch(/^\d+$/);
    }
  }

  it('makes the service refuse runs until it is started again, and never makes a new store', async () => {
    await start();
    await simulate().then(({ status }) => expect(status).toBe(200));
    await service.get('/health/ready').expect(200);
    await removeStore();
    await expectRefusals();
    expect(await exists(store)).toBe(false);
    service = await service.restart();
    await service.get('/health/ready').expect(200);
    await simulate().then(({ status }) => expect(status).toBe(200));
  });

  it('is not taken for the copy that stands in its place, and is used again when it comes back', async () => {
    await start();
    await simulate();
    await rename(store, `${store}.away`);
    await cp(`${store}.away`, store, { recursive: true });
    await expectRefusals();
    await removeStore();
    await rename(`${store}.away`, store);
    await service.get('/health/ready').expect(200);
    await simulate().then(({ status }) => expect(status).toBe(200));
  });

  it("does not hide the stage's own error, which is answered at once and stored when the store is back", async () => {
    await start(VandalModule);
    removeStore = () => rename(store, `${store}.away`);
    const { body } = await simulate({ max_stage_retries: 0 });
    expect(body).toMatchObject({
      error_code: 'ORCH_STAGE_FAILED',
      status: 500,
      stage_node: 'vandal',
      attempt_errors: [{ attempt: 1, error_class: 'RangeError' }],
      persist_error: { error_code: 'RUN_STORAGE_UNAVAILABLE', message: REMOVED },
    });
    removeStore = () => Promise.resolve();
    await rename(`${store}.away`, store);
    const run = await runOnce(service, body.run_id, 'failed');
    expect(run.error).toMatchObject({ stage_node: 'vandal' });
    expect(run.error).not.toHaveProperty('persist_error');
  });

  it("does not hide the stage's own error from a caller with a key, whose answer cannot be kept", async () => {
    await start(VandalModule);
    const request = service.post('/simulate', { seed: await exampleSeed(), rounds: 1, max_stage_retries: 0 });
    const { body } = await request.set('Idempotency-Key', 'k').expect(500);
    expect(body).toMatchObject({ error_code: 'ORCH_STAGE_FAILED', stage_node: 'vandal' });
  });

  it('tells whoever waits for a run that it was accepted, and where it is', async () => {
    await start(VandalModule);
    isMeantToSucceed = true;
    removeStore = () => rename(store, `${store}.away`);
    const { status, headers, body } = await simulate();
    expect([status, headers['location']]).toEqual([503, `/runs/${body.run_id}`]);
    expect(body).toMatchObject({ ...UNAVAILABLE, message: expect.stringMatching(/goes on when the store/) });
    removeStore = () => Promise.resolve();
    await rename(`${store}.away`, store);
    await runOnce(service, body.run_id, 'succeeded');
  });
});

describe.each(STORES)('a disk without space under the %s store', (kind, _name) => {
  let dataDir: string;
  let service: ServiceProcess;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
    const env = { RUN_REPOSITORY: kind, RUN_LEASE_MS: '200', FAULT_INJECTION: 'true' };
    service = await ServiceProcess.start({ dataDir, env });
  });

  afterEach(async () => {
    await killServices();
    await rm(dataDir, { recursive: true });
  });

  /** The answer of GET /health/ready as soon as it has this status. */
  async function readyOnce(status: number): Promise<Record<string, unknown>> {
    for (;;) {
      const answer = await service.get<Record<string, unknown>>('/health/ready');
      if (answer.status === status) return answer.body;
      await pause(20);
    }
  }

  async function expectOnlyWholeRuns(count: number): Promise<void> {
    const { body: list } = await service.get<{ total: number; items: RunDto[] }>('/runs');
    expect(list.items.map(({ status }) => status)).toEqual(Array.from({ length: count }, () => 'succeeded'));
    for (const { run_id } of list.items) {
      const { body: log } = await service.get<AnsweredRunlog>(`/runs/${run_id}/runlog`);
      expectSoundLog(log);
    }
  }

  it('is a 503 to those who start runs, and they can when there is space again', async () => {
    expect((await service.post('/simulate', await input())).status).toBe(200);
    await limitDisk(service.pid, 'full');
    const refused = await service.post('/simulate', await input());
    expect(refused.body).toMatchObject(UNAVAILABLE);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    const left = await readdir(dataDir, { recursive: true });
    expect(left.filter((path) => path.endsWith('.new'))).toEqual([]);
    expect(await readyOnce(503)).toMatchObject({
      checks: { repository: 'The run store cannot be used at the moment.' },
    });
    await expectOnlyWholeRuns(1);
    await limitDisk(service.pid, 'free');
    await readyOnce(200);
    expect((await service.post('/simulate', await input())).status).toBe(200);
    await expectOnlyWholeRuns(2);
  });

  it('stops a run that is going on, which comes to its end when there is space again', async () => {
    const faults = [{ stage_node: 'moderation', kind: 'delay', attempts: 'all', delay_ms: 200 }];
    const body = { pipeline: 'simulation', input: await input(), faults };
    const { body: run } = await service.post<RunDto>('/runs', body);
    const seenOnce = async (met: (found: RunDto) => boolean) => {
      for (;;) {
        const { body: found } = await service.get<RunDto>(`/runs/${run.run_id}`);
        if (met(found)) return found;
        await pause(20);
      }
    };
    await seenOnce(({ current_stage }) => current_stage === 'moderation');
    await limitDisk(service.pid, 'full');
    await readyOnce(503);
    await limitDisk(service.pid, 'free');
    await seenOnce(({ status }) => status === 'succeeded');
    await expectOnlyWholeRuns(1);
  });

  it('leaves nothing half-written behind for the next process', async () => {
    await service.post('/simulate', await input());
    await limitDisk(service.pid, 'full');
    await service.post('/simulate', await input());
    await service.kill();
    service = await ServiceProcess.start({ dataDir, env: { RUN_REPOSITORY: kind } });
    await expectOnlyWholeRuns(1);
    expect((await service.post('/simulate', await input())).status).toBe(200);
  });
});

describe('a disk with less space than MIN_FREE_DISK_MB', () => {
  let service: RunningApp;
  afterEach(() => service.stop());

  it('makes the service not ready, and runs are still taken', async () => {
    service = await startApp({ MIN_FREE_DISK_MB: '1000000000' });
    const { body } = await service.get('/health/ready').expect(503);
    expect(body).toMatchObject({
      message: 'Parts of the service cannot be used: disk.',
      checks: { disk: expect.stringMatching(/^\d+ MiB free, at least 1000000000 are wanted$/) },
    });
    await service.post('/simulate', { seed: await exampleSeed(), rounds: 1 }).expect(200);
  });

  it('is not looked at when runs are kept in memory', async () => {
    service = await startApp({ MIN_FREE_DISK_MB: '1000000000', RUN_REPOSITORY: 'memory' });
    const { body } = await service.get('/health/ready').expect(200);
    expect(Object.keys(body.checks)).toEqual(['packs', 'repository']);
  });
});

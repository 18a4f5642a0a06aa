import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { newRun, sampleRow, sampleRun, withRows } from '../../src/testing/samples.js';
import { RUN_REPOSITORY, type RunRepository } from '../../src/runs/index.js';
import { RetentionService } from '../../src/runs/retention/retention.service.js';
import { startApp, type RunningApp } from '../support/running-app.js';

/** Nobody takes the runs up before they have ended. */
const LEASE = { owner: 'test', until: '2999-01-01T00:00:00.000Z' };

/** Stores ended runs; those of even numbers ended in 2026-01, the others in 2999. */
async function storeRuns(repository: RunRepository, count: number, text = ''): Promise<string[]> {
  const ids: string[] = [];
  for (let id = 0; id < count; id++) {
    const rows = Array.from({ length: text ? 40 : 1 }, (_, index) => sampleRow(index + 1, 'round', { text }));
    const run = withRows(sampleRun(String(id), id, { pipeline: 'simulation' }), rows);
    await repository.create(newRun(run, rows, { lease: LEASE }));
    const ended_at = id % 2 === 0 ? run.created_at : '2999-01-01T00:00:00.000Z';
    await repository.commit({ run: { ...run, status: 'succeeded', ended_at }, rows: [], token: 1 });
    ids.push(run.run_id);
  }
  return ids;
}

async function total(service: RunningApp): Promise<number> {
  return (await service.get('/runs').expect(200)).body.total as number;
}

/** Waits until there are so many runs. */
async function untilThereAre(service: RunningApp, count: number): Promise<void> {
  const deadline = performance.now() + 10_000;
  while ((await total(service)) !== count) {
    if (performance.now() > deadline) throw new Error(`There are not ${count} runs.`);
    await pause(20);
  }
}

describe.each(['sqlite', 'file'])('retention (%s)', (adapter) => {
  let service: RunningApp;
  afterEach(() => service.stop());

  const repository = () => service.app.get<RunRepository>(RUN_REPOSITORY);
  const retention = () => service.app.get(RetentionService);

  it('is off unless the environment turns it on', async () => {
    service = await startApp({ RUN_REPOSITORY: adapter });
    await storeRuns(repository(), 3);
    service = await service.restart();
    expect(retention().isOn).toBe(false);
    expect(await retention().preview()).toEqual([]);
    expect(await retention().apply()).toBe(0);
    expect(await total(service)).toBe(3);
  });

  it('tells which runs it would delete, and deletes these', async () => {
    service = await startApp({ RUN_REPOSITORY: adapter, RETENTION_MAX_AGE_DAYS: '1' });
    const ids = await storeRuns(repository(), 6);
    const expired = [ids[0], ids[2], ids[4]];
    expect(await retention().preview()).toEqual(expired);
    expect(await total(service)).toBe(6);
    expect(await retention().apply()).toBe(3);
    expect(await retention().preview()).toEqual([]);
    for (const id of ids) await service.get(`/runs/${id}`).expect(expired.includes(id) ? 404 : 200);
  });

  it('deletes at the start whatever there are too many of', async () => {
    service = await startApp({ RUN_REPOSITORY: adapter, RETENTION_MAX_RUNS: '5' });
    const ids = await storeRuns(repository(), 130);
    expect(await total(service)).toBe(130);
    service = await service.restart();
    await untilThereAre(service, 5);
    const { body } = await service.get('/runs').expect(200);
    const listed = (body.items as { run_id: string }[]).map(({ run_id: id }) => id);
    expect(listed).toEqual(ids.slice(-5).toReversed());
  });
});

describe('retention (sqlite)', () => {
  let service: RunningApp;
  afterEach(() => service.stop());

  it('gives the space of deleted runs back', async () => {
    service = await startApp({ RETENTION_MAX_RUNS: '20' });
    const repository = service.app.get<RunRepository>(RUN_REPOSITORY);
    const sizes = async () => {
      const files = ['runs.sqlite3', 'runs.sqlite3-wal'].map((name) => stat(`${service.dataDir}/${name}`));
      return (await Promise.all(files)).map(({ size }) => size);
    };
    await storeRuns(repository, 200, 'x'.repeat(4_000));
    await repository.reclaimSpace();
    const [before = 0] = await sizes();
    expect(before).toBeGreaterThan(30_000_000);
    expect(await service.app.get(RetentionService).apply()).toBe(180);
    const [after, log] = await sizes();
    expect(after).toBeLessThan(before / 5);
    expect(log).toBe(0);
    expect(await total(service)).toBe(20);
  });
});

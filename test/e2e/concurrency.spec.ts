import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { comparable, expectSoundLog, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeeds } from '../support/seeds.js';

describe('fifty simulations at once on SQLite', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp();
  });

  afterAll(() => service.stop());

  it('all succeed, and no row is lost or mixed', async () => {
    const seeds = (await exampleSeeds()).map(([, seed]) => seed);
    const bodies = Array.from({ length: 50 }, (_, index) => ({
      seed: seeds[index % seeds.length],
      random_seed: `seed-${index % 10}`,
    }));
    const answers = await Promise.all(bodies.map((body) => service.post('/simulate', body).expect(200)));
    const logs = new Map<string, unknown>();
    for (const [index, { body: run }] of answers.entries()) {
      const { body } = await service.get(`/runs/${run.run_id}/runlog`).expect(200);
      const log = body as AnsweredRunlog;
      expectSoundLog(log);
      expect(log.rows[0]).toMatchObject({ seed: { seed_id: bodies[index]?.seed?.seed_id } });
      const key = `${run.seed_id}/${run.random_seed}`;
      const rows = comparable(log.rows);
      expect(rows).toEqual(logs.get(key) ?? rows); // equal runs have equal rows, whoever ran beside them
      logs.set(key, rows);
    }
    expect(logs.size).toBe(30);
    const { body: list } = await service.get('/runs?limit=200').expect(200);
    expect(list).toMatchObject({ count: 50, total: 50 });
  });
});

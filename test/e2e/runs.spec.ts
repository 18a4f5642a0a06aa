import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeeds } from '../support/seeds.js';

describe('reading runs', () => {
  let service: RunningApp;
  const ids: string[] = [];

  beforeAll(async () => {
    service = await startApp();
    for (const [, seed] of await exampleSeeds()) {
      const { body } = await service.post('/simulate', { seed, rounds: 1 }).expect(200);
      ids.push(body.run_id);
    }
  });

  afterAll(() => service.stop());

  it('lists them newest first, without their summaries', async () => {
    const { body } = await service.get('/runs').expect(200);
    expect(body).toMatchObject({ count: 6, total: 6, limit: 20, offset: 0 });
    expect(body.items.map((run: { run_id: string }) => run.run_id)).toEqual(ids.toReversed());
    expect(body.items[0]).not.toHaveProperty('summary');
  });

  it('lists them by page and filter', async () => {
    const page = await service.get('/runs?limit=2&offset=1').expect(200);
    expect(page.body.items.map((run: { run_id: string }) => run.run_id)).toEqual([ids[4], ids[3]]);
    const onBoard = await service.get('/runs?board_id=B03&status=succeeded').expect(200);
    expect(onBoard.body).toMatchObject({ total: 1, items: [{ run_id: ids[1], board_id: 'B03' }] });
    const future = await service.get('/runs?created_after=2999-01-01T00:00:00Z').expect(200);
    expect(future.body).toMatchObject({ total: 0, items: [] });
  });

  it('gives the newest', async () => {
    const { body } = await service.get('/runs/latest').expect(200);
    expect(body.run_id).toBe(ids[5]);
    expect(body.summary.rows).toBeGreaterThan(20);
  });

  it('gives the same run by its own link', async () => {
    const { body: latest } = await service.get('/runs/latest').expect(200);
    const { body: self } = await service.get(latest.links.self).expect(200);
    expect(self).toEqual(latest);
  });

  it('says what world and which stages are loaded', async () => {
    const { body: packs } = await service.get('/packs').expect(200);
    expect(packs.pack_fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(packs.boards).toContainEqual({ id: 'B01', name: 'Tideboard' });
    expect(packs.counts).toMatchObject({ board: 6, community: 12, persona: 36 });
    const { body: board } = await service.get('/packs/board/B01').expect(200);
    expect(board).toMatchObject({ id: 'B01', name: 'Tideboard' });
    const { body: stages } = await service.get('/stages').expect(200);
    expect(stages.pipelines[0].stages.map((stage: { id: string }) => stage.id)).toEqual([
      'thread_candidate',
      'round_loop',
      'moderation',
      'end_condition',
    ]);
  });

  it('is healthy', async () => {
    for (const path of ['/health', '/health/live', '/health/ready']) {
      const { body } = await service.get(path).expect(200);
      expect(body.status).toBe('ok');
    }
  });

  it('serves Swagger UI and the OpenAPI document', async () => {
    const { text } = await service.get('/docs').expect(200);
    expect(text).toContain('swagger-ui');
    const { body } = await service.get('/docs-json').expect(200);
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/simulate', '/runs', '/runs/{run_id}/runlog']),
    );
  });
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { WordsModule } from '../../docs/examples/embedding/words.module.js';
import { STORE_OPTIONS, openRunRepository, type StoreOptions } from '../../src/engine.js';

describe("the engine in a team's own application", () => {
  let folder: string;
  let before: string;
  let app: INestApplication;
  const server = () => app.getHttpServer() as Parameters<typeof request>[0];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dream-embedding-'));
    before = process.cwd();
    process.chdir(folder); // the example keeps its runs in ./data
    app = await NestFactory.create(WordsModule, { logger: false, abortOnError: false });
    app.setGlobalPrefix('api');
    await app.listen(0, '127.0.0.1');
  });

  afterAll(async () => {
    await app.close();
    process.chdir(before);
    await rm(folder, { recursive: true });
  });

  it('executes a pipeline of the team behind a route of the team', async () => {
    const { body: run } = await request(server())
      .post('/api/words')
      .send({ text: 'a longer word' })
      .expect(201);
    expect(run).toMatchObject({ pipeline: 'longest_word', status: 'succeeded' });
    const { body: log } = await request(server()).get(`/api/runs/${run.run_id}/runlog`).expect(200);
    expect(log.rows).toContainEqual(expect.objectContaining({ type: 'longest_word', longest: 'longer' }));
    expect(log.rows.map(({ type }: { type: string }) => type)).not.toContain('context');
  });

  it('shows the attributes of its own pipeline as members of a run, finds runs by them, and has no others', async () => {
    const { run_id } = (await request(server()).post('/api/words').send({ text: 'one tremendous word' }))
      .body;
    const { body: run } = await request(server()).get(`/api/runs/${run_id}`).expect(200);
    expect(run).toMatchObject({ longest: 'tremendous', title: null });
    const ofSimulations = [
      'seed_id',
      'board_id',
      'zone_id',
      'pack_fingerprint',
      'thread_status',
      'rounds_run',
    ];
    for (const name of [...ofSimulations, 'attributes']) expect(run).not.toHaveProperty(name);
    expect(run.links).not.toHaveProperty('report');
    const { body: list } = await request(server()).get('/api/runs?longest=tremendous').expect(200);
    expect(list).toMatchObject({ total: 1, items: [{ run_id, longest: 'tremendous' }] });
    const { body: error } = await request(server()).get('/api/runs?seed_id=x').expect(400);
    expect(error).toMatchObject({ errors: [{ pointer: '/seed_id' }] });
  });

  it("responds to a failed stage with the error's schema, by the team's own filter, and keeps the run and its log", async () => {
    const { body: error } = await request(server()).post('/api/words').send({ text: ' ' }).expect(500);
    expect(error).toMatchObject({
      error: 'stage_execution_failed',
      error_code: 'ORCH_STAGE_FAILED',
      stage_node: 'check',
      attempts: 2,
      retry_state: 'maximum_attempts_reached',
      attempt_errors: [{ error_class: 'RangeError' }, { error_class: 'RangeError' }],
    });
    const { body: run } = await request(server()).get(`/api/runs/${error.run_id}`).expect(200);
    expect(run).toMatchObject({ status: 'failed', max_stage_attempts: 2, request: { input: { text: ' ' } } });
    const options = app.get<StoreOptions>(STORE_OPTIONS);
    const repository = await openRunRepository(options);
    const stored = await repository.find(error.run_id);
    const rows = await repository.readRows(error.run_id, { afterSeq: 0, types: [], limit: 100 });
    await repository.close();
    expect(stored).toMatchObject({ status: 'failed', error: { stage_node: 'check' } });
    expect(rows.map(({ type }) => type)).toContain('graph_node');
  });

  it('has the routes of the engine alone: neither those of the simulation nor those of the server', async () => {
    const { body: list } = await request(server()).get('/api/runs').expect(200);
    expect(list.total).toBe(3);
    const { body: stages } = await request(server()).get('/api/stages').expect(200);
    expect(stages.pipelines).toMatchObject([{ id: 'longest_word' }]);
    for (const path of ['/api/simulate', '/api/packs', '/api/health', '/docs']) {
      await request(server()).get(path).expect(404);
    }
  });

  it.each(['words.module.ts', 'main.ts'])('is on its page as %s is, as it is tested', async (name) => {
    const [page, code] = await Promise.all(
      ['embedding.md', `examples/embedding/${name}`].map((path) =>
        readFile(new URL(`../../docs/${path}`, import.meta.url), 'utf8'),
      ),
    );
    expect(page).toContain(`\n${code}\`\`\`\n`);
    expect(code?.split('\n').length).toBeLessThan(60);
  });
});

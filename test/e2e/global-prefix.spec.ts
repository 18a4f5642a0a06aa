import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { createApp } from '../../src/index.js';
import { withEnvironment } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { API_TOKENS, TOKENS } from '../support/tokens.js';

const PREFIX = '/api/v1';

describe('an application with a global prefix', () => {
  let app: NestExpressApplication;
  let runId: string;
  let location: string;

  beforeAll(async () => {
    const env = { LOG_LEVEL: 'fatal', RUN_REPOSITORY: 'memory', FAULT_INJECTION: 'true', API_TOKENS };
    app = await withEnvironment({ ...env, RATE_LIMIT_PER_MINUTE: '60' }, () =>
      createApp(undefined, { configure: (made) => void made.setGlobalPrefix('api/v1/') }),
    );
    await app.listen(0, '127.0.0.1');
    const body = { seed: await exampleSeed(), rounds: 1 };
    const answer = await post('/simulate', body).expect(200);
    runId = answer.body.run_id;
    location = answer.headers['location'] ?? '';
  });
  afterAll(() => app.close());

  const anonymous = (path: string) => request(app.getHttpServer()).get(PREFIX + path);
  const get = (path: string) => request(app.getHttpServer()).get(path).auth(TOKENS.admin, { type: 'bearer' });
  const post = (path: string, body: object) =>
    request(app.getHttpServer())
      .post(PREFIX + path)
      .auth(TOKENS.admin, { type: 'bearer' })
      .send(body);

  it('has working links in runs, in lists and in the event that ends a stream', async () => {
    const { body: run } = await get(`${PREFIX}/runs/${runId}`).expect(200);
    const { body: list } = await get(`${PREFIX}/runs`).expect(200);
    const { text } = await get(run.links.events).expect(200);
    for (const link of Object.values<string>(run.links)) await get(link).expect(200);
    expect(location).toBe(run.links.self);
    expect(list.items[0].links).toEqual(run.links);
    expect(text).toContain(`"self":"${PREFIX}/runs/${runId}"`);
  });

  it('has a working link to the next page of a log', async () => {
    const first = await get(`${PREFIX}/runs/${runId}/runlog?limit=1`).set('Accept', 'application/x-ndjson');
    const [, next = ''] = /^<(.*)>; rel="next"$/.exec(String(first.headers['link'])) ?? [];
    await get(next).expect(200);
  });

  it('has working links in errors, even in stored and replayed ones', async () => {
    const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 'all' }];
    const body = { seed: await exampleSeed(), rounds: 1, max_stage_retries: 0, faults };
    const first = await post('/simulate', body).set('Idempotency-Key', 'one').expect(500);
    const again = await post('/simulate', body).set('Idempotency-Key', 'one').expect(500);
    const { body: run } = await get(`${PREFIX}/runs/${first.body.run_id}`).expect(200);
    for (const error of [first.body, again.body, run.error]) {
      expect(error).toMatchObject({
        doc_url: `${PREFIX}/errors/ORCH_STAGE_FAILED`,
        type: `${PREFIX}/errors/ORCH_STAGE_FAILED`,
        runlog_url: `${PREFIX}/runs/${first.body.run_id}/runlog`,
      });
      await get(error.doc_url).expect(200);
      await get(error.runlog_url).expect(200);
    }
  });

  it('distinguishes a wrong method from a wrong path', async () => {
    const wrong = await request(app.getHttpServer())
      .delete(`${PREFIX}/packs`)
      .auth(TOKENS.admin, { type: 'bearer' })
      .expect(405);
    expect(wrong.headers['allow']).toBe('GET, HEAD');
    const nowhere = await get(`${PREFIX}/nowhere`).expect(404);
    expect(nowhere.body.instance).toBe(`${PREFIX}/nowhere`);
    expect(nowhere.body.doc_url).toBe(`${PREFIX}/errors/REQ_NOT_FOUND`);
    await get('/runs').expect(404);
  });

  it('has the open paths below the prefix, including Swagger UI and the OpenAPI document, and no others', async () => {
    for (const path of ['/health', '/health/live', '/errors', '/docs/', '/docs-json', '/docs-yaml']) {
      await anonymous(path).expect(200);
    }
    await anonymous('/docs/index.html').expect(301);
    await anonymous('/runs').expect(401);
    const { body: document } = await anonymous('/docs-json').expect(200);
    expect(document.paths[`${PREFIX}/health/live`].get.security).toEqual([]);
    expect(document.paths[`${PREFIX}/runs`].get.security).toBeUndefined();
    expect(document.components.headers.Location.schema.examples[0]).toMatch(/^\/api\/v1\/runs\//);
  });

  it('redirects browsers from its root to Swagger UI, and gives links to other clients', async () => {
    const { headers } = await anonymous('').set('Accept', 'text/html,*/*;q=0.8').expect(302);
    expect(headers['location']).toBe(`${PREFIX}/docs/`);
    const { body } = await anonymous('').expect(200);
    for (const link of Object.values<string>(body.links)) await get(link).expect(200);
  });

  it('has no rate limit for health checks', async () => {
    for (let count = 0; count < 70; count++) await anonymous('/health/live').expect(200);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/running-app.js';
import { API_TOKENS } from '../support/tokens.js';

describe('GET /', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: 'memory', API_TOKENS });
  });
  afterAll(() => service.stop());

  it('leads browsers to Swagger UI, without a token', async () => {
    const { headers } = await service.get('/').set('Accept', 'text/html,*/*;q=0.8').expect(302);
    expect(headers['location']).toBe('/docs/');
    expect(headers['vary']).toContain('Accept');
    await service.get('/docs/').expect(200);
  });

  it('gives programs links, and refuses other media types', async () => {
    const { body } = await service.get('/').expect(200);
    expect(body.links).toMatchObject({ page: '/docs/', openapi: '/docs-json', runs: '/runs' });
    await service.get('/').set('Accept', 'image/png').expect(406);
  });

  it('opens nothing else: a path that no route fits still needs a token', async () => {
    const { body } = await service.get('/nowhere').expect(401);
    expect(body.error_code).toBe('AUTH_UNAUTHORIZED');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { API_TOKENS, TOKENS, bearer } from '../support/tokens.js';

describe('a service without tokens', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp();
  });

  afterAll(() => service.stop());

  it('permits everything to this machine', async () => {
    expect((await service.get('/runs')).status).toBe(200);
    expect((await service.delete('/runs/x')).status).toBe(404);
    const { body } = await service.get('/access').expect(200);
    expect(body).toMatchObject({ token_name: null, scope: 'admin' });
  });

  it.each(['localhost', 'localhost:3000', '127.9.9.9:1', '[::1]:3000'])(
    'accepts the Host %s',
    async (host) => {
      expect((await service.get('/packs').set('Host', host)).status).toBe(200);
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io:3000', '192.168.0.1', '[::2]'])(
    'rejects the Host %s, even on open paths',
    async (host) => {
      for (const path of ['/packs', '/health', '/docs', '/nowhere']) {
        const answer = await service.get(path).set('Host', host).expect(403);
        expect(answer.body).toMatchObject({ error: 'forbidden', error_code: 'AUTH_FORBIDDEN' });
      }
    },
  );

  it('rejects requests from pages of other sites', async () => {
    await service.get('/runs').set('Sec-Fetch-Site', 'cross-site').expect(403);
    await service.get('/runs').set('Origin', 'null').expect(403);
    const body = { seed: await exampleSeed() };
    await service.post('/simulate', body).set('Origin', 'http://localhost:8080').expect(403);
    const { body: list } = await service.get('/runs').set('Sec-Fetch-Site', 'same-origin').expect(200);
    expect(list.total).toBe(0);
  });

  it('rejects preflights of other sites, and sends no CORS headers', async () => {
    const answer = await request(service.app.getHttpServer())
      .options('/runs')
      .set({ Origin: 'https://studio.example', 'Access-Control-Request-Method': 'POST' });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('does not start on a public address', async () => {
    await expect(startApp({ HOST: '0.0.0.0' })).rejects.toThrow(/HOST must be a loopback address/);
  });
});

describe('a service with CORS_ORIGINS', () => {
  let service: RunningApp;
  const Origin = 'https://studio.example';

  beforeAll(async () => {
    service = await startApp({ API_TOKENS, CORS_ORIGINS: `${Origin},http://localhost:5173` });
  });

  afterAll(() => service.stop());

  it('accepts preflights of these origins without a token', async () => {
    const answer = await request(service.app.getHttpServer())
      .options('/runs')
      .set({ Origin, 'Sec-Fetch-Site': 'cross-site', 'Access-Control-Request-Method': 'POST' });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': Origin,
      'access-control-allow-methods': 'GET,HEAD,POST,DELETE',
      'access-control-allow-headers': expect.stringContaining('Idempotency-Key'),
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('accepts requests from pages of these origins, which may read errors', async () => {
    const headers = { Origin, 'Sec-Fetch-Site': 'cross-site' };
    const refused = await service.get('/runs').set(headers).expect(401);
    expect(refused.headers['access-control-allow-origin']).toBe(Origin);
    await service
      .get('/runs')
      .set({ ...headers, Authorization: bearer(TOKENS.read) })
      .expect(200);
  });

  it('rejects requests from pages of other origins', async () => {
    const headers = { Origin: 'https://studio.example.evil', Authorization: bearer(TOKENS.read) };
    const answer = await service.get('/runs').set(headers).expect(403);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { API_TOKENS, TOKENS, bearer } from '../support/tokens.js';

/** So many headers of no meaning. */
const headers = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`X-Header-${index}`, '1']));

const manyFields = (length: number) =>
  Object.fromEntries(Array.from({ length }, (_, index) => [`f${index}`, 1]));

describe('the rate limit', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ API_TOKENS, RATE_LIMIT_PER_MINUTE: '3' });
  });

  afterAll(() => service.stop());

  const ask = (path: string, token: string) => service.get(path).set('Authorization', bearer(token));
  const statuses = async (path: string, token: string, times: number): Promise<number[]> => {
    const found: number[] = [];
    for (let time = 0; time < times; time += 1) found.push((await ask(path, token)).status);
    return found;
  };

  it('rejects requests of a token beyond the limit, with Retry-After', async () => {
    expect(await statuses('/runs', TOKENS.read, 4)).toEqual([200, 200, 200, 429]);
    const { headers, body } = await ask('/packs', TOKENS.read).expect(429);
    expect(body).toMatchObject({ error: 'rate_limited', error_code: 'REQ_RATE_LIMITED' });
    const seconds = Number(headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('counts each token separately', async () => {
    expect(await statuses('/runs', TOKENS.run, 3)).toEqual([200, 200, 200]);
  });

  it('counts unknown tokens by address, and accepts known ones from there', async () => {
    expect(await statuses('/runs', 'wrong', 4)).toEqual([401, 401, 401, 429]);
    expect((await service.get('/docs-json')).status).toBe(429);
    expect((await ask('/runs', TOKENS.admin)).status).toBe(200);
  });

  it('does not apply to health checks', async () => {
    expect(await statuses('/health/live', 'wrong', 10)).toEqual(Array(10).fill(200));
  });
});

describe('unknown tokens on the paths of /health', () => {
  it('are counted as on any other path, except for reads', async () => {
    const service = await startApp({ API_TOKENS, RATE_LIMIT_PER_MINUTE: '3' });
    const found: number[] = [];
    for (let time = 0; time < 4; time += 1) {
      found.push((await service.post('/health', {}).set('Authorization', bearer(`wrong-${time}`))).status);
    }
    await service.stop();
    expect(found).toEqual([401, 401, 401, 429]);
  });
});

describe('the head of a request', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp();
  });

  afterAll(() => service.stop());

  it.each([
    ['a path of 1,025 characters', `/${'x'.repeat(1_024)}`, 414, 'uri_too_long'],
    ['a long query', `/runs?seed_id=${'x'.repeat(8_192)}`, 414, 'uri_too_long'],
    ['101 parameters', `/runs?${Array(101).fill('a=1').join('&')}`, 400, 'validation_failed'],
    ['a broken escape in the path', '/packs/board/secret%E0%A4%A', 400, 'validation_failed'],
    ['a broken escape in the query', '/runs?seed_id=secret%ff', 400, 'validation_failed'],
  ])('with %s is rejected, and not repeated in the response', async (_, path, status, error) => {
    const { status: found, body, headers } = await service.get(path);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect({ status: found, error: body.error }).toEqual({ status, error });
    expect(body.instance).toBe('/');
    expect(JSON.stringify(body)).not.toMatch(/xxx|secret|%E0|%ff/i);
  });

  it.each(['GET', 'DELETE'] as const)('may contain a run id of any length for %s', async (method) => {
    const path = `/runs/${'x'.repeat(1_000)}`;
    const answer = method === 'GET' ? await service.get(path) : await service.delete(path);
    expect(answer.body).toMatchObject({ status: 404, error: 'run_not_found' });
  });

  it.each(['runlog', 'events', 'report'])('may contain any text as a run id for /%s', async (part) => {
    for (const id of ['x'.repeat(500), '%00', '..%2f..%2fetc%2fpasswd', '%F0%9F%92%A9', "'%20or%201=1"]) {
      const { body } = await service.get(`/runs/${id}/${part}`);
      expect(body).toMatchObject({ status: 404, error: 'run_not_found' });
    }
  });

  it('may have at most 100 headers', async () => {
    expect((await service.get('/health/live').set(headers(90))).status).toBe(200);
    const answer = await service.get('/health/live').set(headers(101));
    expect(answer.body).toMatchObject({ status: 431, error: 'headers_too_large' });
  });

  it('gets security headers in every response', async () => {
    for (const path of ['/health/live', '/docs', '/nowhere', '/runs?limit=x', '/packs/board/%E0']) {
      const { headers } = await service.get(path);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      expect(headers).not.toHaveProperty('x-powered-by');
    }
  });
});

describe('input that a lenient server would accept', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp();
  });

  afterAll(() => service.stop());

  it.each(['0x10', '1e2', '%201', '1%20', '+1', '1.0', '-1', '', '٣', '1,2', 'NaN', '9'.repeat(30)])(
    'is rejected as a number of a query: %j',
    async (text) => {
      for (const path of [`/runs?limit=${text}`, `/runs/x/runlog?after_seq=${text}`]) {
        const { body } = await service.get(path);
        expect(body).toMatchObject({ status: 400, error: 'validation_failed' });
      }
    },
  );

  it.each([
    'limit=1&limit=2',
    'limit[]=1',
    'limit[a]=1',
    'status=failed&status=failed',
    'seed_id=a&seed_id=b',
  ])('is rejected as a query: %s', async (query) => {
    const { body } = await service.get(`/runs?${query}`);
    expect(body).toMatchObject({ status: 400, error: 'validation_failed' });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'is rejected as a key at any depth: %s',
    async (key) => {
      const seed = await exampleSeed();
      const inSeed = JSON.stringify({ seed }).replace('{"seed":{', `{"seed":{"${key}":{},`);
      const atTop = `{"${key}":1,${JSON.stringify({ seed }).slice(1)}`;
      for (const text of [inSeed, atTop]) {
        const answer = await service.post('/simulate', undefined).type('json').send(text);
        expect(answer.body).toMatchObject({ status: 400, error: 'validation_failed' });
      }
      const { body } = await service.get(`/runs?${key}=1`);
      expect(body).toMatchObject({ status: 400, error: 'validation_failed' });
    },
  );

  it.each(['rounds', 'max_stage_retries', 'random_seed', 'faults', 'seed'])(
    'is rejected as an undocumented null: %s',
    async (field) => {
      const answer = await service.post('/simulate', { seed: await exampleSeed(), [field]: null });
      expect(answer.body).toMatchObject({ status: 400, error: 'validation_failed' });
      expect(answer.body.errors).toContainEqual(
        expect.objectContaining({ pointer: expect.stringMatching(`^/${field}`) }),
      );
    },
  );

  it.each([
    ['text/plain', '{"seed":{}}'],
    ['application/x-www-form-urlencoded', 'seed=1'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/json; charset=utf-16', '{}'],
    ['application/xml', '<a/>'],
  ])('is rejected as a body: %s', async (type, text) => {
    for (const path of ['/simulate', '/runs', '/runs/x/cancel']) {
      const answer = await service.post(path, undefined).set('Content-Type', type).send(text);
      expect(answer.body).toMatchObject({ status: 415, error: 'unsupported_media_type' });
    }
  });

  it('is rejected as a body of many unknown fields, not all of which are listed', async () => {
    const answer = await service.post('/simulate', manyFields(2_000));
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toHaveLength(100);
  });

  it('is rejected as a body with an object of very many members, before these are checked', async () => {
    const message = 'an object must not have more than 2000 members';
    for (const [body, pointer] of [
      [manyFields(50_000), ''],
      [{ seed: manyFields(2_001) }, '/seed'],
    ] as const) {
      const answer = await service.post('/simulate', body);
      expect(answer.body).toMatchObject({ status: 400, errors: [{ pointer, message }] });
    }
  });

  it.each([
    ['GET', '/RUNS'],
    ['GET', '/runs/'],
    ['GET', '//runs'],
    ['GET', '/runs/./latest'],
    ['POST', '/simulate/'],
    ['POST', '/Simulate'],
  ])('does not match a route: %s %s', async (method, path) => {
    const call = request(service.app.getHttpServer())[method === 'GET' ? 'get' : 'post'](path);
    expect((await call).body).toMatchObject({ status: 404, error: expect.stringMatching(/not_found$/) });
  });
});

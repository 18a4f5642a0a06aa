import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange } from '../support/raw-http.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

const UNKNOWN = '/runs/run-00000000-0000-7000-8000-000000000000';

const problem = (status: number, error: string, error_code: string) => ({
  error,
  error_code,
  status,
  message: expect.any(String),
  detail: expect.any(String),
  title: expect.any(String),
  type: `/errors/${error_code}`,
  doc_url: `/errors/${error_code}`,
  instance: expect.stringMatching(/^\//),
  request_id: expect.stringMatching(/\S/),
});

describe('an error response', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp();
  });

  afterAll(() => service.stop());

  it.each([
    ['GET', '/nowhere', 404, 'not_found', 'REQ_NOT_FOUND'],
    ['GET', '/RUNS', 404, 'not_found', 'REQ_NOT_FOUND'],
    ['GET', '/runs/', 404, 'not_found', 'REQ_NOT_FOUND'],
    ['DELETE', '/runs', 405, 'method_not_allowed', 'REQ_METHOD_NOT_ALLOWED'],
    ['GET', '/simulate', 405, 'method_not_allowed', 'REQ_METHOD_NOT_ALLOWED'],
    ['GET', UNKNOWN, 404, 'run_not_found', 'RUN_NOT_FOUND'],
    ['GET', `${UNKNOWN}/runlog`, 404, 'run_not_found', 'RUN_NOT_FOUND'],
    ['GET', '/runs/latest', 404, 'run_not_found', 'RUN_NOT_FOUND'],
    ['GET', '/runs/..%2f..%2fetc', 404, 'run_not_found', 'RUN_NOT_FOUND'],
    ['GET', '/runs/%E0%A4%A', 400, 'validation_failed', 'REQ_VALIDATION_FAILED'],
    ['GET', '/errors/NO_SUCH_CODE', 404, 'not_found', 'REQ_NOT_FOUND'],
    ['GET', '/errors/constructor', 404, 'not_found', 'REQ_NOT_FOUND'],
    ['GET', '/packs/board/nowhere', 404, 'pack_item_not_found', 'PACK_ITEM_NOT_FOUND'],
    ['GET', '/packs/constructor/B01', 404, 'pack_item_not_found', 'PACK_ITEM_NOT_FOUND'],
    ['GET', '/runs?limit=0', 400, 'validation_failed', 'REQ_VALIDATION_FAILED'],
    ['GET', '/runs?limit=0x10', 400, 'validation_failed', 'REQ_VALIDATION_FAILED'],
    ['GET', '/runs?status=lost', 400, 'validation_failed', 'REQ_VALIDATION_FAILED'],
    ['GET', '/runs?order=up', 400, 'validation_failed', 'REQ_VALIDATION_FAILED'],
  ])('to %s %s is a %d %s', async (method, path, status, error, code) => {
    const call = method === 'DELETE' ? service.delete(path) : service.get(path);
    const answer = await call.expect(status).expect('Content-Type', /^application\/problem\+json/);
    expect(answer.body).toMatchObject(problem(status, error, code));
    expect(answer.headers['x-request-id']).toBe(answer.body.request_id);
    const { body: entry } = await service.get(answer.body.doc_url).expect(200);
    expect(entry).toMatchObject({ error_code: code, status });
  });

  it.each(['M-SEARCH', 'PROPFIND', 'PUT'])('is a 405 for the method %s', async (method) => {
    const { head, body } = await exchange(
      service,
      `${method} /runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(body).toMatchObject({ status: 405, message: 'This route takes GET, HEAD, POST.' });
    expect(head).toMatch(/\r\nAllow: GET, HEAD, POST\r\n/);
  });

  it('has no empty pointer for a malformed URL', async () => {
    const { body } = await service.get('/runs?seed_id=%ff').expect(400);
    expect(body.message).toBe('the address has a percent-escape that is no UTF-8');
  });

  it('lists the methods of a route in its Allow header', async () => {
    const answer = await service.get('/simulate').expect(405);
    expect(answer.headers['allow']).toBe('POST');
  });

  it.each([
    ['text/plain', '{}', 415, 'unsupported_media_type'],
    ['application/x-www-form-urlencoded', 'a=b', 415, 'unsupported_media_type'],
    ['application/json', '{', 400, 'invalid_json'],
    ['application/json', `{"seed":${'['.repeat(40)}${']'.repeat(40)}}`, 400, 'invalid_json'],
    ['application/json', `{"seed":"${'x'.repeat(1_100_000)}"}`, 413, 'payload_too_large'],
  ])('rejects a body of type %s', async (type, body, status, error) => {
    const answer = await service
      .post('/simulate', undefined)
      .set('Content-Type', type)
      .send(body)
      .expect(status);
    expect(answer.body).toMatchObject({ error, status });
  });

  it('rejects a body that is not UTF-8', async () => {
    const answer = await fetch(`${await service.app.getUrl()}/simulate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_json' });
  });

  it('lists every invalid field with its JSON pointer', async () => {
    const seed = { ...(await exampleSeed()), title: ' ', dial: { U: 1, E: 1, M: 1, S: 1, H: 1 }, extra: 1 };
    const answer = await service
      .post('/simulate', { seed, rounds: 'many', max_stage_retries: null })
      .expect(400);
    const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(new Set(pointers)).toEqual(
      new Set(['/seed/title', '/seed/dial', '/seed/extra', '/rounds', '/max_stage_retries']),
    );
  });

  it.each([
    ['no seed', {}],
    ['a list for a seed', { seed: [] }],
    ['null for a seed', { seed: null }],
    ['more rounds than MAX_ROUNDS', { rounds: 201 }],
    ['more retries than MAX_STAGE_RETRIES', { max_stage_retries: 11 }],
    ['a lone surrogate', { random_seed: '\ud800' }],
    ['U+0000', { random_seed: 'a\0b' }],
    ['prototype keys', JSON.parse('{"__proto__":{"a":1}}')],
  ])('rejects %s', async (_, change) => {
    const body = { seed: await exampleSeed(), ...change };
    const given = 'seed' in change || Object.keys(change).length > 0 ? body : {};
    const answer = await service.post('/simulate', given);
    expect(answer.body).toMatchObject({ status: 400, error: 'validation_failed' });
  });

  it('rejects an unknown board', async () => {
    const answer = await service.post('/simulate', { seed: { ...(await exampleSeed()), board_id: 'B99' } });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject(problem(422, 'unknown_board', 'SIM_UNKNOWN_BOARD'));
  });

  it('rejects faults unless fault injection is enabled, and no run is stored', async () => {
    const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 1 }];
    const answer = await service.post('/simulate', { seed: await exampleSeed(), faults }).expect(403);
    expect(answer.body).toMatchObject(problem(403, 'fault_injection_disabled', 'ORCH_FAULTS_DISABLED'));
    const { body: list } = await service.get('/runs').expect(200);
    expect(list.total).toBe(0);
  });

  it.each([
    ['/simulate', { seed: 'x' }, '/seed', 'seed must be an object'],
    ['/simulate', {}, '/seed', 'seed must be an object'],
    ['/simulate', { rounds: 'many' }, '/rounds', 'rounds must be an integer number'],
    ['/runs', { input: {} }, '/pipeline', 'pipeline must be a string'],
    ['/runs', { pipeline: 'simulation' }, '/input', 'input must be an object'],
    [`${UNKNOWN}/fork`, {}, '/from_stage', 'from_stage must be a string'],
    [`${UNKNOWN}/fork`, { from_stage: null }, '/from_stage', 'from_stage must be a string'],
    [`${UNKNOWN}/fork`, undefined, '/from_stage', 'from_stage must be a string'],
  ])('describes the fault of POST %s %j', async (path, body, pointer, message) => {
    const answer = await service.post(path, body).expect(400);
    const errors: { pointer: string; message: string }[] = answer.body.errors;
    expect(errors.filter((error) => error.pointer === pointer)).toEqual([{ pointer, message }]);
  });

  it.each([
    ['GET', '/docs', undefined, 200],
    ['GET', '/docs-json', undefined, 200],
    ['GET', '/health/live', undefined, 200],
    ['GET', '/nowhere', undefined, 404],
    ['PUT', '/runs', undefined, 405],
    ['POST', '/simulate', { type: 'application/json', text: '{' }, 400],
    ['POST', '/simulate', { type: 'application/json', text: `"${'x'.repeat(1_100_000)}"` }, 413],
    ['POST', '/simulate', { type: 'text/plain', text: 'x' }, 415],
  ])('or any other response has a request id: %s %s %j', async (method, path, body, status) => {
    const url = `${await service.app.getUrl()}${path}`;
    const ask = (headers: Record<string, string>) =>
      fetch(url, {
        method,
        headers: { ...headers, ...(body && { 'Content-Type': body.type }) },
        ...(body && { body: body.text }),
      });
    const given = await ask({ 'X-Request-Id': 'abc-1' });
    expect([given.status, given.headers.get('x-request-id')]).toEqual([status, 'abc-1']);
    expect((await ask({})).headers.get('x-request-id')).toMatch(/^req-[0-9a-f-]{36}$/);
  });

  it("has the caller's request id if that is well-formed", async () => {
    const taken = await service.get('/nowhere').set('X-Request-Id', 'abc-1');
    expect(taken.body.request_id).toBe('abc-1');
    const made = await service.get('/nowhere').set('X-Request-Id', 'a b<c>');
    expect(made.body.request_id).toMatch(/^req-/);
  });
});

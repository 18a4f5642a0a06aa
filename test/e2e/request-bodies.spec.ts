import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange, openRaw, parseAnswer } from '../support/raw-http.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { API_TOKENS, TOKENS, bearer } from '../support/tokens.js';

const HEAD = 'POST /simulate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const EXPECT = 'Expect: 100-continue\r\n';
const RUN = `Authorization: ${bearer(TOKENS.run)}\r\n`;
const CHUNKED = 'Transfer-Encoding: chunked\r\n';

/** Waits until something holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(5);
}

describe('a rejected body', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ API_TOKENS, MAX_BODY_BYTES: '1024' });
  });

  afterAll(() => service.stop());

  it.each([
    ['no token', `${HEAD}${EXPECT}Content-Length: 10\r\n`, 401],
    ['no token, and does not ask', `${HEAD}Content-Length: 10\r\n`, 401],
    [
      'a token of too small a scope',
      `${HEAD}${EXPECT}Authorization: ${bearer(TOKENS.read)}\r\n${CHUNKED}`,
      403,
    ],
    ['too large a Content-Length', `${HEAD}${EXPECT}${RUN}Content-Length: 1025\r\n`, 413],
    ['too large a Content-Length, and does not ask', `${HEAD}${RUN}Content-Length: 1025\r\n`, 413],
    ['a Content-Encoding', `${HEAD}${EXPECT}${RUN}Content-Encoding: gzip\r\nContent-Length: 10\r\n`, 415],
    ['an unknown Content-Encoding', `${HEAD}${RUN}Content-Encoding: x\r\nContent-Length: 10\r\n`, 415],
    ['a Transfer-Encoding other than chunked', `${HEAD}${RUN}Transfer-Encoding: gzip, chunked\r\n`, 400],
  ])('with %s gets its response before it is sent, and the connection is closed', async (_, head, status) => {
    const answer = await exchange(service, `${head}\r\n`);
    expect(answer).toMatchObject({ status, body: { status } });
    expect(answer.head).toMatch(/\r\nConnection: close/i);
  });

  it('is rejected as soon as it is too large, however much remains', async () => {
    const chunk = `401\r\n${'x'.repeat(1025)}\r\n`;
    const { closed } = await openRaw(service, `${HEAD}${RUN}${CHUNKED}\r\n${chunk}`);
    const answer = parseAnswer(await closed);
    expect(answer).toMatchObject({ status: 413, body: { error: 'payload_too_large' } });
    expect(answer.head).toMatch(/\r\nConnection: close/i);
  });

  it('is not read for long when the client keeps sending after the response', async () => {
    const { socket, closed } = await openRaw(service, `${HEAD}Content-Length: 999999999\r\n\r\n`);
    const feed = () => {
      while (socket.writable && socket.write('x'.repeat(65_536)));
    };
    socket.on('drain', feed);
    feed();
    expect(parseAnswer(await closed).status).toBe(401);
  });

  it('is a compressed one, intact or corrupt, with a message of the service', async () => {
    for (const bytes of [gzipSync('{}'), Buffer.from('no gzip')]) {
      const answer = await fetch(`${await service.app.getUrl()}/simulate`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Content-Encoding': 'gzip',
          Authorization: bearer(TOKENS.run),
        },
        body: bytes,
      });
      expect(await answer.json()).toMatchObject({
        status: 415,
        message: expect.stringContaining('uncompressed'),
      });
    }
  });
});

describe('an accepted body', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp();
  });

  afterAll(() => service.stop());

  it('is preceded by 100 Continue if the client expects it, and the connection is kept', async () => {
    const connection = await openRaw(service, `${HEAD}${EXPECT}Content-Length: 2\r\n\r\n`);
    const { socket, closed } = connection;
    await until(() => connection.received() !== '');
    expect(connection.received()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('{}');
    await until(() => connection.received().includes('seed must be an object'));
    expect(connection.received()).toContain('Connection: keep-alive');
    socket.destroy();
    await closed;
  });

  it('starts no run when it arrives after a response that closes the connection', async () => {
    const body = JSON.stringify({ pipeline: 'simulation', input: { seed: await exampleSeed(), rounds: 1 } });
    const refused = `${HEAD}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n`;
    const connection = await openRaw(service, refused);
    const { socket, closed } = connection;
    socket.allowHalfOpen = true;
    await until(() => connection.received().endsWith('}'));
    const head = HEAD.replace('/simulate', '/runs');
    socket.end(`{}${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    await closed;
    expect((await service.get('/runs')).body.total).toBe(0);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json; charset="utf-8"',
    'application/json;charset=UTF-8; x=y',
  ])('may have the type %s', async (type) => {
    const answer = await service.post('/simulate', undefined).set('Content-Type', type).send('{}');
    expect(answer.body.message).toContain('seed must be an object');
  });

  it('may have the encoding identity and a byte order mark', async () => {
    const call = service.post('/simulate', undefined).type('json').set('Content-Encoding', 'identity');
    expect((await call.send('\ufeff{}')).body.message).toContain('seed must be an object');
  });

  it.each(['utf-16', '"utf-16"', '"utf-8', 'latin1'])('may not be in %s', async (charset) => {
    const type = `application/json; charset=${charset}`;
    const answer = await service.post('/simulate', undefined).set('Content-Type', type).send('{}');
    expect(answer.status).toBe(415);
  });

  it.each(['{"rounds": NaN}', '{', '{}}', 'x', ' '])('cannot be invalid JSON: %j', async (text) => {
    const { body } = await service.post('/simulate', undefined).type('json').send(text);
    expect(body).toMatchObject({ error: 'invalid_json', message: 'The body is not valid JSON.' });
  });

  it('is missing its seed when there is none, or nothing in it', async () => {
    const empty = [service.post('/simulate', undefined), service.post('/simulate', {})];
    for (const { body } of await Promise.all(empty)) {
      expect(body).toMatchObject({
        status: 400,
        errors: [{ pointer: '/seed', message: 'seed must be an object' }],
      });
    }
  });

  it('of a simulation names each wrong field once, whichever part of the request it belongs to', async () => {
    const wrong = { rounds: 'x', max_stage_retries: 'y', faults: 'z', seed: 1, more: 2 };
    const { body } = await service.post('/simulate', wrong);
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(new Set(pointers)).toEqual(
      new Set(['/rounds', '/max_stage_retries', '/faults', '/seed', '/more']),
    );
    expect(pointers.filter((pointer: string) => pointer === '/max_stage_retries')).toHaveLength(1);
  });

  it.each(['[]', '"x"', '1', 'null', 'true'])('cannot be a value other than an object: %s', async (text) => {
    const { body } = await service.post('/simulate', undefined).type('json').send(text);
    expect(body).toMatchObject({
      error: 'validation_failed',
      message: 'the body must be an object',
      errors: [{ pointer: '', message: 'the body must be an object' }],
    });
  });
});

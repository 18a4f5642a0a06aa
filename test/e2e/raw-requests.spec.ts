import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange, openRaw } from '../support/raw-http.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

const HOST = 'Host: localhost\r\n';
const CLOSE = 'Connection: close\r\n';

/** The statuses of all answers in what the service sent. */
const statusesOf = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

describe('malformed HTTP', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp();
  });

  afterAll(() => service.stop());

  it.each([
    ['a line that is no request', 'HELLO\r\n\r\n', 400, 'malformed_request'],
    ['an unknown method', `FETCH /runs HTTP/1.1\r\n${HOST}\r\n`, 400, 'malformed_request'],
    ['an unknown version', `GET /runs HTTP/3.7\r\n${HOST}\r\n`, 400, 'malformed_request'],
    [
      'a bad Content-Length',
      `POST /runs HTTP/1.1\r\n${HOST}Content-Length: x\r\n\r\n`,
      400,
      'malformed_request',
    ],
    [
      'a negative Content-Length',
      `POST /runs HTTP/1.1\r\n${HOST}Content-Length: -1\r\n\r\n`,
      400,
      'malformed_request',
    ],
    [
      'two ways to tell its length',
      `POST /runs HTTP/1.1\r\n${HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'malformed_request',
    ],
    ['a blank in a header name', `GET /runs HTTP/1.1\r\n${HOST}X y: 1\r\n\r\n`, 400, 'malformed_request'],
    [
      'a bad chunk',
      `POST /runs HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      400,
      'malformed_request',
    ],
    [
      'a header of 20,000 bytes',
      `GET /runs HTTP/1.1\r\n${HOST}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'a path of 20,000 bytes',
      `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`,
      431,
      'headers_too_large',
    ],
    ['no Host', `GET /runs HTTP/1.1\r\n${CLOSE}\r\n`, 400, 'malformed_request'],
    [
      'two Hosts',
      `GET /runs HTTP/1.1\r\n${HOST}Host: evil.example\r\n${CLOSE}\r\n`,
      400,
      'malformed_request',
    ],
    [
      'another server for its target',
      `GET http://localhost/runs HTTP/1.1\r\n${HOST}${CLOSE}\r\n`,
      400,
      'malformed_request',
    ],
    ['an asterisk for its target', `OPTIONS * HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 400, 'malformed_request'],
    ['a tunnel', `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n`, 400, 'malformed_request'],
  ])('with %s gets a problem response', async (_, text, status, error) => {
    const answer = await exchange(service, text);
    expect(answer.head).toMatch(/\r\nContent-Type: application\/problem\+json/i);
    expect(answer.head).toMatch(/\r\nConnection: close/i);
    expect(answer).toMatchObject({
      status,
      body: {
        status,
        error,
        error_code: expect.stringMatching(/^REQ_/),
        message: expect.any(String),
        detail: expect.any(String),
        title: expect.any(String),
        type: expect.any(String),
        doc_url: expect.any(String),
        instance: '/',
        request_id: expect.stringMatching(/^req-/),
      },
    });
    expect(answer.head).toContain(String(answer.body['request_id']));
  });

  it('gets a response even when more of it follows', async () => {
    const { socket, closed } = await openRaw(service, 'HELLO\r\n\r\n');
    for (let count = 0; count < 20; count += 1) socket.write('and more\r\n');
    const text = await closed;
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('gets its response after those of earlier requests, which are complete', async () => {
    const first = `GET /packs HTTP/1.1\r\n${HOST}\r\n`;
    const second = `GET /errors/RUN_NOT_FOUND HTTP/1.1\r\n${HOST}\r\n`;
    const text = await (await openRaw(service, `${first}${second}HELLO\r\n\r\n`)).closed;
    expect(statusesOf(text)).toEqual([200, 200, 400]);
    expect(text.indexOf('pack_fingerprint')).toBeLessThan(text.indexOf('"RUN_NOT_FOUND"'));
    expect(text.indexOf('"RUN_NOT_FOUND"')).toBeLessThan(text.indexOf('malformed_request'));
  });

  it('gets its response after that of a request whose body exceeds its Content-Length', async () => {
    const body = JSON.stringify({ seed: await exampleSeed(), rounds: 1 });
    const head = `POST /simulate HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;
    const sent = `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${Buffer.from(body).toString('latin1')}`;
    const text = await (await openRaw(service, `${sent}}}}}`)).closed;
    expect(statusesOf(text)).toEqual([200, 400]);
    expect(text).toContain('"succeeded"');
  });

  it('gets no response after one that closes the connection', async () => {
    const { closed } = await openRaw(service, `GET /packs HTTP/1.1\r\n${HOST}${CLOSE}\r\nHELLO\r\n\r\n`);
    expect(statusesOf(await closed)).toEqual([200]);
  });

  it('does not affect later connections', async () => {
    await exchange(service, 'HELLO\r\n\r\n');
    expect((await service.get('/health/live')).status).toBe(200);
  });
});

describe('an unusual request', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp();
  });

  afterAll(() => service.stop());

  it.each([
    ['HTTP/1.0', `GET /errors/RUN_NOT_FOUND HTTP/1.0\r\n${HOST}\r\n`],
    ['an expectation', `GET /errors/RUN_NOT_FOUND HTTP/1.1\r\n${HOST}${CLOSE}Expect: a-miracle\r\n\r\n`],
    [
      'an upgrade',
      `GET /errors/RUN_NOT_FOUND HTTP/1.1\r\n${HOST}Connection: close, Upgrade\r\nUpgrade: h2c\r\n\r\n`,
    ],
  ])('gets a normal response: %s', async (_, text) => {
    expect(await exchange(service, text)).toMatchObject({
      status: 200,
      body: { error_code: 'RUN_NOT_FOUND' },
    });
  });
});

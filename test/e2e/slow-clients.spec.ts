import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Controller, Get, Module, Res } from '@nestjs/common';
import type { Response } from 'express';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppModule } from '../../src/index.js';
import { openRaw, parseAnswer, type RawConnection } from '../support/raw-http.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

const HOST = 'Host: localhost\r\n';
const REQUEST_MS = 400;
const IDLE_MS = 400;
/** More than the system keeps on both ends of a connection. */
const BIG = Buffer.alloc(64 * 1024 * 1024, 'x');

/** What a slow client takes at a time. The system tells the service of steps of about this size alone. */
const PART = BIG.length / 20;

const BIG_ANSWERS: Response[] = [];

@Controller('big')
class BigController {
  @Get('never')
  never(@Res() _response: Response): void {}

  @Get()
  big(@Res() response: Response): void {
    BIG_ANSWERS.push(response);
    response.end(BIG);
  }
}

@Module({ imports: [AppModule], controllers: [BigController] })
class BigModule {}

describe('a slow client', () => {
  let service: RunningApp;

  beforeAll(async () => {
    const env = { REQUEST_TIMEOUT_MS: String(REQUEST_MS), IDLE_TIMEOUT_MS: String(IDLE_MS) };
    service = await startApp({ ...env, FAULT_INJECTION: 'true' }, BigModule);
  });

  afterAll(() => service.stop());

  it.each([
    ['the head', `GET /runs HTTP/1.1\r\n${HOST}X-Slow: `],
    [
      'the body',
      `POST /runs HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 99999\r\n\r\n{"a`,
    ],
  ])('gets a 408 while it sends %s, however little it keeps sending', async (_, text) => {
    const { socket, closed } = await openRaw(service, text);
    while (!socket.destroyed) {
      if (socket.writable) socket.write('x');
      await pause(50);
    }
    const answer = parseAnswer(await closed);
    expect(answer).toMatchObject({
      status: 408,
      body: { error: 'request_timeout', error_code: 'REQ_TIMEOUT', request_id: expect.any(String) },
    });
  });

  it('is disconnected if it sends nothing at all', async () => {
    const { closed } = await openRaw(service);
    expect(await closed).not.toContain('200');
  });

  it('is disconnected if it reads nothing of its response', async () => {
    const { socket, closed } = await openRaw(service);
    let bytes = 0;
    socket.on('data', (data: string) => (bytes += data.length));
    socket.pause();
    socket.write(`GET /big HTTP/1.1\r\n${HOST}\r\n`);
    await once(service.app.getHttpServer(), 'request');
    await once(BIG_ANSWERS.at(-1) as Response, 'close');
    socket.resume();
    await closed;
    expect(bytes).toBeLessThan(BIG.length);
  });

  it('gets its whole response if it reads a part from time to time', async () => {
    const { socket, closed } = await openRaw(
      service,
      `GET /big HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
    );
    let [bytes, pauses] = [0, 0];
    socket.on('data', (data: string) => {
      const before = bytes;
      bytes += data.length;
      if (Math.floor(before / PART) === Math.floor(bytes / PART)) return;
      socket.pause();
      pauses += 1;
      void pause(IDLE_MS / 4).then(() => socket.resume());
    });
    await closed;
    expect(pauses / 4).toBeGreaterThan(3); // together longer than a client may take nothing
    expect(bytes).toBeGreaterThan(BIG.length);
  });

  it('gets its response even if that takes long', async () => {
    const faults = [{ stage_node: 'moderation', kind: 'delay', attempts: 1, delay_ms: 3 * IDLE_MS }];
    const answer = await service.post('/simulate', { seed: await exampleSeed(), rounds: 1, faults });
    expect(answer.body).toMatchObject({ status: 'succeeded' });
    expect(answer.body.duration_ms).toBeGreaterThanOrEqual(3 * IDLE_MS);
  });

  it('is disconnected if it sends garbage after a request whose response never comes', async () => {
    const { closed } = await openRaw(service, `GET /big/never HTTP/1.1\r\n${HOST}\r\nHELLO\r\n\r\n`);
    expect(await closed).toBe('');
  });

  it('does not delay others', async () => {
    const slow = await Promise.all(
      Array.from({ length: 50 }, () => openRaw(service, `GET /runs HTTP/1.1\r\n${HOST}X-Slow: `)),
    );
    expect((await service.get('/health/live')).status).toBe(200);
    for (const { socket } of slow) socket.destroy();
  });
});

describe('connections beyond MAX_CONNECTIONS', () => {
  let service: RunningApp;
  const opened: RawConnection[] = [];

  beforeAll(async () => {
    service = await startApp({ MAX_CONNECTIONS: '2' });
  });

  afterAll(async () => {
    for (const { socket } of opened) socket.destroy();
    await service.stop();
  });

  it('are closed, and further ones are accepted when others end', async () => {
    opened.push(await openRaw(service), await openRaw(service));
    const { socket, closed } = await openRaw(service, `GET /health/live HTTP/1.1\r\n${HOST}\r\n`);
    socket.setTimeout(2_000, () => socket.destroy());
    expect(await closed).toBe('');
    for (const held of opened) held.socket.destroy();
    expect(await statusOnce(service)).toBe(200);
  });
});

/** The status of a request as soon as one gets through. */
async function statusOnce(service: RunningApp): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await service.get('/health/live').catch(() => null);
    if (answer) return answer.status;
    await pause(20);
  }
  throw new Error('No connection gets through.');
}

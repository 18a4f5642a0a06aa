import { once } from 'node:events';
import { createServer, get, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sendText, type TextOptions } from './send-text.js';

/** What a number is when it has stopped rising. */
async function atRest(read: () => number): Promise<number> {
  for (let before = -1; ;) {
    const now = read();
    if (now === before) return now;
    before = now;
    await pause(100);
  }
}

const answerOf = async (url: string): Promise<IncomingMessage> => {
  const [answer] = (await once(get(url), 'response')) as [IncomingMessage];
  return answer;
};

/** How long a body is as it was sent. */
async function bytesOf(answer: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of answer) bytes += (chunk as Buffer).length;
  return bytes;
}

const PIECE = 'x'.repeat(100_000);
/** More than what sockets and streams hold between the source and a client that reads nothing. */
const MANY = 1_000;

describe('a text that is sent piece by piece', () => {
  let server: Server;
  /** Pieces that were asked for. */
  let asked: number;
  /** Resolves with what sending ended with: an error, or nothing. */
  let sent: Promise<unknown>;
  let hasEnded: Promise<void>;

  /** Serves pieces; the one after `failsAfter` cannot be had. */
  async function serve(count: number, options: TextOptions = {}, failsAfter = Infinity): Promise<string> {
    let ended: () => void;
    hasEnded = new Promise((resolve) => (ended = resolve));
    async function* pieces() {
      try {
        for (asked = 1; asked <= count; asked++) {
          if (asked > failsAfter) throw new Error('It is damaged.');
          yield PIECE;
        }
      } finally {
        ended();
      }
    }
    const application = express();
    sent = new Promise((resolve) => {
      application.get('/', (_, response) =>
        sendText(response, pieces(), options).then(resolve, (error: unknown) => {
          resolve(error);
          if (!response.headersSent) response.status(500).end('failed');
        }),
      );
    });
    server = createServer(application).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  beforeEach(() => {
    asked = 0;
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('comes whole, with its headers', async () => {
    const answer = await fetch(await serve(3, { headers: { 'X-Kind': 'log' } }));
    expect(answer.headers.get('X-Kind')).toBe('log');
    expect(await answer.text()).toBe(PIECE.repeat(3));
    expect(await sent).toBeUndefined();
  });

  it('comes whole when it is compressed', async () => {
    const answer = await fetch(await serve(3, { gzip: true }));
    expect(answer.headers.get('Content-Encoding')).toBe('gzip');
    expect(await answer.text()).toBe(PIECE.repeat(3));
  });

  it('is not made for a client that wants its headers alone', async () => {
    const url = await serve(MANY, { headers: { 'X-Kind': 'log' } });
    const [answer] = (await once(request(url, { method: 'HEAD' }).end(), 'response')) as [IncomingMessage];
    expect(answer.headers['x-kind']).toBe('log');
    await hasEnded;
    expect(asked).toBe(1);
  });

  it('waits for a client that reads nothing', async () => {
    const answer = await answerOf(await serve(MANY));
    answer.pause();
    const held = await atRest(() => asked);
    expect(held).toBeLessThan(MANY);
    expect(await readAll(answer)).toHaveLength(MANY * PIECE.length);
    expect(asked).toBeGreaterThan(held);
  });

  it('is not read on when the client has left', async () => {
    const answer = await answerOf(await serve(MANY));
    answer.destroy();
    await hasEnded;
    expect(asked).toBeLessThan(MANY);
    expect(await sent).toBeUndefined();
  });

  it('is refused as a whole when its first piece cannot be had', async () => {
    const answer = await fetch(await serve(3, { headers: { 'X-Kind': 'log' } }, 0));
    expect([answer.status, answer.headers.get('X-Kind'), await answer.text()]).toEqual([500, null, 'failed']);
    expect(await sent).toEqual(new Error('It is damaged.'));
  });

  it.each([false, true])('is sent at once when it is short (gzip: %s)', async (gzip) => {
    const url = await serve(2, { gzip, isShort: true, headers: { 'X-Kind': 'log' } });
    const answer = await answerOf(url);
    expect(Number(answer.headers['content-length'])).toBe(gzip ? await bytesOf(answer) : 2 * PIECE.length);
    expect(answer.headers['transfer-encoding']).toBeUndefined();
    expect(await (await fetch(url)).text()).toBe(PIECE.repeat(2));
  });

  it('is refused as a whole, while it is short, when a later piece cannot be had', async () => {
    const answer = await fetch(await serve(3, { isShort: true }, 2));
    expect([answer.status, await answer.text()]).toEqual([500, 'failed']);
    expect(await sent).toEqual(new Error('It is damaged.'));
  });

  it.each([false, true])('is cut off when a later piece cannot be had (gzip: %s)', async (gzip) => {
    const answer = await fetch(await serve(MANY, { gzip }, 5));
    await expect(answer.text()).rejects.toThrow('terminated');
    expect(await sent).toEqual(new Error('It is damaged.'));
  });
});

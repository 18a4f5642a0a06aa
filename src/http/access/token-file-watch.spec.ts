import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Clock } from '../../common/index.js';
import type { ApiToken, AppConfig } from '../../config/index.js';
import { TokenFileWatch, apiTokens } from './token-file-watch.js';

const line = (name: string) => `${name}:read:${createHash('sha256').update(name).digest('hex')}\n`;

/** A clock whose waits end when the test ends them. */
class SteppedClock implements Clock {
  private waiting: (() => void) | null = null;
  private asked: (() => void) | null = null;

  now(): Date {
    return new Date(0);
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting = resolve;
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      this.asked?.();
    });
  }

  /** Resolves when the next look is over. */
  async pass(): Promise<void> {
    const next = new Promise<void>((resolve) => (this.asked = resolve));
    this.waiting?.();
    await next;
  }
}

let folder: string;
let file: string;
const clock = new SteppedClock();
let watch: TokenFileWatch;
let admits: (name: string) => boolean;
const complaints = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  file = join(folder, 'tokens');
  await writeFile(file, line('a'));
  const fixed: ApiToken = { name: 'fixed', scope: 'run', digest: '0'.repeat(64) };
  const config = { API_TOKENS: [fixed], API_TOKENS_FILE: file } as unknown as AppConfig;
  const tokens = apiTokens(config, clock);
  admits = (name) => tokens.callerBy(`Bearer ${name}`) !== null;
  watch = new TokenFileWatch(tokens, clock, config);
  watch.onApplicationBootstrap();
  await clock.pass();
  complaints.mockClear();
});

afterEach(async () => {
  watch.beforeApplicationShutdown();
  await rm(folder, { recursive: true });
});

describe('the watch over API_TOKENS_FILE', () => {
  it('takes over a text when two looks have found it', async () => {
    await writeFile(file, line('b'));
    await clock.pass();
    expect([admits('a'), admits('b')]).toEqual([true, false]);
    await clock.pass();
    expect([admits('a'), admits('b')]).toEqual([false, true]);
  });

  it('waits for a file that is being written', async () => {
    await writeFile(file, '');
    await clock.pass();
    await writeFile(file, line('a') + line('b'));
    await clock.pass();
    await clock.pass();
    expect([admits('a'), admits('b')]).toEqual([true, true]);
  });

  it.each([
    ['has a fault', () => writeFile(file, `${line('b')}nonsense\n`)],
    ['has a name of API_TOKENS', () => writeFile(file, line('fixed'))],
    ['is gone', () => rm(file)],
  ])('keeps the tokens, and complains once, while the file %s', async (_what, spoil) => {
    await spoil();
    for (let look = 0; look < 4; look += 1) await clock.pass();
    expect([admits('a'), admits('b'), complaints.mock.calls.length]).toEqual([true, false, 1]);
    await writeFile(file, line('c'));
    for (let look = 0; look < 2; look += 1) await clock.pass();
    expect([admits('a'), admits('c')]).toEqual([false, true]);
  });
});

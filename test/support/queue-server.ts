import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { Redis } from 'ioredis';
import type { TestEnvironment } from './running-app.js';

const GIVEN = process.env['TEST_REDIS_URL'];
const PROGRAM = GIVEN ? null : findProgram('redis-server');
const PATIENCE_MS = 10_000;

/** Whether there is a Redis: at TEST_REDIS_URL, or as a program in a folder of PATH. */
export const hasRedis = Boolean(GIVEN ?? PROGRAM);

/** `describe` where there is a Redis; else it is skipped, and that is said. */
export const describeWithRedis: typeof describe.skip = hasRedis ? describe : describe.skip;
if (!hasRedis) {
  process.stderr.write(
    'SKIPPED: there is no Redis for the queue (install redis-server, or set TEST_REDIS_URL).\n',
  );
}

/** Whether tests may stop their Redis: not one that somebody has given them. */
export const canStopRedis = !GIVEN;
if (GIVEN) process.stderr.write('SKIPPED: tests that stop Redis, as it is TEST_REDIS_URL.\n');

/** A queue between processes, for one test file. */
export interface QueueServer {
  /** What tells a service to use it. */
  readonly env: TestEnvironment;
  /** Ends the server, and what it holds with it. */
  kill(): Promise<void>;
  /** Starts it again at the same address, empty. */
  startAgain(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

/** A Redis that keeps nothing on disk; or keys of its own in the one that is given. */
export class RedisServer implements QueueServer {
  private program: ChildProcess | null = null;
  readonly prefix = `test_${randomBytes(6).toString('hex')}`;

  private constructor(
    readonly url: string,
    private readonly folder: string,
  ) {}

  static async start(): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'dream-redis-'));
    const server = new RedisServer(GIVEN ?? `redis://127.0.0.1:${await freePort()}`, folder);
    if (!GIVEN) await server.startAgain();
    return server;
  }

  get env(): TestEnvironment {
    return { RUN_QUEUE: 'bullmq', QUEUE_URL: this.url, QUEUE_PREFIX: this.prefix };
  }

  async startAgain(): Promise<void> {
    const words = [
      '--port',
      new URL(this.url).port,
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      this.folder,
    ];
    this.program = spawn(PROGRAM ?? '', words, { stdio: 'ignore' });
    const client = new Redis(this.url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
    client.on('error', () => undefined); // until it listens
    const late = setTimeout(() => client.disconnect(), PATIENCE_MS);
    await client.ping();
    clearTimeout(late);
    client.disconnect();
  }

  async kill(): Promise<void> {
    const { program } = this;
    if (!program) return;
    this.program = null;
    const exited = once(program, 'exit');
    program.kill('SIGKILL');
    await exited;
  }

  async stop(): Promise<void> {
    if (GIVEN) await this.deleteKeys();
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async deleteKeys(): Promise<void> {
    const client = new Redis(this.url);
    const keys = await client.keys(`${this.prefix}:*`);
    if (keys.length > 0) await client.del(...keys);
    client.disconnect();
  }
}

function findProgram(name: string): string | null {
  const paths = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

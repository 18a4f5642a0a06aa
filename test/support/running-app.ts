import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { createApp } from '../../src/index.js';

/** Environment variables that a test sets; the rest keep their defaults. */
export type TestEnvironment = Readonly<Record<string, string>>;

/** The service, made as a team makes it, for one test file. */
export interface RunningApp {
  readonly app: NestExpressApplication;
  /** Where it keeps its runs. */
  readonly dataDir: string;
  get(path: string): request.Test;
  post(path: string, body: unknown): request.Test;
  delete(path: string): request.Test;
  /** Ends the application and starts it again on the same data. */
  restart(): Promise<RunningApp>;
  stop(): Promise<void>;
}

/** Starts the service on a data folder of its own. */
export async function startApp(env: TestEnvironment = {}, rootModule?: Type): Promise<RunningApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
  return startOn(dataDir, env, rootModule);
}

async function startOn(dataDir: string, env: TestEnvironment, rootModule?: Type): Promise<RunningApp> {
  const app = await withEnvironment({ LOG_LEVEL: 'fatal', DATA_DIR: dataDir, ...env }, () =>
    createApp(rootModule),
  );
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer() as Parameters<typeof request>[0];
  return {
    app,
    dataDir,
    get: (path) => request(server).get(path),
    post: (path, body) =>
      request(server)
        .post(path)
        .send(body as object),
    delete: (path) => request(server).delete(path),
    async restart() {
      await app.close();
      return startOn(dataDir, env, rootModule);
    },
    async stop() {
      await app.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Runs something with environment variables that are gone afterwards. */
export async function withEnvironment<T>(env: TestEnvironment, work: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

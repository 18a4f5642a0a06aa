import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type INestApplication, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppModule, RunsService, createApp } from '../../src/index.js';
import { withEnvironment } from '../support/running-app.js';
import { API_TOKENS } from '../support/tokens.js';

@Module({ imports: [AppModule] })
class TeamModule {}

const REFUSED = new Error(
  'AppModule was imported into an application that createApp did not create. createApp sets up tokens, the checks of ' +
    'Host and Origin, and the request limits; without them every route is open to everyone. Create the application ' +
    'with createApp(TeamModule, { configure }), or, without an HTTP server, with ' +
    'NestFactory.createApplicationContext(TeamModule).',
);
const QUIET = { logger: false, abortOnError: false } as const;

const foreign = () => NestFactory.create(TeamModule, QUIET);

describe('AppModule in an application that createApp did not make', () => {
  let dataDir: string;
  let opened: INestApplicationContext[];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
    opened = [];
  });

  afterEach(async () => {
    for (const app of opened) await app.close();
    await rm(dataDir, { recursive: true });
  });

  async function made<App extends INestApplicationContext>(
    make: () => Promise<App>,
    env: Readonly<Record<string, string>> = {},
  ): Promise<App> {
    const app = await withEnvironment({ LOG_LEVEL: 'fatal', DATA_DIR: dataDir, ...env }, make);
    opened.push(app);
    return app;
  }

  it.each([
    ['without tokens', {}],
    ['with tokens', { API_TOKENS }],
  ])('does not start %s', async (_, env) => {
    const app = await made(foreign, env);
    await expect(app.listen(0, '127.0.0.1')).rejects.toThrow(REFUSED);
    expect(app.getHttpServer().listening).toBe(false);
  });

  it('does not start in the application of a testing module', async () => {
    const app = await made(async (): Promise<INestApplication> => {
      const module = await Test.createTestingModule({ imports: [TeamModule] }).compile();
      return module.createNestApplication({ logger: false });
    });
    await expect(app.init()).rejects.toThrow(REFUSED);
  });

  it('does not start beside an application that createApp made in the same process', async () => {
    await made(() => createApp(TeamModule));
    const app = await made(foreign, { RUN_REPOSITORY: 'memory' });
    await expect(app.init()).rejects.toThrow(REFUSED);
  });

  it('starts without HTTP, in an application context', async () => {
    const context = await made(() => NestFactory.createApplicationContext(TeamModule, QUIET));
    expect(await context.get(RunsService).list({ filter: {}, limit: 1, offset: 0 })).toMatchObject({
      total: 0,
    });
  });

  it('starts without HTTP, in a testing module', async () => {
    const module = await made(() => Test.createTestingModule({ imports: [TeamModule] }).compile());
    await expect(module.init()).resolves.toBe(module);
  });
});

import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { createApp } from '../../src/index.js';
import { AnswerCheck } from './answer-check.js';

/** Environment variables that a test sets; the rest keep their defaults. */
export type TestEnvironment = Readonly<Record<string, string>>;

/** What a team's module answers that docs/openapi.json does not know. */
interface TeamAnswers {
  /** Answers that are not held against the document, as `METHOD /path status`. */
  readonly own?: RegExp;
}

/** Pages for people are no part of the API. */
const PAGES = /^\/(docs|explorer)/;

let check: AnswerCheck | undefined;

/** The service, made as a team makes it, for one test file. */
export interface RunningApp {
  readonly app: NestExpressApplication;
  /** Where it keeps its runs. */
  readonly dataDir: string;
  get(path: string): request.Test;
  post(path: string, body: unknown): request.Test;
  delete(path: string): request.Test;
  /** Ends the application and starts it again on the same data, with some variables changed. */
  restart(changes?: TestEnvironment): Promise<RunningApp>;
  stop(): Promise<void>;
}

/** Starts the service on a data folder of its own. Every answer is held against docs/openapi.json. */
export async function startApp(
  env: TestEnvironment = {},
  rootModule?: Type,
  team: TeamAnswers = {},
): Promise<RunningApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
  return startOn(dataDir, env, rootModule, team);
}

async function startOn(
  dataDir: string,
  env: TestEnvironment,
  rootModule: Type | undefined,
  team: TeamAnswers,
): Promise<RunningApp> {
  const app = await withEnvironment({ LOG_LEVEL: 'fatal', DATA_DIR: dataDir, ...env }, () =>
    createApp(rootModule),
  );
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer() as Parameters<typeof request>[0];
  return {
    app,
    dataDir,
    get: (path) => checked(request(server).get(path), path, team),
    post: (path, body) => checked(request(server).post(path), path, team).send(body as object),
    delete: (path) => checked(request(server).delete(path), path, team),
    async restart(changes = {}) {
      await app.close();
      return startOn(dataDir, { ...env, ...changes }, rootModule, team);
    },
    async stop() {
      await app.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Fails the test when the answer is not as docs/openapi.json says. */
function checked(test: request.Test, path: string, { own }: TeamAnswers): request.Test {
  const [route = ''] = path.split('?');
  if (PAGES.test(route)) return test;
  return test.expect(({ status, headers, text, body }: request.Response) => {
    const { method } = test;
    if (own?.test(`${method} ${route} ${status}`)) return;
    check ??= new AnswerCheck(readDocument());
    const bytes = Buffer.isBuffer(body) ? body.toString() : null;
    const sent = { status, headers: headers as Record<string, string>, text: text ?? bytes };
    const faults = check.faultsOf(method, route, sent);
    if (faults.length === 0) return;
    const told = `${method} ${path} answered what docs/openapi.json does not say (npm run openapi makes it anew)`;
    throw new Error([`${told}:`, ...faults].join('\n'));
  });
}

function readDocument(): object {
  return JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as object;
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

import { readFileSync } from 'node:fs';
import { Agent, request as send, type IncomingMessage } from 'node:http';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERROR_CATALOGUE } from '../../src/common/index.js';
import { SIMULATION_ERRORS } from '../../src/simulation/simulation.error-codes.js';
import { AnswerCheck } from '../support/answer-check.js';
import { expectSoundLog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { logOf } from '../support/waiting.js';
import { hostileRequests, type HostileRequest } from './hostile-requests.js';

const COUNT = Number(process.env['FUZZ_REQUESTS'] ?? 20_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
const AT_ONCE = 16;
/** No answer takes longer. */
const PATIENCE_MS = 10_000;
/** Stands in a seed that is stored: no error may tell of it. */
const HIDDEN = 'Nobody may know of the amber ledger.';

/** What is never in an error: places in the file system, stacks, code, what is stored. */
const SECRETS = [
  HIDDEN,
  'amber ledger',
  process.cwd(),
  tmpdir(),
  'node_modules',
  '.js:',
  '.ts:',
  'at Object.',
];
const SQL_OR_SYSTEM = /SQLITE_|SELECT |INSERT |ENOENT|EACCES|EISDIR|ERR_[A-Z]/;

const DOCUMENT = new URL('../../docs/openapi.json', import.meta.url);
const documented = new AnswerCheck(JSON.parse(readFileSync(DOCUMENT, 'utf8')) as object);

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

describe('hostile requests', () => {
  let sandbox: string;
  let service: RunningApp;
  let root: URL;
  let runIds: string[];
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  beforeAll(async () => {
    sandbox = await mkdtemp(join(tmpdir(), 'fuzz-'));
    await mkdir(join(sandbox, 'data'));
    service = await startApp({ DATA_DIR: join(sandbox, 'data'), MAX_ROUNDS: '3' });
    root = new URL(await service.app.getUrl());
    const seed = { ...(await exampleSeed()), hidden_facts: [HIDDEN] };
    const runs = Array.from({ length: 4 }, async () => {
      const { body } = await service.post('/simulate', { seed, rounds: 1 }).expect(200);
      return String(body.run_id);
    });
    runIds = await Promise.all(runs);
  });

  afterAll(async () => {
    agent.destroy();
    await service.stop();
    await rm(sandbox, { recursive: true });
  });

  function answerTo({ method, url, headers, body }: HostileRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = root;
      const length = body === null ? {} : { 'content-length': body.length };
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const options = {
        hostname,
        port,
        method,
        path: url,
        headers: { ...headers, ...length },
        agent,
        signal,
      };
      const request = send(options, (response) => resolve(wholeAnswer(response)));
      request.on('error', reject);
      request.end(body ?? undefined);
    });
  }

  it(`get ${COUNT} answers: no 500, no hang, and errors that tell nothing`, async () => {
    const knowledge = { runIds, seed: await exampleSeed() };
    const requests = hostileRequests(knowledge, COUNT, SEED).values();
    const statuses = new Map<number, number>();
    const faults: object[] = [];
    const work = async () => {
      for (const request of requests) {
        const answer = await answerTo(request).catch((error: unknown) => String(error));
        const fault = typeof answer === 'string' ? answer : faultOf(request, answer);
        if (typeof answer !== 'string') statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (fault !== null && faults.length < 5) faults.push({ fault, request: shown(request), answer });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(faults).toEqual([]);
    const answered = [...statuses.values()].reduce((sum, count) => sum + count, 0);
    expect(answered).toBe(COUNT);
    for (const status of [200, 202, 400, 403, 404, 405, 406, 409, 415, 422]) {
      expect(statuses).toContainEqual([status, expect.any(Number)]);
    }
  }, 300_000);

  it('leave the service as it was: it answers, and its logs are whole', async () => {
    await service.get('/health/ready').expect(200);
    const { body } = await service.post('/simulate', { seed: await exampleSeed() }).expect(200);
    expectSoundLog(await logOf(service, String(body.run_id)));
    const { body: list } = await service.get('/runs?limit=200').expect(200);
    for (const { run_id } of list.items as { run_id: string }[]) expectSoundLog(await logOf(service, run_id));
  });

  it('leave nothing in the process, and nothing outside its data folder', async () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(await readdir(sandbox)).toEqual(['data']);
    const names = await readdir(join(sandbox, 'data'));
    expect(names.filter((name) => !/^runs\.sqlite3(-wal|-shm)?(\.lock)?$/.test(name))).toEqual([]);
  });
});

async function wholeAnswer(response: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = response;
  const bytes = await buffer(response);
  const isZipped = headers['content-encoding'] === 'gzip' && bytes.length > 0;
  return { status, headers, text: (isZipped ? gunzipSync(bytes) : bytes).toString() };
}

/** A request as a failed test tells it: it can be sent again. */
function shown({ body, ...rest }: HostileRequest): object {
  return { ...rest, body: body?.toString('latin1').slice(0, 500) };
}

/** What is wrong with an answer; null when nothing is. */
function faultOf(request: HostileRequest, answer: Answer): string | null {
  const { method } = request;
  const { status, headers, text } = answer;
  if (status === 500) return 'a 500';
  if (!/^[A-Za-z0-9._:-]{1,128}$/.test(String(headers['x-request-id']))) return 'no X-Request-Id';
  if (method === 'HEAD') return text === '' ? null : 'a body for HEAD';
  const undocumented = undocumentedIn(request, answer);
  if (undocumented || status < 400) return undocumented;
  if (!headers['content-type']?.startsWith('application/problem+json')) return 'an error that is no problem';
  if (SECRETS.some((secret) => text.includes(secret)) || SQL_OR_SYSTEM.test(text))
    return 'an error that tells';
  return problemFault(JSON.parse(text) as Record<string, unknown>, status, headers);
}

/** What of an answer the OpenAPI document does not say. The document does not speak of itself, nor of its page. */
function undocumentedIn({ method, url }: HostileRequest, { status, headers, text }: Answer): string | null {
  const [path = ''] = url.split('?');
  if (path.startsWith('/docs')) return null;
  const answer = { status, headers: headers as Record<string, string>, text };
  return documented.faultsOf(method, path, answer)[0] ?? null;
}

function problemFault(
  problem: Record<string, unknown>,
  status: number,
  headers: IncomingMessage['headers'],
): string | null {
  const entry = Object.entries({ ...ERROR_CATALOGUE, ...SIMULATION_ERRORS }).find(
    ([code]) => code === problem['error_code'],
  )?.[1];
  if (!entry) return 'a code that is not in the catalogue';
  const expected = {
    error: entry.error,
    title: entry.title,
    status,
    detail: problem['message'],
    doc_url: `/errors/${String(problem['error_code'])}`,
    type: problem['doc_url'],
    request_id: headers['x-request-id'],
  };
  for (const [name, value] of Object.entries(expected)) {
    if (problem[name] !== value) return `a problem whose ${name} is not ${String(value)}`;
  }
  return typeof problem['instance'] === 'string' ? null : 'a problem without instance';
}

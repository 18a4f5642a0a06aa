import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleSeed } from '../support/seeds.js';
import { ServiceProcess, killServices } from '../support/service-process.js';

/** What must not stand in any line, each recognizable. */
const SECRETS = {
  title: 'Walnutwood goes missing at Pier Nine',
  hidden: 'the quartermaster hid the xylograph',
  fact: 'A zinnober bell was seen at dusk',
  token: 'tok-quicksilver-1234',
  cookie: 'cook-amaranth-1234',
  key: 'key-periwinkle-1234',
  query: 'query-ultramarine-1234',
  path: 'path-vermilion-1234',
  body: 'body-chartreuse-1234',
};
const HEADERS = {
  Authorization: `Bearer ${SECRETS.token}`,
  Cookie: `session=${SECRETS.cookie}`,
  'Content-Type': 'application/json',
};

type Line = Readonly<Record<string, unknown>> & { readonly msg: string };

describe('the log', () => {
  let dataDir: string;
  let service: ServiceProcess;
  let url: string;
  const ids: string[] = [];
  let said: string;
  let lines: Line[];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
    const env = { LOG_LEVEL: 'trace', FAULT_INJECTION: 'true', MAX_ROUND: '7' };
    service = await ServiceProcess.start({ dataDir, env });
    url = await service.listening;
    await work();
    await service.kill('SIGTERM');
    said = service.said;
    const json = said.split('\n').filter((line) => line.startsWith('{'));
    lines = json.map((line) => JSON.parse(line) as Line);
  });

  afterAll(async () => {
    await killServices();
    await rm(dataDir, { recursive: true });
  });

  async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const init = body === undefined ? { method } : { method, body: text };
    const response = await fetch(`${url}${path}`, { ...init, headers: { ...HEADERS, ...headers } });
    return { status: response.status, text: await response.text() };
  }

  /** Everything that a service does, with secrets wherever a caller can put them. */
  async function work(): Promise<void> {
    const seed = {
      ...(await exampleSeed()),
      title: SECRETS.title,
      hidden_facts: [SECRETS.hidden],
      public_facts: [SECRETS.fact],
    };
    const key = { 'Idempotency-Key': SECRETS.key };
    const run = await ask('POST', '/simulate', { seed, rounds: 2 }, { ...key, 'X-Request-Id': 'simulate-1' });
    ids.push((JSON.parse(run.text) as { run_id: string }).run_id);
    const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 'all' }];
    const failed = await ask(
      'POST',
      '/simulate',
      { seed, rounds: 1, faults },
      { 'X-Request-Id': 'simulate-2' },
    );
    ids.push((JSON.parse(failed.text) as { run_id: string }).run_id);
    const runs = `/runs/${ids[0]}`;
    await ask('POST', '/simulate', { seed, rounds: 3 }, key); // the key was used with another body
    await ask('POST', '/simulate', { seed: { ...seed, title: [SECRETS.body] } });
    await ask('POST', '/simulate', `{"seed": "${SECRETS.body}`);
    await ask('POST', '/simulate', { seed: { ...seed, board_id: SECRETS.body } });
    await ask('GET', `${runs}/runlog?type=${SECRETS.query}`);
    await ask('GET', `/runs?seed_id=${SECRETS.query}`);
    await ask('GET', `/runs?${SECRETS.query}=1`);
    await ask('GET', `/runs/${SECRETS.path}`, undefined, { 'X-Request-Id': 'unknown-run' });
    await ask('GET', `/${SECRETS.path}`, undefined, { 'X-Request-Id': 'no-route' });
    await ask('GET', `/runs/%E0%A4%A${SECRETS.path}`);
    await ask('DELETE', `/packs/${SECRETS.path}`);
    await ask('GET', '/health/live');
  }

  it('names a variable that nearly matches one of ours, without its value, and the service starts all the same', () => {
    const named = lines.filter(({ given }) => given !== undefined);
    expect(named).toMatchObject([
      {
        level: 40,
        given: 'MAX_ROUND',
        meant: 'MAX_ROUNDS',
        msg: 'The environment variable MAX_ROUND is not read: did you mean MAX_ROUNDS?',
      },
    ]);
  });

  it('holds nothing of what callers send', () => {
    expect(lines.length).toBeGreaterThan(20);
    const found = Object.values(SECRETS).filter((secret) => said.includes(secret));
    expect(found).toEqual([]);
  });

  it.each([
    ['simulate-1', { method: 'POST', route: '/simulate', status: 200 }, 0],
    ['simulate-2', { method: 'POST', route: '/simulate', status: 500 }, 1],
    ['unknown-run', { method: 'GET', route: '/runs/:run_id', status: 404 }, undefined],
    ['no-route', { method: 'GET', route: null, status: 404 }, undefined],
  ])('has one line for the request %s', (request_id, expected, run) => {
    const answered = lines.filter((line) => line['request_id'] === request_id);
    expect(answered).toHaveLength(1);
    expect(answered[0]).toMatchObject({ ...expected, msg: 'A request was answered' });
    expect(answered[0]?.['duration_ms']).toEqual(expect.any(Number));
    expect(answered[0]?.['run_id']).toBe(run === undefined ? undefined : ids[run]);
    expect(answered[0]?.['level']).toBe(expected.status >= 500 ? 40 : 30);
  });

  it('tells of health checks at debug', () => {
    const [line] = lines.filter(({ route }) => route === '/health/live');
    expect(line).toMatchObject({ status: 200, level: 20 });
  });

  it('tells how a run came to its end', () => {
    const ofFirst = lines.filter((line) => line['run_id'] === ids[0] && line['context'] !== undefined);
    expect(ofFirst.map(({ msg, level, status }) => ({ msg, level, status }))).toEqual([
      { msg: 'A run was accepted', level: 30 },
      { msg: 'A run was started', level: 30 },
      ...Array.from({ length: 4 }, () => ({ msg: 'A stage attempt succeeded', level: 20 })),
      { msg: 'A run has ended', level: 30, status: 'succeeded' },
    ]);
    expect(ofFirst.at(-1)?.['duration_ms']).toEqual(expect.any(Number));
  });

  it('tells each attempt that succeeded, for those who look closely', () => {
    const succeeded = lines.filter(
      ({ msg, run_id }) => msg === 'A stage attempt succeeded' && run_id === ids[1],
    );
    const place = { level: 20, attempt: 1, duration_ms: expect.any(Number) };
    expect(succeeded).toEqual([
      expect.objectContaining({ ...place, stage_node: 'thread_candidate' }),
      expect.objectContaining({ ...place, stage_node: 'round_loop' }),
    ]);
  });

  it('tells each failed attempt, and how the run failed', () => {
    const ofSecond = lines.filter((line) => line['run_id'] === ids[1]);
    const attempts = ofSecond.filter(({ msg }) => msg === 'A stage attempt failed');
    const place = { level: 40, stage_node: 'moderation', duration_ms: expect.any(Number) };
    expect(attempts).toEqual([
      expect.objectContaining({ ...place, attempt: 1 }),
      expect.objectContaining({ ...place, attempt: 2 }),
    ]);
    expect(attempts[0]?.['err']).toMatchObject({ type: 'InjectedFaultError', code: 'ORCH_FAULT_INJECTED' });
    expect(ofSecond.find(({ msg }) => msg === 'A run has ended')).toMatchObject({
      status: 'failed',
      error_code: 'ORCH_STAGE_FAILED',
      stage_node: 'moderation',
      retry_state: 'maximum_attempts_reached',
    });
  });
});

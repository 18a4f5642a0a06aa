import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PureRandomSource } from '../../src/common/index.js';
import { begin, ended, type EndedRun } from '../support/model-runs.js';
import { ModelServer, type Reply } from '../support/model-server.js';
import { startApp, type RunningApp } from '../support/running-app.js';

/** More of them by hand. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 10);
const PLACES = 6;
const RETRIES = 8;

/** What an endpoint on a bad day does, and how often; most calls are answered. */
const BAD_DAY: readonly (readonly [share: number, reply: Reply])[] = [
  [0.03, { kind: 'status', status: 500 }],
  [0.02, { kind: 'status', status: 429, headers: { 'Retry-After': '0.1' } }],
  [0.03, { kind: 'status', status: 400 }],
  [0.03, { kind: 'cut_off' }],
  [0.02, { kind: 'no_protocol' }],
  [0.02, { kind: 'never' }],
  [0.03, { kind: 'answer', content: '{"text":"cut', finish: 'length' }],
  [0.03, { kind: 'answer', content: 'Sure! Here is a comment.' }],
];

let server: ModelServer;
let service: RunningApp;

beforeAll(async () => {
  server = await ModelServer.start();
  service = await startApp({
    ...server.env,
    MODEL_TIMEOUT_MS: '1500',
    MODEL_MAX_CONCURRENCY: String(PLACES),
    STAGE_TIMEOUT_MS: '600000',
    RUN_TIMEOUT_MS: '3600000',
  });
});

afterAll(async () => {
  await service.stop();
  await server.stop();
});

/** Resolves when no run waits or is under way. */
async function allEnded(): Promise<void> {
  for (;;) {
    const pages = await Promise.all(
      ['queued', 'running'].map((status) => service.get(`/runs?status=${status}&limit=1`)),
    );
    if (pages.every(({ body }) => (body as { total: number }).total === 0)) return;
    await pause(100);
  }
}

it('An endpoint on a bad day costs no run, and each failure is in a log, with the attempt that it belongs to', async () => {
  const random = new PureRandomSource().seeded('bad day').stream('replies');
  let failed = 0;
  let unfit = 0;
  server.reply = () => {
    let rest = random.next();
    const [, reply] = BAD_DAY.find(([share]) => (rest -= share) < 0) ?? [];
    if (!reply) return { kind: 'answer', delayMs: Math.round(random.next() * 20) };
    if (reply.kind === 'answer') unfit += 1;
    else failed += 1;
    return reply;
  };
  const options = { max_stage_retries: RETRIES };
  const asked = Array.from({ length: RUNS }, (_, index) => ({ rounds: 2, random_seed: `run-${index}` }));
  const runIds = await Promise.all(asked.map((input) => begin(service, input, options)));
  await allEnded();
  const runs: EndedRun[] = [];
  for (const runId of runIds) runs.push(await ended(service, runId));

  expect(runs.map(({ run }) => run.status)).toEqual(runIds.map(() => 'succeeded'));
  expect(server.most).toBeLessThanOrEqual(PLACES);
  const rows = runs.flatMap((run) => run.rows);
  const calls = rows.filter(({ type }) => type === 'model_call');
  expect(calls.filter(({ error_code }) => error_code === 'SIM_MODEL_UNAVAILABLE')).toHaveLength(failed);
  const made = calls.filter(({ replayed }) => replayed === false);
  expect(made).toHaveLength(server.calls.length);
  const gates = JSON.stringify(rows.filter(({ type }) => type === 'gate'));
  const refused = gates.match(/ANSWER_(MALFORMED|CUT_OFF)/g) ?? [];
  expect(refused.length).toBeGreaterThan(0); // those of an attempt that fails later do not come again: the call has its row
  expect(refused.length).toBeLessThanOrEqual(unfit);
  expect(runs.reduce((sum, { run }) => sum + run.tokens.calls, 0)).toBe(server.calls.length);
  expect(failed).toBeGreaterThan(0);
}, 600_000);

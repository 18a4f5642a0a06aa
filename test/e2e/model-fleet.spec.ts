import { afterEach, describe, expect, it } from '@jest/globals';
import { allEnded, until } from '../crash/recovered-runs.js';
import { ModelServer } from '../support/model-server.js';
import { hasPostgres, postgresSchema, queueIn } from '../support/postgres-server.js';
import { RedisServer, hasRedis, type QueueServer } from '../support/queue-server.js';
import type { TestEnvironment } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceFleet } from '../support/service-fleet.js';

const PLACES = 3;
const RUNS = 8;
const TIMEOUT_MS = 120_000;

let server: ModelServer;
let fleet: ServiceFleet;
let remove: () => Promise<void>;

afterEach(async () => {
  await fleet.stop();
  await server.stop();
  await remove();
});

/** One process that accepts runs, and two that execute them. */
async function start(where: {
  readonly store?: TestEnvironment;
  readonly queue: QueueServer;
}): Promise<void> {
  server = await ModelServer.start();
  const env = { ...server.env, MODEL_MAX_CONCURRENCY: String(PLACES), MAX_CONCURRENT_RUNS: '5' };
  fleet = await ServiceFleet.start({ ...where, apis: 1, workers: 2, env });
}

async function postAll(name: string): Promise<void> {
  const seed = await exampleSeed();
  for (let number = 0; number < RUNS; number++) {
    const input = { seed, rounds: 2, random_seed: `${name} ${number}` };
    await fleet.apis[0]?.post('/runs', { pipeline: 'simulation', input });
  }
}

async function expectAllSucceeded(runs: number): Promise<void> {
  const [api] = fleet.apis;
  if (!api) throw new Error('No process accepts runs.');
  const ended = await allEnded(api, TIMEOUT_MS);
  expect(ended.map(({ status }) => status)).toEqual(Array(runs).fill('succeeded'));
}

async function expectLimitKept(): Promise<void> {
  server.reply = () => ({ kind: 'answer', delayMs: 100 });
  await postAll('well');
  await expectAllSucceeded(RUNS);
  expect(server.most).toBe(PLACES);

  await fleet.workers.pop()?.kill();
  server.forget();
  server.reply = () => ({ kind: 'never' });
  await postAll('killed');
  await until('one worker has all slots', async () => server.active === PLACES);
  await fleet.add('worker');
  await fleet.workers.shift()?.kill();
  server.reply = () => ({ kind: 'answer' });
  await expectAllSucceeded(2 * RUNS);
  expect(server.most).toBe(PLACES);
}

(hasRedis ? describe : describe.skip)('workers with the queue in Redis, and runs in a file', () => {
  it(
    'have as many calls under way together as one may have, also when one of them is killed',
    async () => {
      remove = () => Promise.resolve();
      await start({ queue: await RedisServer.start() });
      await expectLimitKept();
    },
    TIMEOUT_MS,
  );
});

((await hasPostgres()) ? describe : describe.skip)('workers with queue and runs in PostgreSQL', () => {
  it(
    'have as many calls under way together as one may have, also when one of them is killed',
    async () => {
      const schema = await postgresSchema();
      remove = () => schema.drop();
      const store = { RUN_REPOSITORY: 'postgres', DATABASE_URL: schema.url };
      await start({ store, queue: queueIn(schema) });
      await expectLimitKept();
    },
    TIMEOUT_MS,
  );
});

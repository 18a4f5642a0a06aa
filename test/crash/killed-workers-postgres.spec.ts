import { afterEach, describe, it } from '@jest/globals';
import { RedisServer, hasRedis, type QueueServer } from '../support/queue-server.js';
import { hasPostgres, postgresSchema, queueIn, type PostgresSchema } from '../support/postgres-server.js';
import { ServiceFleet } from '../support/service-fleet.js';
import { expectAllOnceThoughKilled } from './killed-fleet.js';

const RUNS = Number(process.env['KILLED_FLEET_RUNS'] ?? 250);
const TIMEOUT_MS = 300_000;

const isHere = await hasPostgres();

(isHere ? describe : describe.skip)('runs in PostgreSQL that are posted while processes are killed', () => {
  let fleet: ServiceFleet;
  let schema: PostgresSchema;

  afterEach(async () => {
    await fleet.stop();
    await schema.drop();
  });

  async function startFleet(
    queueOf: (schema: PostgresSchema) => QueueServer | Promise<QueueServer>,
  ): Promise<void> {
    schema = await postgresSchema();
    const store = { RUN_REPOSITORY: 'postgres', DATABASE_URL: schema.url };
    fleet = await ServiceFleet.start({ workers: 3, store, queue: await queueOf(schema) });
  }

  (hasRedis ? it : it.skip)(
    'each end once with the queue in Redis',
    async () => {
      await startFleet(() => RedisServer.start());
      await expectAllOnceThoughKilled(fleet, RUNS);
    },
    TIMEOUT_MS,
  );

  it(
    'each end once with the queue in PostgreSQL',
    async () => {
      await startFleet(queueIn);
      await expectAllOnceThoughKilled(fleet, RUNS);
    },
    TIMEOUT_MS,
  );
});

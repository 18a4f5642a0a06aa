import { afterEach, describe, expect, it } from '@jest/globals';
import { hasPostgres, postgresSchema, queueIn } from '../support/postgres-server.js';
import { RedisServer, hasRedis, type QueueServer } from '../support/queue-server.js';
import type { TestEnvironment } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceFleet } from '../support/service-fleet.js';
import type { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/waiting.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const TIMEOUT_MS = 60_000;
const isPostgresHere = await hasPostgres();

interface Told {
  readonly type: string;
  readonly data: { readonly run_id: string };
}

describe('webhooks of runs that another process executes', () => {
  let fleet: ServiceFleet;
  let receiver: WebhookReceiver;
  let dropSchema: (() => Promise<void>) | undefined;

  afterEach(async () => {
    await fleet.stop();
    await receiver.close();
    await dropSchema?.();
    dropSchema = undefined;
  });

  /** The second is sent again: the endpoint refuses it at first. */
  async function expectEachTold(store: TestEnvironment, queue: QueueServer): Promise<void> {
    receiver = await WebhookReceiver.open([[200], [503, { 'Retry-After': '1' }]]);
    const env = {
      WEBHOOK_URLS: receiver.url,
      WEBHOOK_SECRET: `whsec_${'A'.repeat(32)}`,
      WEBHOOK_ALLOW_PRIVATE: 'true',
    };
    fleet = await ServiceFleet.start({ apis: 1, workers: 1, store, queue, env });
    const [api] = fleet.apis as [ServiceProcess];
    const body = { seed: await exampleSeed(), rounds: 1 };
    const runIds: string[] = [];
    for (let run = 0; run < 2; run++) {
      runIds.push((await api.post<{ run_id: string }>('/simulate', body)).body.run_id);
    }
    await until(() => receiver.received.length === 3);
    const told = receiver.received.map((webhook) => JSON.parse(webhook.body) as Told);
    expect(new Set(told.map(({ type }) => type))).toEqual(new Set(['run.succeeded']));
    expect(new Set(told.map(({ data }) => data.run_id))).toEqual(new Set(runIds));
    await until(async () => {
      const { body: page } = await api.get<{ total: number }>('/runs?pipeline=webhook_delivery');
      return page.total === 0;
    });
  }

  (hasRedis ? it : it.skip)(
    'come from runs in SQLite with the queue in Redis',
    async () => expectEachTold({}, await RedisServer.start()),
    TIMEOUT_MS,
  );

  (isPostgresHere ? it : it.skip)(
    'come from runs in PostgreSQL with the queue beside them',
    async () => {
      const schema = await postgresSchema();
      dropSchema = () => schema.drop();
      await expectEachTold({ RUN_REPOSITORY: 'postgres', DATABASE_URL: schema.url }, queueIn(schema));
    },
    TIMEOUT_MS,
  );
});

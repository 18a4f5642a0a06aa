import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { exampleSeed } from '../support/seeds.js';
import { ServiceProcess, killServices } from '../support/service-process.js';
import { until } from '../support/waiting.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

let dataDir: string;
let receiver: WebhookReceiver;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
  receiver = await WebhookReceiver.open();
});

afterEach(async () => {
  await killServices();
  await receiver.close();
  await rm(dataDir, { recursive: true });
});

it.each(['sqlite', 'file'])(
  'tells of every run that has ended, though its process is killed (%s)',
  async (store) => {
    const env = {
      RUN_REPOSITORY: store,
      WEBHOOK_URLS: receiver.url,
      WEBHOOK_SECRET: `whsec_${'A'.repeat(32)}`,
      WEBHOOK_ALLOW_PRIVATE: 'true',
      RUN_LEASE_MS: '600',
    };
    const accepted: string[] = [];
    for (let life = 0; life < 2; life += 1) {
      const service = await ServiceProcess.start({ dataDir, env });
      for (let index = 0; index < 4; index += 1) {
        const body = { pipeline: 'simulation', input: { seed: await exampleSeed(), rounds: 2 } };
        accepted.push((await service.post<{ run_id: string }>('/runs', body)).body.run_id);
      }
      await until(() => receiver.received.length > life * 2); // in the middle of some
      await service.kill();
    }
    await ServiceProcess.start({ dataDir, env });
    const told = () =>
      new Set(
        receiver.received.map(({ body }) => (JSON.parse(body) as { data: { run_id: string } }).data.run_id),
      );
    await until(() => told().size === accepted.length);
    expect([...told()].toSorted()).toEqual(accepted.toSorted());
  },
  60_000,
);

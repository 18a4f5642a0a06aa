import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { PureRandomSource } from '../../src/common/index.js';
import { openRunRepository, type StoreOptions } from '../../src/storage/index.js';
import { requestHash } from '../../src/simulation/models/call-record.js';
import { ModelServer, type ReceivedCall } from '../support/model-server.js';
import { rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceProcess, killServices } from '../support/service-process.js';
import { allEnded, withFolder } from './recovered-runs.js';

/** More of them by hand. */
const KILLS = Number(process.env['MODEL_KILLS'] ?? 4);
/** The longest that a process lives before it is killed, once it has begun to ask. */
const LIFE_MS = 400;
const MAX_OUTPUT_TOKENS = 400;

/** The key under which the answer to a request is recorded. */
function keyOf({ body }: ReceivedCall): string {
  const [system = '', data = ''] = body.messages.map(({ content }) => content);
  const prompt = { system, data, form: 'comment', seed: Number(body['seed']) } as const;
  return requestHash(body.model, prompt, MAX_OUTPUT_TOKENS);
}

/** The keys of all answers that a store has. */
async function storedKeys(options: StoreOptions): Promise<string[]> {
  const repository = await openRunRepository(options);
  const answers = (await repository.answers?.page(10_000, null)) ?? [];
  await repository.close();
  return answers.map(({ key }) => key);
}

/** Every run succeeds, and its log has each request once. */
async function expectAllWell(service: ServiceProcess): Promise<void> {
  for (const { run_id, status } of await allEnded(service, 120_000)) {
    expect(status).toBe('succeeded');
    const { body } = await service.get<AnsweredRunlog>(`/runs/${run_id}/runlog`);
    const hashes = rowsOf(body, 'model_call').map((row) => row['request_hash']);
    expect(new Set(hashes).size).toBe(hashes.length);
  }
}

describe('a run that asks a model', () => {
  afterAll(killServices);

  it(
    'makes no call twice whose answer was recorded, however often its process is killed',
    () =>
      withFolder(async (dataDir) => {
        const server = await ModelServer.start();
        server.reply = () => ({ kind: 'answer', delayMs: 15 });
        const env = { ...server.env, RUN_LEASE_MS: '300', RUN_RECOVERY_LIMIT: '1000' };
        const random = new PureRandomSource().seeded('kills').stream('model');
        const seed = await exampleSeed();
        const known = new Set<string>();
        let askedAgain = 0;
        for (let kill = 0; kill <= KILLS; kill++) {
          server.forget();
          const service = await ServiceProcess.start({ dataDir, env });
          const input = { seed, rounds: 8, random_seed: `seed-${kill}` };
          if (kill % 3 === 0) await service.post('/runs', { pipeline: 'simulation', input });
          if (kill < KILLS) {
            await server.received(1);
            await sleep(random.next() * LIFE_MS);
          } else await expectAllWell(service);
          await service.kill();
          askedAgain += server.calls.filter((call) => known.has(keyOf(call))).length;
          for (const key of await storedKeys({ kind: 'sqlite', dataDir })) known.add(key);
        }
        expect(known.size).toBeGreaterThan(KILLS);
        expect(askedAgain).toBe(0);
        await server.stop();
      }),
    480_000,
  );
});

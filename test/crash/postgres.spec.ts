import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startPostgres } from '../support/postgres-process.mjs';
import { hasPostgres, postgresSchema } from '../support/postgres-server.js';
import { killServices, ServiceProcess } from '../support/service-process.js';
import { allEnded, fixture, postWork, soundLog, until, withFolder } from './recovered-runs.js';

const TIMEOUT_MS = 120_000;
/** Nothing but news of the store is fast with such leases. */
const LONG_LEASE = { RUN_LEASE_MS: '600000' };
const describeWithPostgres = (await hasPostgres()) ? describe : describe.skip;

function startOn(url: string, dataDir: string, env: Record<string, string>): Promise<ServiceProcess> {
  return ServiceProcess.start({
    dataDir,
    env: { RUN_REPOSITORY: 'postgres', DATABASE_URL: url, ...env },
    program: fixture('work-service.mjs'),
  });
}

const statusOf = async (service: ServiceProcess, runId: string) =>
  (await service.get<{ status: string }>(`/runs/${runId}`)).body.status;

/** The types of the events of a run, as they are sent. */
async function* eventsOf(service: ServiceProcess, runId: string): AsyncIterable<string> {
  const response = await fetch(`${await service.listening}/runs/${runId}/events`);
  const decoder = new TextDecoder();
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    for (const [, type = ''] of decoder.decode(piece, { stream: true }).matchAll(/^event: (\w+)$/gm))
      yield type;
  }
}

describeWithPostgres('two processes on one database', () => {
  let schema: Awaited<ReturnType<typeof postgresSchema>>;

  beforeEach(async () => {
    schema = await postgresSchema();
  });

  afterEach(async () => {
    await killServices();
    await schema.drop();
  });

  it(
    'follow and cancel the runs of each other, long before a lease is renewed',
    () =>
      withFolder(async (dataDir) => {
        const [owner, other] = await Promise.all([
          startOn(schema.url, dataDir, LONG_LEASE),
          startOn(schema.url, dataDir, LONG_LEASE),
        ]);
        const runId = await postWork(owner, { steps: 100_000, pause_ms: 20 });
        const types: string[] = [];
        for await (const type of eventsOf(other, runId)) {
          types.push(type);
          if (types.length !== 5) continue;
          expect((await other.post(`/runs/${runId}/cancel`, undefined)).status).toBe(202);
        }
        expect(types.slice(0, 3)).toEqual(['work_asked', 'worked', 'worked']);
        expect(types.at(-1)).toBe('end');
        expect(await statusOf(owner, runId)).toBe('cancelled');
        await soundLog(other, runId);
      }),
    TIMEOUT_MS,
  );

  it(
    'take up the runs of one that is killed, though their clocks differ by an hour',
    () =>
      withFolder(async (dataDir) => {
        const start = (shift: number) =>
          ServiceProcess.start({
            dataDir,
            env: {
              RUN_REPOSITORY: 'postgres',
              DATABASE_URL: schema.url,
              RUN_LEASE_MS: '1500',
              CLOCK_SHIFT_MS: String(shift),
            },
            program: fixture('shifted-service.mjs'),
          });
        const [ahead, behind] = await Promise.all([start(1_800_000), start(-1_800_000)]);
        const [short, long] = await Promise.all([
          postWork(behind, { steps: 40, pause_ms: 100 }),
          postWork(ahead, { steps: 30, pause_ms: 100 }),
        ]);
        await behind.untilSaid(new RegExp(`${short} step 30`)); // two leases later it is still its own
        expect(ahead.said).not.toContain(short);
        expect(behind.said).not.toContain(long);
        await behind.kill();
        const runs = await allEnded(ahead);
        expect(runs.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
        expect(ahead.said).toContain(`${short} step 40`);
        await Promise.all([short, long].map((runId) => soundLog(ahead, runId)));
      }),
    TIMEOUT_MS,
  );
});

describeWithPostgres('a database that is stopped and started again under load', () => {
  afterEach(killServices);

  it(
    'makes requests fail with 503 meanwhile, and loses no run that was accepted',
    () =>
      withFolder(async (dataDir) => {
        const server = await startPostgres();
        try {
          const service = await startOn(server.url, dataDir, { RUN_LEASE_MS: '1000' });
          const accepted: string[] = [];
          const refusals: unknown[] = [];
          let isOver = false;
          const writing = until('the load is over', async () => {
            const input = { steps: 5, pause_ms: 50 };
            const { status, body } = await service.post<{ run_id: string }>('/runs', {
              pipeline: 'work',
              input,
            });
            if (status === 202) accepted.push(body.run_id);
            else refusals.push({ status, body });
            return isOver;
          });
          await until('runs were accepted', async () => accepted.length > 5);
          await server.stop('SIGQUIT');
          await until('requests fail', async () => refusals.length > 0);
          expect((await service.get('/health/ready')).status).toBe(503);
          expect((await service.get('/health/live')).status).toBe(200);
          const before = accepted.length;
          await server.start();
          await until('runs are accepted again', async () => accepted.length > before + 5);
          isOver = true;
          await writing;
          for (const refusal of refusals) {
            expect(refusal).toMatchObject({ status: 503, body: { error: 'storage_unavailable' } });
          }
          const runs = new Map((await allEnded(service)).map((run) => [run.run_id, run.status]));
          expect(accepted.map((runId) => runs.get(runId))).toEqual(accepted.map(() => 'succeeded'));
          for (const runId of runs.keys()) await soundLog(service, runId);
          await service.kill();
        } finally {
          await server.remove();
        }
      }),
    TIMEOUT_MS,
  );
});

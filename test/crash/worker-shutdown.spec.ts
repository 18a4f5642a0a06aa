import { afterEach, expect, it } from '@jest/globals';
import { describeWithRedis } from '../support/queue-server.js';
import { rowsOf } from '../support/run-logs.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceFleet } from '../support/service-fleet.js';
import type { ServiceProcess } from '../support/service-process.js';
import { allEnded, postWork, recoveries, soundLog, until } from './recovered-runs.js';

const STEPS = 40;
/** Far more than a test may take: whoever waited for the end of a lease would be noticed. */
const LEASE_MS = '600000';
const TIMEOUT_MS = 60_000;

describeWithRedis('a worker that takes one run at a time', () => {
  let fleet: ServiceFleet;
  let api: ServiceProcess;
  let worker: ServiceProcess;

  afterEach(() => fleet.stop());

  async function start(): Promise<void> {
    const env = { MAX_CONCURRENT_RUNS: '1', RUN_LEASE_MS: LEASE_MS };
    fleet = await ServiceFleet.start({ apis: 1, workers: 1, env });
    [api] = fleet.apis as [ServiceProcess];
    [worker] = fleet.workers as [ServiceProcess];
  }

  it(
    'lets its run come to a checkpoint when it is told to end, and the next worker goes on at once',
    async () => {
      await start();
      const runId = await postWork(api, { steps: STEPS, pause_ms: 50 });
      const waiting = await postWork(api, { steps: 1, pause_ms: 1 });
      await worker.untilSaid(/ step 5\n/);
      expect(await worker.kill('SIGTERM')).not.toMatchObject({ signal: 'SIGKILL' });
      const { body } = await api.get(`/runs/${runId}`);
      expect(body).toMatchObject({ status: 'interrupted' });

      await fleet.add('worker');
      const ended = await allEnded(api);
      expect(ended.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
      const log = await soundLog(api, runId);
      expect(rowsOf(log, 'worked').map((row) => row['step'])).toEqual(
        Array.from({ length: STEPS }, (_, index) => index + 1),
      );
      expect(rowsOf(log, 'stage_checkpoint').map((row) => row['outcome'])).toEqual([
        'interrupted',
        'success',
      ]);
      expect(recoveries(log)).toEqual([]); // nobody died
      expect(recoveries(await soundLog(api, waiting))).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'takes the run first for whose end a caller waits',
    async () => {
      await start();
      await postWork(api, { steps: 20, pause_ms: 50 });
      await worker.untilSaid(/ step 1\n/);
      for (let run = 0; run < 3; run++) await postWork(api, { steps: 20, pause_ms: 50 });
      const { status } = await api.post('/simulate', { seed: await exampleSeed(), rounds: 1 });
      expect(status).toBe(200);
      const { body } = await api.get<{ total: number }>('/runs?status=queued');
      expect(body.total).toBeGreaterThanOrEqual(2); // and one that may have begun
      await until('all end', () => allEnded(api));
    },
    TIMEOUT_MS,
  );
});

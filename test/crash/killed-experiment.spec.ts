import { afterEach, describe, expect, it } from '@jest/globals';
import type { ExperimentViewDto } from '../../src/simulation/dto/experiment.dto.js';
import { RedisServer, describeWithRedis } from '../support/queue-server.js';
import { rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceFleet } from '../support/service-fleet.js';
import { killServices, ServiceProcess } from '../support/service-process.js';
import { until, withFolder } from './recovered-runs.js';

const RUNS = 80;
const ENV = { RUN_LEASE_MS: '1000' };
const TIMEOUT_MS = 180_000;

function experimentWhen(
  service: ServiceProcess,
  id: string,
  isSo: (experiment: ExperimentViewDto) => boolean,
): Promise<ExperimentViewDto> {
  return until('the experiment has come so far', async () => {
    const { body } = await service.get<ExperimentViewDto>(`/experiments/${id}`);
    return isSo(body) && body;
  });
}

/** The results, with the place in the plan of each run that they name; each place is there once, in order. */
async function placedResults(
  service: ServiceProcess,
  { links, results }: ExperimentViewDto,
): Promise<string> {
  const { body: log } = await service.get<AnsweredRunlog>(`${links.run}/runlog`);
  const rows = rowsOf(log, 'experiment_run');
  expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: RUNS }, (_, index) => index));
  const places = new Map(rows.map(({ run_id, index }) => [run_id, `run ${String(index)}`]));
  return JSON.stringify(results).replaceAll(/run-[0-9a-f-]{36}/g, (id) => places.get(id) ?? id);
}

describe('an experiment of which the process is killed', () => {
  afterEach(killServices);

  it(
    'goes on in the next one, and has the results of one that was not cut',
    () =>
      withFolder(async (dataDir) => {
        const body = { input: { seed: await exampleSeed(), rounds: 2 }, vary: { random_seeds: RUNS } };
        let service = await ServiceProcess.start({ dataDir, env: ENV });
        const { body: accepted } = await service.post<ExperimentViewDto>('/experiments', body);
        const id = accepted.experiment_id;
        const { counts } = await experimentWhen(service, id, (now) => now.counts.succeeded > 0);
        expect(counts.succeeded).toBeLessThan(RUNS);
        await service.kill();
        service = await ServiceProcess.start({ dataDir, env: ENV });
        const cut = await experimentWhen(service, id, ({ ended_at }) => ended_at !== null);
        expect(cut).toMatchObject({ status: 'succeeded', counts: { succeeded: RUNS } });
        const { body: runs } = await service.get<{ total: number }>(`/runs?experiment_id=${id}&limit=1`);
        expect(runs.total).toBe(RUNS);
        const { body: again } = await service.post<ExperimentViewDto>('/experiments', body);
        const whole = await experimentWhen(service, again.experiment_id, ({ ended_at }) => ended_at !== null);
        expect(await placedResults(service, cut)).toBe(await placedResults(service, whole));
      }),
    TIMEOUT_MS,
  );
});

describeWithRedis('an experiment on a queue between processes', () => {
  let fleet: ServiceFleet;

  afterEach(() => fleet.stop());

  it(
    'goes on in another worker, though each executes one run at a time',
    async () => {
      const env = { MAX_CONCURRENT_RUNS: '1' };
      fleet = await ServiceFleet.start({ apis: 1, workers: 1, queue: await RedisServer.start(), env });
      const [api] = fleet.apis;
      if (!api) throw new Error('No process accepts runs.');
      const body = { input: { seed: await exampleSeed(), rounds: 1 }, vary: { random_seeds: 20 } };
      const { body: accepted } = await api.post<ExperimentViewDto>('/experiments', body);
      await experimentWhen(api, accepted.experiment_id, ({ counts }) => counts.succeeded > 0);
      await fleet.replaceOldest('worker');
      const ended = await experimentWhen(api, accepted.experiment_id, ({ ended_at }) => ended_at !== null);
      expect(ended).toMatchObject({ status: 'succeeded', counts: { succeeded: 20, failed: 0 } });
      const { body: runs } = await api.get<{ total: number }>(ended.links.runs);
      expect(runs.total).toBe(20);
    },
    TIMEOUT_MS,
  );
});

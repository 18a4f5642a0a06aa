import { afterAll, describe, expect, it } from '@jest/globals';
import { ServiceProcess, killServices } from '../support/service-process.js';
import { allRuns, fixture, postWork, soundLog, until, withFolder } from './recovered-runs.js';

const HOUR_MS = 3_600_000;
const TIMEOUT_MS = 120_000;

interface Run {
  readonly status: string;
  readonly created_at: string;
  readonly started_at: string;
  readonly ended_at: string;
  readonly duration_ms: number;
}

/** Starts the service on a machine whose wall clock is wrong by so many milliseconds. */
function startShifted(dataDir: string, repository: string, shiftMs: number): Promise<ServiceProcess> {
  const env = { RUN_REPOSITORY: repository, CLOCK_SHIFT_MS: String(shiftMs), RUN_LEASE_MS: '2000' };
  return ServiceProcess.start({ dataDir, env, program: fixture('shifted-service.mjs') });
}

const runOf = async (service: ServiceProcess, runId: string) =>
  (await service.get<Run>(`/runs/${runId}`)).body;

async function untilStatus(service: ServiceProcess, runId: string, status: string): Promise<Run> {
  return until(`${runId} is ${status}`, async () => {
    const run = await runOf(service, runId);
    return run.status === status && run;
  });
}

async function deletes(service: ServiceProcess, runId: string): Promise<number> {
  return (await fetch(`${await service.listening}/runs/${runId}`, { method: 'DELETE' })).status;
}

describe('a service that is killed, and started again with the clock an hour back', () => {
  afterAll(killServices);

  it.each(['sqlite', 'file'])(
    'goes on with its runs, lets them be steered, and puts new ones in front (%s)',
    (repository) =>
      withFolder(async (dataDir) => {
        const before = await startShifted(dataDir, repository, 0);
        const short = await postWork(before, { steps: 3, pause_ms: 500 });
        const long = await postWork(before, { steps: 100_000, pause_ms: 50 });
        await Promise.all([
          before.untilSaid(new RegExp(`${short} step 2`)),
          before.untilSaid(new RegExp(`${long} step 3`)),
        ]);
        await before.kill();

        const after = await startShifted(dataDir, repository, -HOUR_MS);
        const ended = await untilStatus(after, short, 'succeeded');
        expect(ended.started_at >= ended.created_at && ended.ended_at >= ended.started_at).toBe(true);
        expect(ended.duration_ms).toBeGreaterThanOrEqual(0);
        expect(ended.duration_ms).toBeLessThan(HOUR_MS);
        const times = (await soundLog(after, short)).rows.map(({ at }) => at);
        expect(times).toEqual(times.toSorted());

        expect((await after.post(`/runs/${long}/cancel`, undefined)).status).toBe(202);
        await untilStatus(after, long, 'cancelled');
        expect((await after.post(`/runs/${long}/resume`, undefined)).status).toBe(202);
        expect((await after.post(`/runs/${long}/cancel`, undefined)).status).toBe(202);
        await untilStatus(after, long, 'cancelled');

        const newest = await postWork(after, { steps: 1, pause_ms: 0 });
        expect((await after.get<{ run_id: string }>('/runs/latest')).body.run_id).toBe(newest);
        expect((await allRuns(after)).map(({ run_id }) => run_id)).toEqual([newest, long, short]);
        expect(newest > long).toBe(true);
        expect(await deletes(after, long)).toBe(204);
        await after.kill();
      }),
    TIMEOUT_MS,
  );
});

import { afterEach, describe, expect, it } from '@jest/globals';
import sqlite3 from 'sqlite3';
import { join } from 'node:path';
import { rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { killServices, ServiceProcess } from '../support/service-process.js';
import {
  allEnded,
  allEndedUnlessDead,
  fixture,
  postWork,
  recoveries,
  soundLog,
  until,
  withFolder,
} from './recovered-runs.js';

const LEASE_MS = 2_000;
const TIMEOUT_MS = 90_000;

function startWorker(dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  const program = fixture('work-service.mjs');
  return ServiceProcess.start({ dataDir, program, env: { RUN_LEASE_MS: String(LEASE_MS), ...env } });
}

/** The processes that did the steps of a run, each once, in order. Checks that no step is missing or there twice. */
function workersOf(log: AnsweredRunlog, steps: number): number[] {
  const worked = rowsOf(log, 'worked');
  expect(worked.map((row) => row['step'])).toEqual(Array.from({ length: steps }, (_, index) => index + 1));
  const pids = worked.map((row) => row['pid'] as number);
  return pids.filter((pid, index) => pid !== pids[index - 1]);
}

/** Whether no process is in the middle of a transaction. */
function isUnlocked(dataDir: string): Promise<boolean> {
  return new Promise((resolve) => {
    const database = new sqlite3.Database(join(dataDir, 'runs.sqlite3'));
    database.exec('BEGIN IMMEDIATE; ROLLBACK', (error) => database.close(() => resolve(error === null)));
  });
}

/** Stops a process for a while, as a machine does that is overloaded or asleep; not while it keeps others from writing. */
async function pause(service: ServiceProcess, dataDir: string): Promise<void> {
  await until('the process is paused between two transactions', async () => {
    service.signal('SIGSTOP');
    if (await isUnlocked(dataDir)) return true;
    service.signal('SIGCONT');
    return false;
  });
}

describe('two processes on one SQLite file', () => {
  afterEach(killServices);

  it(
    'share forty runs, and one finishes those of the other when that is killed',
    () =>
      withFolder(async (dataDir) => {
        const env = { MAX_CONCURRENT_RUNS: '40' };
        const workers = [await startWorker(dataDir, env), await startWorker(dataDir, env)] as const;
        const [killed, survivor] = workers;
        const work = { steps: 30, pause_ms: 150 };
        const owners = new Map<string, ServiceProcess>();
        for (let index = 0; index < 40; index++) {
          const owner = workers[index % 2] ?? killed;
          owners.set(await postWork(owner, work), owner);
        }
        for (const [runId, owner] of owners) await owner.untilSaid(new RegExp(`${runId} step 3\n`));
        await killed.kill();

        const runs = await allEnded(survivor);
        expect(runs.map(({ run_id }) => run_id).toSorted()).toEqual([...owners.keys()].toSorted());
        expect(runs.filter(({ status }) => status !== 'succeeded')).toEqual([]);
        for (const [runId, owner] of owners) {
          const log = await soundLog(survivor, runId);
          expect(recoveries(log)).toHaveLength(owner === killed ? 1 : 0);
          const pids = owner === killed ? [killed.pid, survivor.pid] : [survivor.pid];
          expect(workersOf(log, work.steps)).toEqual(pids);
        }
      }),
    TIMEOUT_MS,
  );

  it(
    'do not mix their rows when one slept until the other took its runs',
    () =>
      withFolder(async (dataDir) => {
        const work = { steps: 20, pause_ms: 200 };
        const sleeper = await startWorker(dataDir);
        const other = await startWorker(dataDir); // before the runs, which would end during a slow start
        const runIds = await Promise.all(Array.from({ length: 5 }, () => postWork(sleeper, work)));
        for (const runId of runIds) await sleeper.untilSaid(new RegExp(`${runId} step 3\n`));
        await pause(sleeper, dataDir);
        const takenUp = async (runId: string) => recoveries(await soundLog(other, runId)).length > 0;
        for (const runId of runIds) await until('the run is taken up', () => takenUp(runId));
        sleeper.signal('SIGCONT');

        for (const { status } of await allEnded(other)) expect(status).toBe('succeeded');
        for (const runId of runIds) {
          const log = await soundLog(other, runId);
          expect(workersOf(log, work.steps)).toEqual([sleeper.pid, other.pid]);
          const attempts = rowsOf(log, 'stage_checkpoint').map((row) => [row['attempt'], row['outcome']]);
          expect(attempts).toEqual([
            [1, 'interrupted'],
            [2, 'success'],
          ]);
        }
        const next = await postWork(sleeper, { steps: 1, pause_ms: 0 }); // it is as good as ever
        await allEnded(sleeper);
        expect(workersOf(await soundLog(sleeper, next), 1)).toEqual([sleeper.pid]);
      }),
    TIMEOUT_MS,
  );
});

describe.each(['sqlite', 'file'])('a stage that kills its process every time (%s)', (repository) => {
  afterEach(killServices);

  it(
    'ends its run as failed at the limit of recoveries',
    () =>
      withFolder(async (dataDir) => {
        const env = { RUN_LEASE_MS: '300', RUN_RECOVERY_LIMIT: '2', RUN_REPOSITORY: repository };
        const first = await startWorker(dataDir, env);
        const runId = await postWork(first, { steps: 3, pause_ms: 0, dies_at: 2 });
        let service = first;
        let deaths = 0;
        let ended = await allEndedUnlessDead(first);
        for (; ended === null && deaths < 10; ended = await allEndedUnlessDead(service)) {
          deaths += 1;
          service = await ServiceProcess.spawn({ dataDir, program: fixture('work-service.mjs'), env });
        }
        expect(ended).toMatchObject([{ status: 'failed', error: { retry_state: 'recovery_limit_reached' } }]);
        expect(deaths).toBe(3); // the first time, and after each of two recoveries
        const log = await soundLog(service, runId);
        const outcomes = rowsOf(log, 'stage_checkpoint').map((row) => row['outcome']);
        expect(outcomes).toEqual(['interrupted', 'interrupted', 'interrupted']);
        expect(recoveries(log)).toHaveLength(2);
      }),
    TIMEOUT_MS,
  );
});

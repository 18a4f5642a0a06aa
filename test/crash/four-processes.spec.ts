import { afterEach, describe, expect, it } from '@jest/globals';
import sqlite3 from 'sqlite3';
import { join } from 'node:path';
import { expectSoundLog, type AnsweredRunlog } from '../support/run-logs.js';
import { exampleSeed } from '../support/seeds.js';
import { killServices, ServiceProcess, type Answer } from '../support/service-process.js';
import { allEnded, withFolder, type AnsweredRun } from './recovered-runs.js';

const PROCESSES = 4;
const WRITERS = 20;
/** Runs that each writer makes, one after another: every second one is waited for. */
const RUNS_EACH = 6;
const TIMEOUT_MS = 120_000;

/** Calls that came to no good. */
type Refused = Pick<Answer<unknown>, 'status' | 'body'>;

function integrityOf(dataDir: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(join(dataDir, 'runs.sqlite3'));
    database.all('PRAGMA integrity_check', (failure, found) => {
      database.close(() => (failure ? reject(failure) : resolve(found)));
    });
  });
}

/** Makes runs through a service, one after another, and gives their ids; what is refused is kept. */
async function write(service: ServiceProcess, seed: object, refused: Refused[]): Promise<string[]> {
  const made: string[] = [];
  for (let index = 0; index < RUNS_EACH; index++) {
    const answer = await (index % 2 === 0
      ? service.post<AnsweredRun>('/simulate', { seed, rounds: 1 })
      : service.post<AnsweredRun>('/runs', { pipeline: 'simulation', input: { seed, rounds: 1 } }));
    if (answer.status === 200 || answer.status === 202) made.push(answer.body.run_id);
    else refused.push({ status: answer.status, body: answer.body });
  }
  return made;
}

describe('four processes on one SQLite file', () => {
  afterEach(killServices);

  it(
    'start at once on a folder without one, and bring none of twenty writers each an error',
    () =>
      withFolder(async (dataDir) => {
        const started = Array.from({ length: PROCESSES }, () => ServiceProcess.start({ dataDir }));
        const services = await Promise.all(started);
        const seed = await exampleSeed();
        const refused: Refused[] = [];
        const writers = services.flatMap((service) =>
          Array.from({ length: WRITERS }, () => write(service, seed, refused)),
        );
        const made = (await Promise.all(writers)).flat();
        expect(refused).toEqual([]);

        const [service] = services;
        if (!service) throw new Error('No service was started.');
        const runs = await allEnded(service);
        expect(runs.map(({ run_id }) => run_id).toSorted()).toEqual(made.toSorted());
        expect(runs.filter(({ status }) => status !== 'succeeded')).toEqual([]);
        expect(runs).toHaveLength(PROCESSES * WRITERS * RUNS_EACH);
        for (const runId of made) {
          const { status, body } = await service.get<AnsweredRunlog>(`/runs/${runId}/runlog`);
          expect(status).toBe(200);
          expectSoundLog(body);
        }
        expect(await integrityOf(dataDir)).toEqual([{ integrity_check: 'ok' }]);
      }),
    TIMEOUT_MS,
  );
});

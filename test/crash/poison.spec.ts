import { afterEach, describe, expect, it } from '@jest/globals';
import { rowsOf, type AnsweredRow, type AnsweredRunlog } from '../support/run-logs.js';
import { killServices, ServiceProcess } from '../support/service-process.js';
import {
  allEnded,
  allEndedUnlessDead,
  fixture,
  postWork,
  recoveries,
  soundLog,
  withFolder,
  type AnsweredRun,
} from './recovered-runs.js';

const TIMEOUT_MS = 90_000;
/** Makes no checkpoint before the poison has killed the process. */
const INNOCENT = { steps: 2, pause_ms: 900 };
const ENV = { RUN_LEASE_MS: '300', RUN_RECOVERY_LIMIT: '2' };

function startService(dataDir: string): Promise<ServiceProcess> {
  const program = fixture('work-service.mjs');
  return ServiceProcess.start({ dataDir, program, env: { LOG_LEVEL: 'error' } });
}

interface Outcome {
  readonly service: ServiceProcess;
  readonly runs: ReadonlyMap<string, AnsweredRun>;
  readonly dead: readonly ServiceProcess[];
}

/** Starts the service again whenever it has died, until all runs have ended. */
async function untilAllEnded(first: ServiceProcess, start: () => Promise<ServiceProcess>): Promise<Outcome> {
  let service = first;
  const dead: ServiceProcess[] = [];
  for (;;) {
    const runs = await allEndedUnlessDead(service);
    if (runs) return { service, dead, runs: new Map(runs.map((run) => [run.run_id, run])) };
    dead.push(service);
    if (dead.length > 10) throw new Error('The service dies again and again.');
    service = await start();
  }
}

/** Stage attempts of a log, as attempt and outcome. */
const attemptsOf = (log: AnsweredRunlog) =>
  rowsOf(log, 'stage_checkpoint').map((row) => [row['attempt'], row['outcome']]);

/** The lines of its log that a process has written about errors that nothing handled. */
function unhandledLines({ said }: ServiceProcess): AnsweredRow[] {
  const lines = said.split('\n').filter((line) => line.includes('hunter2'));
  return lines
    .map((line) => JSON.parse(line) as AnsweredRow)
    .filter(({ msg }) => /unhandled|uncaught/.test(String(msg)));
}

describe.each(['sqlite', 'file'])('a run that kills its process every time (%s)', (repository) => {
  afterEach(killServices);

  const starter = (dataDir: string, env: object = {}) => {
    const options = { dataDir, program: fixture('work-service.mjs') };
    return () => ServiceProcess.spawn({ ...options, env: { ...ENV, RUN_REPOSITORY: repository, ...env } });
  };

  it(
    'fails when it has done so alone, and those beside it succeed',
    () =>
      withFolder(async (dataDir) => {
        const start = starter(dataDir);
        const first = await start();
        const innocent = [await postWork(first, INNOCENT), await postWork(first, INNOCENT)];
        const poison = await postWork(first, { steps: 3, pause_ms: 0, dies_at: 2, dies_after_ms: 300 });
        const { service, runs, dead } = await untilAllEnded(first, start);
        expect(runs.get(poison)).toMatchObject({
          status: 'failed',
          error: {
            retry_state: 'recovery_limit_reached',
            message: expect.stringContaining('No other run was under way at the last death'),
          },
        });
        expect(dead).toHaveLength(3); // with the others, with the others again, and alone
        expect(recoveries(await soundLog(service, poison)).map(({ alone }) => alone)).toEqual([
          undefined,
          true,
        ]);
        for (const runId of innocent) {
          expect(runs.get(runId)?.status).toBe('succeeded');
          const log = await soundLog(service, runId);
          expect(rowsOf(log, 'worked').map(({ step }) => step)).toEqual([1, 2]);
          const states = rowsOf(log, 'run_state').map(({ reason, alone }) => [reason, alone]);
          expect(states).toEqual([
            ['recovery', undefined],
            ['recovery', true],
            ['yield', undefined], // others still had to be alone
            ['restart', undefined],
          ]);
        }
      }),
    TIMEOUT_MS,
  );

  it(
    'by an uncaught exception is the only one to blame',
    () =>
      withFolder(async (dataDir) => {
        const start = starter(dataDir, { RUN_RECOVERY_LIMIT: '1', LOG_LEVEL: 'error' });
        const first = await start();
        const innocent = await postWork(first, INNOCENT);
        await first.untilSaid(new RegExp(`${innocent} step 1\n`));
        const poison = await postWork(first, { steps: 3, pause_ms: 0, throws_at: 2 });
        const { service, runs, dead } = await untilAllEnded(first, start);
        expect(runs.get(innocent)?.status).toBe('succeeded');
        expect(runs.get(poison)).toMatchObject({
          status: 'failed',
          error: {
            retry_state: 'recovery_limit_reached',
            message: expect.stringContaining("Attempt 2 of 'work' ended it with an uncaught exception"),
          },
        });
        expect(dead).toHaveLength(2);
        for (const [index, process] of dead.entries()) {
          expect(await process.exited).toMatchObject({ code: 1 });
          const where = { run_id: poison, stage_node: 'work', attempt: index + 1 };
          expect(unhandledLines(process)).toMatchObject([
            { level: 60, ...where, err: { type: 'TypeError' } },
          ]);
        }
        const blame = rowsOf(await soundLog(service, poison), 'run_state').filter(
          ({ reason }) => reason === 'uncaught_exception',
        );
        expect(blame).toMatchObject([
          { stage_node: 'work', attempt: 1 },
          { stage_node: 'work', attempt: 2 },
        ]);
      }),
    TIMEOUT_MS,
  );
});

describe('an unhandled rejection', () => {
  afterEach(killServices);

  it(
    'of an attempt fails that attempt, and nothing else',
    () =>
      withFolder(async (dataDir) => {
        const service = await startService(dataDir);
        const other = await postWork(service, { steps: 3, pause_ms: 200 });
        const runId = await postWork(service, { steps: 3, pause_ms: 0, rejects_at: 2 });
        expect((await allEnded(service)).map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
        const log = await soundLog(service, runId);
        expect(attemptsOf(log)).toEqual([
          [1, 'retry'],
          [2, 'success'],
        ]);
        expect(rowsOf(log, 'stage_checkpoint')[0]).toMatchObject({
          error_code: 'ORCH_STAGE_UNHANDLED_REJECTION',
          error: 'A promise that the stage did not wait for was rejected: TypeError',
        });
        expect(attemptsOf(await soundLog(service, other))).toEqual([[1, 'success']]);
        const where = { run_id: runId, stage_node: 'work', attempt: 1 };
        expect(unhandledLines(service)).toMatchObject([
          { level: 50, ...where, err: { type: 'TypeError', message: 'hunter2' } },
        ]);
      }),
    TIMEOUT_MS,
  );

  it(
    'of no attempt ends the process with status 1 and one line that says so',
    () =>
      withFolder(async (dataDir) => {
        const service = await startService(dataDir);
        const runId = await postWork(service, { steps: 1, pause_ms: 60_000 });
        await service.untilSaid(new RegExp(`${runId} step 1\n`));
        service.signal('SIGUSR2');
        expect(await service.exited).toEqual({ code: 1, signal: null });
        const [line, ...others] = unhandledLines(service);
        expect(line).toMatchObject({ level: 60, active_runs: [runId], err: { message: 'hunter2' } });
        expect(line).not.toHaveProperty('run_id');
        expect(others).toEqual([]);
      }),
    TIMEOUT_MS,
  );
});

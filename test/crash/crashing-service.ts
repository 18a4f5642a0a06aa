import { expect } from '@jest/globals';
import type { Seed } from '../../src/simulation/domain/seed.js';
import type { TestEnvironment } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceProcess, type ServiceOptions } from '../support/service-process.js';
import {
  allEnded,
  expectCutAttempts,
  fixture,
  lastingRows,
  soundLog,
  withFolder,
  type AnsweredRun,
} from './recovered-runs.js';

/** A run may be cut many times at one checkpoint: how often it is taken up is not what is tested here. */
const ENV = { RUN_RECOVERY_LIMIT: '1000', RUN_LEASE_MS: '300' };
/** Of processes in which no run may lose its lease, however busy the machine is. */
const LONG_LEASE = { ...ENV, RUN_LEASE_MS: '3000' };

/** What a process dies of: its n-th durable step. */
interface Death {
  readonly at: number;
  readonly when: 'before' | 'after';
}

/** The service on one data folder, start after start. */
export class CrashingService {
  constructor(
    private readonly dataDir: string,
    private readonly repository: string,
    private readonly seed: Seed,
  ) {}

  start(): Promise<ServiceProcess> {
    return ServiceProcess.start(this.options(ENV));
  }

  /** Starts a process that kills itself at a step of a run that it has created. */
  startDying({ at, when }: Death): Promise<ServiceProcess> {
    const env = { ...LONG_LEASE, DIE_AT: String(at), DIE: when, COUNT: 'own' };
    return ServiceProcess.start({ ...this.options(env), program: fixture('dying-service.mjs') });
  }

  /** Starts a process that kills itself at a step of whatever run; that may be before it listens. */
  startDyingOfAny({ at, when }: Death): Promise<ServiceProcess> {
    const env = { ...ENV, DIE_AT: String(at), DIE: when, COUNT: 'all' };
    return ServiceProcess.spawn({ ...this.options(env), program: fixture('dying-service.mjs') });
  }

  /** Starts the service for good, to see what has become of the runs. */
  startToLive(): Promise<ServiceProcess> {
    return ServiceProcess.start(this.options(LONG_LEASE));
  }

  private options(env: TestEnvironment): ServiceOptions {
    return { dataDir: this.dataDir, env: { ...env, RUN_REPOSITORY: this.repository } };
  }

  /** The same simulation for the same random seed. */
  simulation(randomSeed: string): object {
    return { seed: this.seed, rounds: 3, random_seed: randomSeed };
  }
}

/** Whether the process lives long enough to simulate. */
export async function survivesSimulating(service: ServiceProcess, simulation: object): Promise<boolean> {
  const answer = await service.post('/simulate', simulation).catch(() => null);
  if (answer) expect(answer.status).toBe(200);
  else expect((await service.exited).signal).toBe('SIGKILL');
  return answer !== null;
}

/** The id of an accepted run; null when the process died before it answered. */
export async function postRun(service: ServiceProcess, simulation: object): Promise<string | null> {
  const run = { pipeline: 'simulation', input: simulation };
  const answer = await service.post<AnsweredRun>('/runs', run).catch(() => null);
  if (answer) expect(answer.status).toBe(202);
  return answer?.body.run_id ?? null;
}

/**
 * Starts the service for good, and checks every run that it knows.
 * @returns the runs, and how many attempts had been cut off
 */
export async function expectAllRecovered(
  crash: CrashingService,
): Promise<{ runs: readonly AnsweredRun[]; cut: number }> {
  const service = await crash.startToLive();
  const runs = await allEnded(service);
  expect(runs.filter(({ status }) => status !== 'succeeded')).toEqual([]);
  const undisturbed = new Map<string, unknown>();
  for (const randomSeed of new Set(runs.map(({ random_seed }) => random_seed))) {
    undisturbed.set(randomSeed, await undisturbedRows(service, crash.simulation(randomSeed)));
  }
  let cut = 0;
  for (const { run_id, random_seed } of runs) {
    const log = await soundLog(service, run_id);
    expect(lastingRows(log)).toEqual(undisturbed.get(random_seed));
    cut += expectCutAttempts(log);
  }
  await service.kill();
  return { runs, cut };
}

async function undisturbedRows(service: ServiceProcess, simulation: object): Promise<unknown> {
  const { body: run } = await service.post<AnsweredRun>('/simulate', simulation);
  const log = await soundLog(service, run.run_id);
  expect(expectCutAttempts(log)).toBe(0);
  return lastingRows(log);
}

/** Gives the work a service of this repository, on a data folder of its own. */
export function withCrashingService(
  repository: string,
  work: (crash: CrashingService) => Promise<void>,
): Promise<void> {
  return withFolder(async (dataDir) => work(new CrashingService(dataDir, repository, await exampleSeed())));
}

import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { rowsOf } from '../support/run-logs.js';
import { send, type ServiceFleet } from '../support/service-fleet.js';
import { allEnded, recoveries, soundLog, type AnsweredRun } from './recovered-runs.js';

/** Requests of the same moment. */
const IN_FLIGHT = 20;
const WORK = { steps: 4, pause_ms: 100 };
/** Processes that are killed, one of them one that accepts runs. */
const KILLS = 5;
const KILL_EVERY_MS = 1_000;

/** A run that was asked for under its key, however often its process was killed meanwhile. */
interface Kept {
  readonly key: string;
  readonly runId: string;
}

/** Asks until it is answered: a caller whose process was killed asks the next one, with the same key. */
async function postUntilAccepted(fleet: ServiceFleet, number: number): Promise<Kept> {
  const key = `run-${number}`;
  const body = { pipeline: 'work', input: WORK };
  for (let attempt = number; ; attempt++) {
    const api = fleet.apis[attempt % fleet.apis.length];
    const answer =
      api && (await send(api, 'POST', '/runs', { 'Idempotency-Key': key }, body).catch(() => null));
    if (answer?.status === 202) return { key, runId: (answer.body as AnsweredRun).run_id };
    if (answer && answer.status !== 503) expect(answer).toMatchObject({ status: 202 });
    await sleep(50);
  }
}

/** Posts runs, so many at a time. */
export async function postAll(fleet: ServiceFleet, runs: number): Promise<Kept[]> {
  const kept: Kept[] = [];
  let next = 0;
  const post = async () => {
    while (next < runs) kept.push(await postUntilAccepted(fleet, next++));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, post));
  return kept;
}

/**
 * Checks that each run has ended once, with a sound log, and that there are no others.
 * @returns how often a run was recovered
 */
export async function expectAllOnce(fleet: ServiceFleet, kept: readonly Kept[]): Promise<number> {
  const [api] = fleet.apis;
  if (!api) throw new Error('No process accepts runs.');
  const runs = await allEnded(api);
  expect(runs.map(({ run_id }) => run_id).toSorted()).toEqual(kept.map(({ runId }) => runId).toSorted());
  expect(runs.filter(({ status }) => status !== 'succeeded')).toEqual([]);
  let recovered = 0;
  for (const { run_id } of runs) {
    const log = await soundLog(api, run_id);
    recovered += recoveries(log).length;
    expect(rowsOf(log, 'worked').map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    expect(rowsOf(log, 'graph_node')).toHaveLength(1);
  }
  expect(new Set(kept.map(({ runId }) => runId)).size).toBe(kept.length);
  return recovered;
}

/** Posts runs while processes are killed, and checks that each run has ended once, some of them by recovery. */
export async function expectAllOnceThoughKilled(fleet: ServiceFleet, runs: number): Promise<void> {
  const posting = postAll(fleet, runs);
  const started: Promise<unknown>[] = [];
  for (let kill = 1; kill <= KILLS; kill++) {
    await sleep(KILL_EVERY_MS);
    started.push(fleet.replaceOldest(kill === 2 ? 'api' : 'worker'));
  }
  const kept = await posting;
  await Promise.all(started);
  expect(await expectAllOnce(fleet, kept)).toBeGreaterThan(0);
}

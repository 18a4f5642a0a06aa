import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import type { RunStatus } from '../../src/runs/index.js';
import { story, expectSoundLog, rowsOf, type AnsweredRow, type AnsweredRunlog } from '../support/run-logs.js';
import type { ServiceProcess } from '../support/service-process.js';

/** What these tests read of a run. */
export interface AnsweredRun {
  readonly run_id: string;
  readonly status: RunStatus;
  readonly random_seed: string;
  readonly current_stage: string | null;
  readonly error: { readonly retry_state?: string } | null;
}

interface AnsweredPage {
  readonly total: number;
  readonly items: readonly AnsweredRun[];
}

const UNFINISHED: readonly RunStatus[] = ['queued', 'running', 'interrupted'];
const PAGE = 200;

/** The path of a program in `fixtures/`. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

/** Gives the work a data folder that is gone afterwards. */
export async function withFolder(work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dream-crash-'));
  try {
    await work(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The pauses between looks, in milliseconds: short at first, as each look costs the time of those that are looked at. */
const PAUSES = { first: 20, growth: 1.5, longest: 250 } as const;

/** Asks again and again until the answer is there. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let pauseMs: number = PAUSES.first; ; pauseMs = Math.min(pauseMs * PAUSES.growth, PAUSES.longest)) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}.`);
    await sleep(pauseMs);
  }
}

/** Every run that the service knows. */
export async function allRuns(service: ServiceProcess): Promise<AnsweredRun[]> {
  const runs: AnsweredRun[] = [];
  for (;;) {
    const { body } = await service.get<AnsweredPage>(`/runs?limit=${PAGE}&offset=${runs.length}`);
    runs.push(...body.items);
    if (body.items.length < PAGE) return runs;
  }
}

/** Waits until no run is left to be executed, and lists them all. */
export async function allEnded(service: ServiceProcess, timeoutMs = 60_000): Promise<AnsweredRun[]> {
  await until(
    'every run has ended',
    async () => {
      const pages = UNFINISHED.map((status) => service.get<AnsweredPage>(`/runs?status=${status}&limit=1`));
      return (await Promise.all(pages)).every(({ body }) => body.total === 0);
    },
    timeoutMs,
  );
  return allRuns(service);
}

/** As {@link allEnded}; null when the process dies before. */
export function allEndedUnlessDead(service: ServiceProcess): Promise<AnsweredRun[] | null> {
  return Promise.any([
    service.exited.then(() => null),
    service.listening.then(() => allEnded(service)), // rejects when the process dies
  ]);
}

/** Posts a run of the pipeline `work` (see fixtures/work-service.mjs). */
export async function postWork(service: ServiceProcess, input: object): Promise<string> {
  const { status, body } = await service.post<AnsweredRun>('/runs', { pipeline: 'work', input });
  expect(status).toBe(202);
  return body.run_id;
}

/** The log of a run, which is sound. */
export async function soundLog(service: ServiceProcess, runId: string): Promise<AnsweredRunlog> {
  const { body } = await service.get<AnsweredRunlog>(`/runs/${runId}/runlog`);
  expectSoundLog(body);
  return body;
}

const OF_ATTEMPTS = new Set(['stage_checkpoint', 'run_state']);

/** The rows that a run has however often it was cut: all but those about its attempts. */
export function lastingRows(log: AnsweredRunlog): unknown {
  return story(log.rows, OF_ATTEMPTS);
}

/**
 * Checks that the attempts of each node are 1, 2, 3 …, that the last one succeeded and all others were interrupted.
 * @returns how many were interrupted
 */
export function expectCutAttempts(log: AnsweredRunlog): number {
  const attempts = rowsOf(log, 'stage_checkpoint');
  const nodes = new Set(attempts.map((row) => row['node_id']));
  for (const node of nodes) {
    const own = attempts.filter((row) => row['node_id'] === node);
    expect(own.map((row) => row['attempt'])).toEqual(own.map((_, index) => index + 1));
    expect(own.map((row) => row['outcome'])).toEqual([...own.slice(1).map(() => 'interrupted'), 'success']);
  }
  return attempts.length - nodes.size;
}

/** The rows that say that a run was taken up after the death of its process. */
export function recoveries(log: AnsweredRunlog): AnsweredRow[] {
  return rowsOf(log, 'run_state').filter((row) => row['reason'] === 'recovery');
}

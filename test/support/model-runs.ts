import type { RunDto } from '../../src/runs/index.js';
import type { AnsweredRow } from './run-logs.js';
import type { RunningApp } from './running-app.js';
import { exampleSeed } from './seeds.js';
import { logOf, runOnce } from './waiting.js';

/** A run that a model has written. */
export interface ModelRun extends RunDto {
  readonly tokens: {
    readonly input: number;
    readonly output: number;
    readonly calls: number;
    readonly replayed_calls: number;
    readonly cost: number | null;
  };
}

/** A run that has ended, with its rows. */
export interface EndedRun {
  readonly run: ModelRun;
  readonly rows: readonly AnsweredRow[];
}

/** Starts a simulation of the example seed. */
export async function begin(
  service: RunningApp,
  input: { readonly rounds?: number; readonly random_seed?: string; readonly seed?: object } = {},
  options: object = {},
): Promise<string> {
  const seed = input.seed ?? (await exampleSeed());
  const body = { pipeline: 'simulation', input: { rounds: 2, ...input, seed }, ...options };
  const { body: run } = await service.post('/runs', body).expect(202);
  return (run as RunDto).run_id;
}

/** A run as soon as it has ended. */
export async function ended(service: RunningApp, runId: string): Promise<EndedRun> {
  const run = await runOnce(service, runId, 'succeeded', 'failed', 'cancelled', 'interrupted');
  return { run: run as ModelRun, rows: (await logOf(service, runId)).rows };
}

/** Simulates the example seed to its end. */
export async function simulated(
  service: RunningApp,
  ...asked: [input?: Parameters<typeof begin>[1], options?: object]
): Promise<EndedRun> {
  return ended(service, await begin(service, ...asked));
}

/** What happened, without what differs when an answer was taken from what is recorded. */
export function withoutReplay(rows: readonly AnsweredRow[]): object[] {
  return rows.map(({ replayed: _, recovered: __, ...row }) => row);
}

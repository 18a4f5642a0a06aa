import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule, RunlogService, RunsService } from '../../src/index.js';
import type { Seed } from '../../src/simulation/domain/seed.js';
import type { RunRecord } from '../../src/runs/index.js';
import type { AnsweredRow } from './run-logs.js';
import { withEnvironment } from './running-app.js';

/** A simulation that has been run, and the rows of its log. */
export interface Simulated {
  readonly run: RunRecord;
  readonly rows: readonly AnsweredRow[];
}

/** Runs simulations in this process, without HTTP, on the memory repository. */
export interface Simulator {
  readonly context: INestApplicationContext;
  simulate(seed: Seed, rounds: number, randomSeed?: string): Promise<Simulated>;
  close(): Promise<void>;
}

/** Makes a simulator with the given packs, the shipped world unless given. */
export async function startSimulator(env: Readonly<Record<string, string>> = {}): Promise<Simulator> {
  const context = await withEnvironment({ RUN_REPOSITORY: 'memory', ...env }, () =>
    NestFactory.createApplicationContext(AppModule, { logger: ['fatal'], abortOnError: false }),
  );
  const runs = context.get(RunsService);
  const runlogs = context.get(RunlogService);
  return {
    context,
    async simulate(seed, rounds, randomSeed = seed.seed_id) {
      const { run } = await runs.runToEnd({
        pipeline: 'simulation',
        input: { seed, rounds, random_seed: randomSeed },
      });
      const rows: AnsweredRow[] = [];
      for await (const json of runlogs.rows(run)) rows.push(JSON.parse(json) as AnsweredRow);
      return { run, rows };
    },
    close: () => context.close(),
  };
}

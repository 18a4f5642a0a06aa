import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PureRandomSource, type RandomStream } from '../../src/common/index.js';
import {
  AppModule,
  Replacement,
  RunlogService,
  RunsService,
  TEXT_GENERATOR,
  type TextGenerator,
} from '../../src/index.js';
import { hasEnded } from '../../src/runs/index.js';
import { diffRuns, type ReadRun } from '../../src/simulation/diff/run-diff.js';
import type { Seed } from '../../src/simulation/domain/seed.js';
import { parsedRows } from '../../src/simulation/parsed-rows.js';
import { withEnvironment } from '../support/running-app.js';
import { startSimulator, type Simulator } from '../support/simulate.js';
import { contentSeeds } from './content/play.mjs';

const PAIRS = 50;
const ROUNDS = 4;

let simulator: Simulator;
let seeds: readonly Seed[];
beforeAll(async () => {
  simulator = await startSimulator();
  seeds = await contentSeeds();
});
afterAll(() => simulator.close());

const runs = () => simulator.context.get(RunsService);

/** What a fork changes: one thing of each kind in turn. */
function changesOf(number: number, round: number, draw: RandomStream): object {
  const kinds = [
    { random_seed: String(draw.integer(1, 1e9)) },
    { dial: { U: 60, E: 0, M: 0, S: 0, H: 40 } },
    { rounds: Math.max(round, ROUNDS - 1) },
    { interventions: [{ round, kind: 'evidence_lost' }] },
    { interventions: [{ round, kind: 'fact', text: 'Two more keys were found in the gutter.' }] },
  ];
  return kinds[number % kinds.length] ?? {};
}

async function forked(runId: string, fromRound: number, changes: object): Promise<string> {
  const { run } = await runs().fork(runId, { fromRound, changes });
  while (!hasEnded((await runs().get(run.run_id)).status)) await new Promise(setImmediate);
  return run.run_id;
}

async function read(runId: string): Promise<ReadRun> {
  const run = await runs().get(runId);
  return { run, rows: parsedRows(run, simulator.context.get(RunlogService).rows(run)) };
}

const diffOf = async (left: string, right: string) => diffRuns(await read(left), await read(right));

/** Says something else each time that it is asked. */
class ForgetfulGenerator implements TextGenerator {
  private asked = 0;
  generate() {
    this.asked += 1;
    const text = `I say this for the ${this.asked}th time, about crate number ${this.asked}.`;
    return { text, claim: text };
  }
}

@Module({ imports: [AppModule, Replacement.of(TEXT_GENERATOR, { useClass: ForgetfulGenerator })] })
class ForgetfulModule {}

describe('a fork of a run that cannot be repeated', () => {
  it('fails before the round where it could differ, and says why', async () => {
    const context = await withEnvironment({ RUN_REPOSITORY: 'memory' }, () =>
      NestFactory.createApplicationContext(ForgetfulModule, { logger: ['fatal'], abortOnError: false }),
    );
    const service = context.get(RunsService);
    const seed = { ...seeds[0], evidence_expiry_hours: 90 };
    const { run } = await service.runToEnd({ pipeline: 'simulation', input: { seed, rounds: 3 } });
    const { run: fork } = await service.fork(run.run_id, { fromRound: 2 });
    while (!hasEnded((await service.get(fork.run_id)).status)) await new Promise(setImmediate);
    const { status, error, summary } = await service.get(fork.run_id);
    expect(status).toBe('failed');
    expect(error).toMatchObject({ stage_node: 'round_loop', retryable: false });
    expect(error?.message).toContain('The rounds before round 2 did not come out');
    expect(summary.row_counts['round_summary']).toBe(1);
    await context.close();
  });
});

describe('forks at random rounds of random runs', () => {
  it('differ in nothing without a change, and from the round on with one', async () => {
    const random = new PureRandomSource().seeded('pairs');
    let changed = 0;
    for (let number = 0; number < PAIRS; number++) {
      const draw = random.stream(String(number));
      const seed = { ...draw.pick(seeds), evidence_expiry_hours: draw.integer(20, 90) };
      const { run } = await simulator.simulate(seed, ROUNDS, String(draw.integer(1, 1e9)));
      const round = draw.integer(1, Number(run.attributes['rounds_run']));
      const same = await forked(run.run_id, round, {});
      expect(await diffOf(run.run_id, same)).toMatchObject({ equal: true, first_difference: null });
      const other = await forked(run.run_id, round, changesOf(number, round, draw));
      expect((await runs().get(other)).status).toBe('succeeded');
      const { first_difference } = await diffOf(run.run_id, other);
      if (!first_difference) continue;
      changed += 1;
      expect(first_difference.round ?? Infinity).toBeGreaterThanOrEqual(round);
    }
    expect(changed).toBeGreaterThan(PAIRS * 0.7);
  }, 120_000);
});

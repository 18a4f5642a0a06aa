import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AppModule,
  Replacement,
  RunlogService,
  RunsService,
  TEXT_GENERATOR,
  type GenerationRequest,
  type TextGenerator,
} from '../../src/index.js';
import { PhraseGenerator } from '../../src/simulation/generation/phrase-generator.js';
import type { Seed } from '../../src/simulation/domain/seed.js';
import type { Fault } from '../../src/orchestrator/index.js';
import { comparable, story, type AnsweredRow } from '../support/run-logs.js';
import { exampleSeeds } from '../support/seeds.js';
import { withEnvironment } from '../support/running-app.js';
import { GENERATION_ATTEMPTS } from '../../src/simulation/rounds/comment-writer.js';
import { startSimulator, type Simulator } from '../support/simulate.js';

const ROUNDS = 5;
/** Rounds of runs that fail in the middle, and the round in which they do. */
const LONG = 8;
const UNSTEADY_ROUND = 4;
const FAULTS: Fault[] = [
  { stage_node: 'round_loop', kind: 'error', attempts: 1 },
  { stage_node: 'moderation', kind: 'error', attempts: 1 },
];

/** Fails for everybody in one round, however often it is asked, until the stage is tried again. */
class UnsteadyGenerator implements TextGenerator {
  private readonly phrases = new PhraseGenerator();
  private readonly failures = new Map<string, number>();

  generate(request: GenerationRequest) {
    const { speaker, round } = request;
    const failures = this.failures.get(speaker.persona_id) ?? 0;
    if (round === UNSTEADY_ROUND && failures < GENERATION_ATTEMPTS) {
      this.failures.set(speaker.persona_id, failures + 1);
      throw new Error('The model is not there.');
    }
    return this.phrases.generate(request);
  }
}

/** The rows of a run whose round loop was tried again from the middle. */
async function runUnsteadily(seed: Seed, more: object = {}): Promise<AnsweredRow[]> {
  @Module({ imports: [AppModule, Replacement.of(TEXT_GENERATOR, { useClass: UnsteadyGenerator })] })
  class UnsteadyModule {}
  const context = await withEnvironment({ RUN_REPOSITORY: 'memory' }, () =>
    NestFactory.createApplicationContext(UnsteadyModule, { logger: false, abortOnError: false }),
  );
  const input = { seed, rounds: LONG, random_seed: seed.seed_id, ...more };
  const { run } = await context
    .get(RunsService)
    .runToEnd({ pipeline: 'simulation', input, maxStageRetries: 1 });
  const rows: AnsweredRow[] = [];
  for await (const json of context.get(RunlogService).rows(run)) rows.push(JSON.parse(json) as AnsweredRow);
  await context.close();
  return rows;
}

/** What a run began with, as its first row tells it. */
function beginningOf(rows: readonly AnsweredRow[]): { seed: Seed; random_seed: string } {
  const [context] = rows;
  return { seed: context?.['seed'] as Seed, random_seed: String(context?.['random_seed']) };
}

const OF_ATTEMPTS = new Set(['stage_checkpoint', 'graph_node_attempt']);

/** Rows without what they say of attempts: their own rows and numbers, and how often stages were to be tried. */
function withoutAttempts(rows: readonly AnsweredRow[]): unknown {
  return story(rows, OF_ATTEMPTS);
}

describe('a run that is made again from its own first row', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator({ FAULT_INJECTION: 'true' });
  });
  afterAll(() => simulator.close());

  async function rowsOfRun(runId: string): Promise<AnsweredRow[]> {
    const run = await simulator.context.get(RunsService).get(runId);
    const rows: AnsweredRow[] = [];
    for await (const json of simulator.context.get(RunlogService).rows(run)) {
      rows.push(JSON.parse(json) as AnsweredRow);
    }
    return rows;
  }

  it('has equal rows, in the same order', async () => {
    for (const [, seed] of await exampleSeeds()) {
      const { run } = await simulator.simulate(seed, ROUNDS, `draws of ${seed.seed_id}`);
      const stored = await rowsOfRun(run.run_id);
      const beginning = beginningOf(stored);
      const again = await simulator.simulate(beginning.seed, ROUNDS, beginning.random_seed);
      expect(again.run.run_id).not.toBe(run.run_id);
      expect(comparable(again.rows)).toEqual(comparable(stored));
    }
  });

  it('has equal rows when its stages had to be tried again', async () => {
    const [[, seed] = []] = await exampleSeeds();
    if (!seed) throw new Error('There are no example seeds.');
    const { rows } = await simulator.simulate(seed, ROUNDS, 'draws');
    const { seed: again, random_seed } = beginningOf(rows);
    const { run } = await simulator.context.get(RunsService).runToEnd({
      pipeline: 'simulation',
      input: { seed: again, rounds: ROUNDS, random_seed },
      maxStageRetries: 1,
      faults: FAULTS,
    });
    const retried = await rowsOfRun(run.run_id);
    const attempts = retried
      .filter(({ type }) => type === 'graph_node_attempt')
      .map((row) => [row['node_id'], row['attempts']]);
    expect(attempts).toEqual([
      ['thread_candidate', 1],
      ['round_loop', 2],
      ['moderation', 2],
      ['end_condition', 1],
    ]);
    expect(withoutAttempts(retried)).toEqual(withoutAttempts(rows));
  });

  it('has other rows for another random seed, so that the comparison means something', async () => {
    const [[, seed] = []] = await exampleSeeds();
    if (!seed) throw new Error('There are no example seeds.');
    const { rows } = await simulator.simulate(seed, ROUNDS, 'draws');
    const other = await simulator.simulate(seed, ROUNDS, 'other draws');
    expect(withoutAttempts(other.rows.slice(1))).not.toEqual(withoutAttempts(rows.slice(1)));
  });
});

describe('a run whose round loop failed in the middle', () => {
  it('goes on as if nothing had happened, with what was said before still known', async () => {
    const simulator = await startSimulator();
    for (const [, example] of await exampleSeeds()) {
      const seed = { ...example, evidence_expiry_hours: 200 };
      const { rows } = await simulator.simulate(seed, LONG, seed.seed_id);
      const retried = await runUnsteadily(seed);
      const attempts = retried.find(
        (row) => row['node_id'] === 'round_loop' && row['attempts'] !== undefined,
      );
      expect(attempts?.['attempts']).toBe(2);
      expect(withoutAttempts(retried)).toEqual(withoutAttempts(rows));
    }
    await simulator.close();
  });

  it('goes on with what interventions and changes have brought', async () => {
    const simulator = await startSimulator();
    const [[, example] = []] = await exampleSeeds();
    if (!example) throw new Error('There are no example seeds.');
    const seed = { ...example, evidence_expiry_hours: 200, dial: { U: 0, E: 20, M: 40, S: 40, H: 0 } };
    const more = {
      interventions: [
        { round: 2, kind: 'reveal', hidden_fact: 1 },
        { round: 3, kind: 'statement', stakeholder: 'the tide office', text: 'We lost nothing.' },
        { round: 3, kind: 'moderate', action: 'HIDE_PREVIEW' },
        { round: 4, kind: 'moderate', action: 'RESTORE' },
        { round: 5, kind: 'evidence_lost' },
      ],
      changes: [{ from_round: 2, dial: { U: 20, E: 60, M: 10, S: 10, H: 0 }, random_seed: 'two' }],
    };
    const input = { seed, rounds: LONG, random_seed: seed.seed_id, ...more };
    const { run } = await simulator.context.get(RunsService).runToEnd({ pipeline: 'simulation', input });
    const rows: AnsweredRow[] = [];
    for await (const json of simulator.context.get(RunlogService).rows(run)) {
      rows.push(JSON.parse(json) as AnsweredRow);
    }
    expect(rows.filter(({ type }) => type === 'intervention')).toHaveLength(5);
    expect(withoutAttempts(await runUnsteadily(seed, more))).toEqual(withoutAttempts(rows));
    await simulator.close();
  });
});

import { Module, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  AppModule,
  CommentGate,
  Replacement,
  RunlogService,
  RunsService,
  TEXT_GENERATOR,
  type CommentGateHandler,
  type GenerationRequest,
  type TextGenerator,
} from '../../index.js';
import { StageNodeExecutionError } from '../../orchestrator/index.js';
import type { AnsweredRow } from '../../../test/support/run-logs.js';
import { withEnvironment } from '../../../test/support/running-app.js';
import { exampleSeed } from '../../../test/support/seeds.js';
import type { AccountType } from '../casting/cast.policy.js';
import { PhraseGenerator } from '../generation/phrase-generator.js';
import { nextTransition } from '../policy/transition.policy.js';
import type { Seed } from '../domain/seed.js';
import { buildReport } from '../report/build-report.js';

const ROUNDS = 4;
const phrases = new PhraseGenerator();

/** Speaks as usual, but lets a test step in first. */
class WatchedGenerator implements TextGenerator {
  constructor(private readonly before: (request: GenerationRequest) => void | Promise<void>) {}

  async generate(request: GenerationRequest) {
    await this.before(request);
    return phrases.generate(request);
  }
}

/** Ends each comment in words that no gate of the shipped world lets through. */
class RudeGenerator implements TextGenerator {
  generate(request: GenerationRequest) {
    const { text, claim } = phrases.generate({ ...request, temper: 0 });
    return { text: `${text} You leech.`, claim };
  }
}

/** Nothing can be blacked out to please it. */
@CommentGate({ name: 'night_watch', withholds: true })
class NightWatchGate implements CommentGateHandler {
  check({ intent }: { intent: string }) {
    if (intent !== 'alert') return [];
    return [{ rule_id: 'TEAM-01', code: 'LATE', message: 'It is late.', severity: 'low' as const }];
  }
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** Runs a simulation with this generator and these gates; a run that fails gives its rows all the same. */
async function simulate(
  generator: TextGenerator,
  change: Partial<Seed> = {},
  { providers = [], maxStageRetries = 0 }: { providers?: Provider[]; maxStageRetries?: number } = {},
) {
  @Module({
    imports: [AppModule, Replacement.of(TEXT_GENERATOR, { useValue: generator })],
    providers,
  })
  class TeamModule {}
  const context = await withEnvironment({ RUN_REPOSITORY: 'memory' }, () =>
    NestFactory.createApplicationContext(TeamModule, { logger: false, abortOnError: false }),
  );
  closing.push(() => context.close());
  const runs = context.get(RunsService);
  const seed = { ...(await exampleSeed()), evidence_expiry_hours: 200, ...change };
  const input = { seed, rounds: ROUNDS, random_seed: 'rounds' };
  let error: unknown;
  await runs.runToEnd({ pipeline: 'simulation', input, maxStageRetries }).catch((reason: unknown) => {
    error = reason;
  });
  const run = await runs.latest();
  const rows: AnsweredRow[] = [];
  for await (const json of context.get(RunlogService).rows(run)) rows.push(JSON.parse(json) as AnsweredRow);
  return { run, error, of: (type: string) => rows.filter((row) => row.type === type), rows };
}

describe('a persona that cannot be given a text', () => {
  const failing = new WatchedGenerator(({ speaker }) => {
    if (speaker.persona_id === 'P01') throw new TypeError('the key is sk-12345');
  });

  it('is left out of the round, and the others go on', async () => {
    const { run, of } = await simulate(failing);
    expect(run).toMatchObject({ status: 'succeeded', attributes: { rounds_run: ROUNDS } });
    const mute = of('round').filter((row) => row['persona_id'] === 'P01');
    const others = of('round').filter((row) => row['persona_id'] !== 'P01');
    expect(mute.length).toBeGreaterThan(0);
    expect(others.every((row) => row['withheld'] === false)).toBe(true);
    for (const row of mute) {
      expect(row).toMatchObject({
        withheld: true,
        text: '',
        claim: '',
        evidence: null,
        reports: 0,
        upvotes: 0,
      });
    }
  });

  it('has a gate row that names the class of the error, and nothing of its text', async () => {
    const { of, rows } = await simulate(failing);
    const gates = of('gate').filter((row) => row['persona_id'] === 'P01');
    expect(gates[0]?.['gates']).toEqual([
      {
        gate_name: 'generation',
        passed: false,
        reason: expect.stringContaining('TypeError'),
        violations: [],
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain('sk-12345');
  });

  it('does not count as a comment of its round', async () => {
    const { of } = await simulate(failing);
    for (const summary of of('round_summary')) {
      const spoke = of('round').filter(
        (row) => row['round'] === summary['round'] && row['withheld'] === false,
      );
      expect(summary['comment_count']).toBe(spoke.length);
    }
  });
});

it('when nobody of a round can be given a text the stage fails, and earlier rounds stay in the log', async () => {
  const { run, error, of } = await simulate(
    new WatchedGenerator(({ round }) => {
      if (round === 2) throw new TypeError('the key is sk-12345');
    }),
  );
  expect(error).toBeInstanceOf(StageNodeExecutionError);
  expect((error as StageNodeExecutionError).attemptErrors).toEqual([
    expect.objectContaining({ error_code: 'SIM_GENERATION_FAILED' }),
  ]);
  expect(run).toMatchObject({ status: 'failed', attributes: { rounds_run: 1 } });
  expect(of('round_summary').map((row) => row['round'])).toEqual([1]);
  expect(new Set(of('round').map((row) => row['round']))).toEqual(new Set([1]));
  const [failed] = of('stage_checkpoint').filter((row) => row['outcome'] === 'failed');
  expect(failed).toMatchObject({ node_id: 'round_loop', error_code: 'SIM_GENERATION_FAILED' });
  expect(JSON.stringify([error, failed])).not.toContain('sk-12345');
});

it('a stage that goes on from a checkpoint ends as if it had not failed', async () => {
  let failed: string | null = null;
  let isOver = false;
  const failingOnce = new WatchedGenerator(({ round, speaker, generationAttempt }) => {
    if (round !== 3 || isOver) return;
    isOver = failed === speaker.persona_id && generationAttempt === 1; // the first of the round has its turn again
    failed ??= speaker.persona_id;
    if (!isOver) throw new TypeError('not now');
  });
  const whole = await simulate(new WatchedGenerator(() => undefined));
  const { run, rows, of } = await simulate(failingOnce, {}, { maxStageRetries: 1 });
  expect(of('stage_checkpoint').map((row) => row['outcome'])).toContain('retry');
  expect(run.attributes).toEqual(whole.run.attributes);
  expect(run.attributes['report_gate_pass']).toBe((await buildReport(rows)).report_gate.pass_fail);
});

describe('a text that no gate lets through', () => {
  const strict = { dial: { U: 0, E: 0, M: 25, S: 25, H: 50 } };

  it('is written anew twice, and then blacked out', async () => {
    const { of } = await simulate(new RudeGenerator(), strict);
    const [first] = of('round');
    const tries = of('gate').filter(
      (row) => row['round'] === 1 && row['persona_id'] === first?.['persona_id'],
    );
    expect(tries.map((row) => row['generation_attempt'])).toEqual([1, 2, 3]);
    for (const { gates } of tries) {
      expect(gates).toContainEqual(
        expect.objectContaining({
          gate_name: 'safety',
          passed: false,
          violations: [
            {
              rule_id: 'RULE-PLZ-SAFE-02',
              code: 'TABOO_TERM',
              message: 'The text uses a taboo word.',
              severity: 'medium',
            },
          ],
        }),
      );
    }
    const gates = of('gate').filter(({ round }) => round !== 0); // 0 is the opening post
    expect(gates).toHaveLength(3 * of('round').length);
    for (const row of of('round')) {
      expect(row).toMatchObject({ withheld: false, text: expect.stringMatching(/You █████\.$/) });
      expect(JSON.stringify(row)).not.toContain('leech');
    }
  });

  it('counts against the thread: it is locked as soon as it is hidden, long before its reports would', async () => {
    const { of } = await simulate(new RudeGenerator(), strict);
    const hidden = of('action').findIndex((row) => row['action_type'] === 'HIDE_PREVIEW');
    const locked = of('action').findIndex((row) => row['action_type'] === 'LOCK_THREAD');
    expect(locked).toBeGreaterThan(hidden);
    const between = of('round').filter(
      ({ seq }) => seq > (of('action')[hidden]?.seq ?? 0) && seq < (of('action')[locked]?.seq ?? 0),
    );
    expect(between).toHaveLength(1);
    const reports = of('round').reduce((sum, row) => sum + Number(row['reports']), 0);
    const account = of('round').at(-1)?.['account_type'] as AccountType;
    expect(nextTransition('hidden', reports, 0, account)).toBeNull();
    expect(of('end_condition')[0]).toMatchObject({ termination_reason: 'moderation_lock' });
  });

  it('is withheld where nothing can be blacked out: nobody reads it, nobody answers it', async () => {
    const { of } = await simulate(new WatchedGenerator(() => undefined), {}, { providers: [NightWatchGate] });
    const withheld = of('round').filter((row) => row['intent'] === 'alert');
    expect(withheld.length).toBeGreaterThan(0);
    for (const row of withheld) {
      expect(row).toMatchObject({
        withheld: true,
        views: 0,
        reports: 0,
        upvotes: 0,
        score: 0,
        score_parts: {},
      });
    }
    const others = of('round').filter((row) => row['intent'] !== 'alert');
    expect(others.every((row) => row['withheld'] === false && Number(row['views']) > 0)).toBe(true);
    for (const summary of of('round_summary')) {
      const spoke = others.filter((row) => row['round'] === summary['round']);
      expect(summary['comment_count']).toBe(spoke.length);
    }
  });
});

import { Module } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  AppModule,
  CommentGate,
  Replacement,
  StageNode,
  TEXT_GENERATOR,
  type CommentGateHandler,
  type GeneratedComment,
  type StageContext,
  type StageNodeHandler,
  type TextGenerator,
} from '../../src/index.js';
import { expectSoundLog, rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

@StageNode({
  id: 'fact_check',
  pipeline: 'simulation',
  after: 'round_loop',
  retry: { maxAttempts: 4 },
  timeoutMs: 5_000,
})
class FactCheckStage implements StageNodeHandler {
  async run(context: StageContext): Promise<void> {
    let comments = 0;
    for await (const { type } of context.rows('round')) if (type === 'round') comments += 1;
    context.state['fact_check'] = { comments };
    context.emit({ type: 'fact_check', verdict: 'open', comments });
  }
}

@CommentGate({ name: 'no_ink', withholds: true })
class NoInkGate implements CommentGateHandler {
  check({ text }: { text: string }) {
    if (!text.includes('ink')) return [];
    return [
      { rule_id: 'TEAM-01', code: 'INK', message: 'The text speaks of ink.', severity: 'low' as const },
    ];
  }
}

class InkGenerator implements TextGenerator {
  generate(): GeneratedComment {
    return { text: 'It is all in the ink.', claim: 'It is in the ink.' };
  }
}

@Module({ imports: [AppModule], providers: [FactCheckStage] })
class StageModule {}

@Module({
  imports: [AppModule, Replacement.of(TEXT_GENERATOR, { useClass: InkGenerator })],
  providers: [NoInkGate],
})
class GateModule {}

describe("a team's module", () => {
  let service: RunningApp;
  afterEach(() => service.stop());

  async function simulate(): Promise<AnsweredRunlog> {
    const { body: run } = await service.post('/simulate', { seed: await exampleSeed() }).expect(200);
    const { body: log } = await service.get(`/runs/${run.run_id}/runlog`).expect(200);
    expectSoundLog(log);
    return log as AnsweredRunlog;
  }

  it('adds a stage node to the pipeline, and its rows are in the log', async () => {
    service = await startApp({}, StageModule);
    const log = await simulate();
    expect(rowsOf(log, 'graph_node').map((row) => row['node_id'])).toEqual([
      'thread_candidate',
      'round_loop',
      'fact_check',
      'moderation',
      'end_condition',
    ]);
    expect(rowsOf(log, 'fact_check')).toEqual([expect.objectContaining({ verdict: 'open', comments: 15 })]);
    const { body: stages } = await service.get('/stages').expect(200);
    expect(stages.pipelines[0].stages[2]).toMatchObject({
      id: 'fact_check',
      after: ['round_loop'],
      timeout_ms: 5_000,
      retry: { max_attempts: 4, initial_interval_ms: 100 },
    });
  });

  it('adds a gate and replaces the generator: what the gate refuses is withheld', async () => {
    service = await startApp({}, GateModule);
    const log = await simulate();
    const rounds = rowsOf(log, 'round');
    expect(rounds.every((row) => row['withheld'] === true && row['reports'] === 0)).toBe(true);
    const gated = rowsOf(log, 'gate').filter((row) => row['round'] !== 0); // without the opening post
    expect(gated).toHaveLength(rounds.length * 3);
    expect(rowsOf(log, 'end_condition')[0]).toMatchObject({
      termination_reason: 'thread_quiet',
      ended_round: 2,
    });
  });
});

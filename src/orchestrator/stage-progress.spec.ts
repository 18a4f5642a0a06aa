import { describe, expect, it } from '@jest/globals';
import { execute, failing, stage, type Work } from '../../test/support/stage-trials.js';
import { readProgress } from './index.js';

/** Does one step further than the attempt before, and fails until `steps` are done. */
const stepByStep =
  (steps: number): Work =>
  async (context) => {
    const { state } = context;
    if (state['step'] === steps) return;
    state['step'] = ((state['step'] as number | undefined) ?? 0) + 1;
    context.emit({ type: 'stepped', step: state['step'] });
    await context.checkpoint();
    throw new TypeError('hunter2');
  };

const standingStill: Work = async (context) => {
  await context.checkpoint();
  await failing(context);
};

describe('an attempt that made a checkpoint with something new', () => {
  it('leaves the node all its retries, however often it failed before', async () => {
    const { journal, error } = await execute([stage('a', stepByStep(9))], { maxStageRetries: 1 });
    expect(error).toBeUndefined();
    const rows = journal.of('stage_checkpoint');
    expect(rows.map(({ outcome, advanced }) => ({ outcome, advanced }))).toEqual([
      ...Array.from({ length: 9 }, () => ({ outcome: 'retry', advanced: true })),
      { outcome: 'success', advanced: undefined },
    ]);
  });

  it('counts as the first attempt after that checkpoint', async () => {
    const seen: unknown[] = [];
    const work: Work = async (context) => {
      const before = context.maxAttempts;
      if (context.attempt === 2) context.emit({ type: 'news' });
      await context.checkpoint();
      seen.push([context.attempt, before, context.maxAttempts]);
      throw new TypeError('hunter2');
    };
    const { failure, journal } = await execute([stage('a', work)], { maxStageRetries: 2 });
    expect(seen).toEqual([
      [1, 3, 3],
      [2, 3, 4],
      [3, 4, 4],
      [4, 4, 4],
    ]);
    expect(failure).toMatchObject({ attempts: 4, maxAttempts: 4, retryState: 'maximum_attempts_reached' });
    expect(failure.attemptErrors).toHaveLength(4);
    expect(journal.of('stage_checkpoint')).toHaveLength(4);
  });

  it('leaves a log from which the next process grants as many attempts', async () => {
    const budget = await execute([stage('a', stepByStep(9))], { maxStageRetries: 1, retryBudget: 3 });
    expect(budget.failure).toMatchObject({
      attempts: 4,
      maxAttempts: 5,
      retryState: 'retry_budget_exhausted',
    });
    const rows = budget.journal.entries.flatMap(({ stageNode, rows }) =>
      rows.map(({ type, json }) => ({ stageNode, type, json })),
    );
    const logged = (async function* () {
      yield* rows.map((row, index) => ({ seq: index + 1, ...row }));
    })();
    const progress = await readProgress(logged, { stageNode: 'a', seq: rows.length, state: '{"step":4}' });
    expect(progress.nodes.get('a')).toMatchObject({ attempt: 4, used: 1 });
    const seen: number[] = [];
    const record: Work = ({ maxAttempts }) => void seen.push(maxAttempts);
    await execute([stage('a', record)], { maxStageRetries: 1, progress });
    expect(seen).toEqual([5]);
  });

  it('does not keep a run going beyond its retry budget', async () => {
    const { failure } = await execute([stage('a', stepByStep(9))], { retryBudget: 5 });
    expect(failure).toMatchObject({ attempts: 6, retryState: 'retry_budget_exhausted' });
  });
});

describe('a stage that makes checkpoints with nothing new', () => {
  it('uses up its attempts as if it made none', async () => {
    const { failure } = await execute([stage('a', standingStill)], { maxStageRetries: 2 });
    expect(failure).toMatchObject({ attempts: 3, maxAttempts: 3 });
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  AppModule,
  Pipeline,
  RetryableStageError,
  StageNode,
  type AcceptedInput,
  type RunPipeline,
  type StageContext,
  type StageNodeHandler,
} from '../../src/index.js';
import { expectSoundLog, rowsOf } from '../support/run-logs.js';
import { startApp, type RunningApp, type TestEnvironment } from '../support/running-app.js';
import { logOf, runOnce } from '../support/waiting.js';

/** How many steps there are, how long each takes, and after which one the first attempt asks for a later retry. */
interface Steps {
  readonly steps: number;
  readonly stepMs: number;
  readonly failAfter?: number;
  readonly retryAfterMs?: number;
}

@Pipeline({ id: 'steps' })
class StepsPipeline implements RunPipeline {
  check(input: unknown): unknown {
    return input;
  }

  accept(input: unknown): AcceptedInput {
    return { input, randomSeed: 's', rows: [], projection: {} };
  }

  project(): object {
    return {};
  }
}

/** Walks step by step, with a checkpoint after each; looks at its signal only when `stepMs` is over. */
@StageNode({ id: 'walk', pipeline: 'steps', retry: { initialIntervalMs: 10_000, maxIntervalMs: 10_000 } })
class WalkStage implements StageNodeHandler<Steps, { step?: number }> {
  async run(context: StageContext<Steps, { step?: number }>): Promise<void> {
    const { steps, stepMs, failAfter, retryAfterMs } = context.input;
    for (let step = (context.state.step ?? 0) + 1; step <= steps; step++) {
      await pause(stepMs);
      context.emit({ type: 'step', step });
      context.state.step = step;
      await context.checkpoint();
      if (step === failAfter && context.attempt === 1) {
        throw new RetryableStageError('Tired.', retryAfterMs === undefined ? {} : { retryAfterMs });
      }
    }
  }
}

@Module({ imports: [AppModule], providers: [StepsPipeline, WalkStage] })
class StepsModule {}

describe.each(['sqlite', 'file'])('the bounds of a run (%s)', (repository) => {
  let service: RunningApp;

  afterEach(() => service.stop());

  async function begin(input: Steps, env: TestEnvironment = {}, options: object = {}): Promise<string> {
    service = await startApp({ RUN_REPOSITORY: repository, SHUTDOWN_GRACE_MS: '0', ...env }, StepsModule);
    const { body } = await service.post('/runs', { pipeline: 'steps', input, ...options }).expect(202);
    return String(body.run_id);
  }

  it('tells when the next attempt starts while the run waits for it, and not any more afterwards', async () => {
    const runId = await begin({ steps: 2, stepMs: 0, failAfter: 1, retryAfterMs: 700 });
    let told: string | null = null;
    while (told === null) told = (await runOnce(service, runId, 'queued', 'running')).next_retry_at;
    const run = await runOnce(service, runId, 'succeeded');
    expect(run.next_retry_at).toBeNull();
    const [first, second] = rowsOf(await logOf(service, runId), 'stage_checkpoint');
    expect(first).toMatchObject({ outcome: 'retry', error: 'Tired.', next_retry_at: told });
    expect(Date.parse(String(second?.['started_at']))).toBeGreaterThanOrEqual(Date.parse(told));
  });

  it('ends a run whose retry budget is used up', async () => {
    const runId = await begin({ steps: 2, stepMs: 0, failAfter: 1 }, { RUN_RETRY_BUDGET: '0' });
    const run = await runOnce(service, runId, 'failed');
    expect(run.error).toMatchObject({ retry_state: 'retry_budget_exhausted', attempts: 1 });
  });

  it('ends a run that takes too long, with what it has done, and lets it be resumed', async () => {
    const runId = await begin({ steps: 12, stepMs: 50 }, { RUN_TIMEOUT_MS: '300' });
    const failed = await runOnce(service, runId, 'failed');
    expect(failed.error).toMatchObject({
      retry_state: 'timeout',
      attempt_errors: [{ error_code: 'ORCH_RUN_TIMEOUT' }],
    });
    const done = rowsOf(await logOf(service, runId), 'step').length;
    expect(done).toBeGreaterThan(0);
    for (
      let left = 5;
      left > 0 && (await runOnce(service, runId, 'failed', 'succeeded')).status === 'failed';
    ) {
      left -= 1;
      await service.post(`/runs/${runId}/resume`, undefined).expect(202);
      await runOnce(service, runId, 'failed', 'succeeded');
    }
    const log = await logOf(service, runId);
    expectSoundLog(log);
    expect(rowsOf(log, 'step').map(({ step }) => step)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
  });

  it('fails at once when there is no time for the wait', async () => {
    const runId = await begin(
      { steps: 2, stepMs: 0, failAfter: 1, retryAfterMs: 60_000 },
      { RUN_TIMEOUT_MS: '5000' },
    );
    const run = await runOnce(service, runId, 'failed');
    expect(run.error).toMatchObject({ retry_state: 'timeout', attempts: 1 });
  });

  it('does not do again what was durable when it was cancelled', async () => {
    const runId = await begin({ steps: 20, stepMs: 10 });
    while (((await runOnce(service, runId, 'queued', 'running')).summary.row_counts['step'] ?? 0) < 5)
      continue;
    await service.post(`/runs/${runId}/cancel`, undefined).expect(202);
    await runOnce(service, runId, 'cancelled');
    const before = rowsOf(await logOf(service, runId), 'step').length;
    expect(before).toBeLessThan(20);
    await service.post(`/runs/${runId}/resume`, undefined).expect(202);
    await runOnce(service, runId, 'succeeded');
    const log = await logOf(service, runId);
    expectSoundLog(log);
    expect(rowsOf(log, 'step').map(({ step }) => step)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    expect(rowsOf(log, 'stage_checkpoint')).toMatchObject([
      { attempt: 1, outcome: 'cancelled' },
      { attempt: 2, outcome: 'success' },
    ]);
  });
});

describe('a service with a full house', () => {
  it('cancels a queued run that nobody holds at once', async () => {
    const env = { MAX_CONCURRENT_RUNS: '1', SHUTDOWN_GRACE_MS: '0' };
    const first = await startApp(env, StepsModule);
    const start = async () => {
      const input = { steps: 10_000, stepMs: 5 };
      const { body } = await first.post('/runs', { pipeline: 'steps', input }).expect(202);
      return String(body.run_id);
    };
    const [running, queued] = [await start(), await start()];
    await runOnce(first, running, 'running');
    const next = await first.restart();
    try {
      await runOnce(next, running, 'running');
      expect((await next.get(`/runs/${queued}`)).body.status).toBe('queued');
      const { body } = await next.post(`/runs/${queued}/cancel`, undefined).expect(202);
      expect(body.status).toBe('cancelled');
      await next.post(`/runs/${running}/cancel`, undefined).expect(202);
      await runOnce(next, running, 'cancelled');
      expectSoundLog(await logOf(next, running));
    } finally {
      await next.stop();
    }
  });
});

describe('two services on one SQLite file', () => {
  it('cancel the runs of each other, which stay with their owner', async () => {
    const leaseMs = 3_000;
    const env = { RUN_LEASE_MS: String(leaseMs), SHUTDOWN_GRACE_MS: '0' };
    const owner = await startApp(env, StepsModule);
    const other = await startApp({ ...env, DATA_DIR: owner.dataDir }, StepsModule);
    try {
      const input = { steps: 10_000, stepMs: 5 };
      const { body } = await owner.post('/runs', { pipeline: 'steps', input }).expect(202);
      const runId = String(body.run_id);
      await runOnce(other, runId, 'running');
      await other.post(`/runs/${runId}/cancel`, undefined).expect(202);
      await runOnce(other, runId, 'cancelled');
      const log = await logOf(owner, runId);
      expectSoundLog(log);
      expect(rowsOf(log, 'stage_checkpoint').at(-1)).toMatchObject({ attempt: 1, outcome: 'cancelled' });
      expect(rowsOf(log, 'run_state').filter(({ reason }) => reason === 'recovery')).toEqual([]); // nobody took it
    } finally {
      await other.app.close();
      await owner.stop();
    }
  });
});

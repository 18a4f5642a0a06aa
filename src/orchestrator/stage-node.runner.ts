import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  CLOCK,
  ErrorCatalogue,
  stopwatch,
  type Clock,
  type SeededRandom,
  type Stopwatch,
} from '../common/index.js';
import { decideRetry, type ResolvedRetryPolicy, type RetryState } from './retry.policy.js';
import type { RetryBudget } from './retry-budget.js';
import type { RunExecution } from './run-execution.js';
import type { JournalRow } from './run-journal.js';
import { NEW_NODE, keepError, retryWaitMs } from './run-progress.js';
import { RunStoppedError, RunTimeoutError } from './run-stop.js';
import { StageAttemptRunner, type AttemptResult } from './stage-attempt.runner.js';
import { StageFailureRecorder } from './stage-failure.recorder.js';
import { StageNodeRegistry, type RegisteredStageNode } from './stage-node.registry.js';
import { StageTimeoutError, type AttemptError } from './stage.errors.js';
import { graphNodeRows, stageCheckpointRow, type GraphNode, type StageCheckpoint } from './stage-rows.js';
import type { StopSwitch } from './stop-switch.js';

/** What running a node needs. */
interface NodeTask {
  readonly node: RegisteredStageNode;
  readonly run: RunExecution;
  readonly random: SeededRandom;
  /** The run's state so far, as JSON text. */
  readonly state: string;
  /** The node that follows; null when the run has succeeded once this one has. */
  readonly next: string | null;
  /** Stopped when the run is to stop, or its time is over. */
  readonly stop: StopSwitch;
  /** How long the run may still take, in milliseconds. */
  readonly timeLeftMs: () => number;
  readonly budget: RetryBudget;
}

/** The progress of a stage node through its attempts. */
interface NodeWork extends NodeTask {
  readonly policy: ResolvedRetryPolicy;
  errors: readonly AttemptError[];
  state: string;
  /** The number of the last attempt. */
  attempt: number;
  /** Attempts used of those granted by the start, the last resume or the last checkpoint. */
  used: number;
  durableRows: number;
  /** Measures from the start of the first attempt; null before that. */
  elapsed: Stopwatch | null;
}

/** Runs one stage node to its end, and records each attempt. */
@Injectable()
export class StageNodeRunner {
  private readonly logger = new Logger(StageNodeRunner.name);

  constructor(
    private readonly attempts: StageAttemptRunner,
    private readonly failures: StageFailureRecorder,
    private readonly registry: StageNodeRegistry,
    private readonly catalogue: ErrorCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @returns the run's state after the node, as JSON text
   * @throws StageNodeExecutionError when the node has no attempts left; the failure is durable by then
   * @throws RunStoppedError when the run was stopped meanwhile; this is durable by then, unless the run is lost
   */
  async run(task: NodeTask): Promise<string> {
    const work = beginWork(task, this.clock);
    await this.wait(work, this.waitBeforeFirst(task));
    for (;;) {
      if (work.stop.isStopped) throw await this.stop(work);
      const result = await this.attempt(work);
      const { outcome } = result;
      if ('state' in outcome) return this.succeed(work, result, outcome.state);
      if (work.stop.isStopped) throw await this.stop(work, result);
      work.used += 1;
      const decision = this.decide(work, outcome.error);
      if (!decision.retry) throw await this.fail(work, decision.state, outcome.error, result);
      await this.retry(work, result, decision.delayMs);
    }
  }

  private decide(work: NodeWork, error: unknown) {
    const { policy, used, budget, random, node, attempt } = work;
    const draw = random.stream(`retry:${node.id}/${attempt}`).next();
    const timeLeftMs = work.timeLeftMs();
    const timedOut = error instanceof StageTimeoutError;
    return decideRetry(policy, { error, timedOut, used, budgetLeft: budget.left, timeLeftMs }, draw);
  }

  private async attempt(work: NodeWork): Promise<AttemptResult> {
    const { node, run, random, policy, state, stop } = work;
    work.attempt++;
    work.elapsed ??= stopwatch(this.clock);
    const result = await this.attempts.run(
      node,
      {
        runId: run.runId,
        pipeline: run.pipeline,
        stageNode: node.id,
        attempt: work.attempt,
        maxAttempts: work.attempt - 1 + Math.max(1, policy.maxAttempts - work.used),
        grant: policy.maxAttempts,
        input: run.input,
        state,
        random,
        journal: run.journal,
        ownersOf: (type) => this.registry.ownersOf(run.pipeline, type),
      },
      run.faults,
      stop,
    );
    work.state = result.context.savedState;
    work.durableRows += result.context.savedRows;
    if (result.context.hasAdvanced) work.used = 0; // attempts before the checkpoint no longer count
    if ('error' in result.outcome && !(result.outcome.error instanceof RunStoppedError)) {
      this.recordError(work, result, result.outcome.error);
    }
    return result;
  }

  private recordError(work: NodeWork, { startedAt, durationMs }: AttemptResult, error: unknown): void {
    const { run, node, attempt } = work;
    const where = { run_id: run.runId, stage_node: node.id, attempt, duration_ms: durationMs };
    this.logger.warn({ msg: 'A stage attempt failed', ...where, err: error });
    const text = this.catalogue.safeText(error);
    work.errors = keepError(work.errors, {
      attempt,
      ...text,
      started_at: startedAt.toISOString(),
      duration_ms: durationMs,
    });
  }

  private async succeed(work: NodeWork, result: AttemptResult, state: string): Promise<string> {
    const { node, run, attempt } = work;
    const emitted = result.context.takePending();
    work.durableRows += emitted.length;
    const at = this.clock.now();
    const checkpoint = attemptRow(work, result, at, { outcome: 'success', discarded_rows: 0 });
    const rows = [...emitted, checkpoint, ...closingRows(work, at, 'success')];
    const then = work.next ? { nextStage: work.next } : ({ outcome: { status: 'succeeded' } } as const);
    const stateValue = result.context.state;
    const durable = run.journal.append({ stageNode: node.id, attempt, state, stateValue, rows, ...then });
    const where = { run_id: run.runId, stage_node: node.id, attempt, duration_ms: result.durationMs };
    this.logger.debug({ msg: 'A stage attempt succeeded', ...where });
    if (!work.next) await durable; // otherwise the next node starts meanwhile and may share the transaction
    return state;
  }

  private async retry(work: NodeWork, result: AttemptResult, delayMs: number): Promise<void> {
    const { node, run, attempt, errors } = work;
    const at = this.clock.now();
    const nextRetryAt = new Date(at.getTime() + delayMs);
    work.budget.take();
    const row = attemptRow(work, result, at, { outcome: 'retry', nextRetryAt, error: errors.at(-1) });
    await run.journal.append({
      stageNode: node.id,
      attempt,
      rows: [row],
      nextRetryAt: nextRetryAt.toISOString(),
    });
    await this.wait(work, delayMs);
  }

  /** A run that was recovered while it waited for an attempt continues to wait. */
  private waitBeforeFirst({ run, node }: NodeTask): number {
    return run.progress.done.has(node.id) ? 0 : retryWaitMs(run.progress, this.clock.now());
  }

  /** Waits until the delay or the run is over. */
  private async wait({ stop }: NodeTask, delayMs: number): Promise<void> {
    if (delayMs <= 0) return;
    await this.clock.sleep(delayMs, stop.signal).catch((error: unknown) => {
      if (!stop.isStopped) throw error;
    });
  }

  /** Makes the stop of the run durable and returns the error to throw. */
  private async stop(work: NodeWork, result?: AttemptResult): Promise<Error> {
    const { run, node, attempt } = work;
    const { reason } = work.stop;
    if (reason instanceof RunTimeoutError) {
      if (result) work.used += 1;
      return this.fail(work, 'timeout', reason, result);
    }
    if (!(reason instanceof RunStoppedError)) throw reason;
    const { outcome } = reason;
    if (outcome === 'lost') return reason;
    const at = this.clock.now();
    const rows = [
      ...(result ? [attemptRow(work, result, at, { outcome })] : []),
      ...(outcome === 'cancelled' ? closingRows(work, at, outcome) : []),
    ];
    await run.journal.append({ stageNode: node.id, attempt, rows, outcome: { status: outcome } });
    return reason;
  }

  private fail(
    work: NodeWork,
    retryState: RetryState,
    cause: unknown,
    result?: AttemptResult,
  ): Promise<Error> {
    const { run, node, attempt, used, policy, errors } = work;
    const at = this.clock.now();
    const error = errors.at(-1);
    const failed = { outcome: 'failed', retry_state: retryState, error } as const;
    return this.failures.record({
      run,
      failure: {
        runId: run.runId,
        stageNode: node.id,
        attempts: attempt,
        maxAttempts: attempt + Math.max(0, policy.maxAttempts - used),
        retryState,
        attemptErrors: errors,
        cause,
      },
      rows: [...(result ? [attemptRow(work, result, at, failed)] : []), ...closingRows(work, at, 'failed')],
    });
  }
}

function beginWork(task: NodeTask, clock: Clock): NodeWork {
  const { node, run } = task;
  const before = run.progress.nodes.get(node.id) ?? NEW_NODE;
  const maxAttempts = run.maxStageRetries === null ? node.retry.maxAttempts : run.maxStageRetries + 1;
  return {
    policy: { ...node.retry, maxAttempts },
    errors: before.errors,
    attempt: before.attempt,
    used: before.used,
    durableRows: before.durableRows,
    elapsed: before.startedAt === null ? null : stopwatch(clock, new Date(before.startedAt)),
    ...task,
  };
}

/** The `stage_checkpoint` row of an attempt; its pending rows are dropped and counted. */
function attemptRow(
  { node, attempt }: NodeWork,
  { context, startedAt, endedAt, durationMs }: AttemptResult,
  at: Date,
  {
    error,
    ...how
  }: Pick<StageCheckpoint, 'outcome' | 'retry_state' | 'nextRetryAt'> & {
    discarded_rows?: number;
    error?: AttemptError | undefined;
  },
): JournalRow {
  const discarded_rows = how.discarded_rows ?? context.takePending().length;
  return stageCheckpointRow(at, {
    node_id: node.id,
    attempt,
    startedAt,
    endedAt,
    durationMs,
    ...how,
    discarded_rows,
    ...(context.hasAdvanced && how.outcome !== 'success' && { advanced: true }),
    ...(error && { error }),
  });
}

/** The rows that close a node; empty when it never started. */
function closingRows(
  { node, attempt, durableRows, elapsed }: NodeWork,
  at: Date,
  outcome: GraphNode['outcome'],
): JournalRow[] {
  if (attempt === 0) return [];
  return graphNodeRows(at, {
    node_id: node.id,
    outcome,
    event_count: durableRows,
    duration_ms: elapsed?.() ?? 0,
    attempts: attempt,
  });
}

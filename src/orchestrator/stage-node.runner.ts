import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, safeErrorText, type Clock, type SeededRandom } from '../common/index.js';
import { decideRetry, type ResolvedRetryPolicy, type RetryState } from './retry.policy.js';
import type { RunExecution } from './run-execution.js';
import type { JournalEntry } from './run-journal.js';
import { StageAttemptRunner, type AttemptResult } from './stage-attempt.runner.js';
import { StageNodeRegistry, type RegisteredStageNode } from './stage-node.registry.js';
import { StageNodeExecutionError, type AttemptError } from './stage.errors.js';
import { graphNodeRows, stageCheckpointRow, type StageCheckpoint } from './stage-rows.js';

/** A stage node on its way through its attempts. */
interface NodeProgress {
  readonly node: RegisteredStageNode;
  readonly run: RunExecution;
  readonly random: SeededRandom;
  readonly policy: ResolvedRetryPolicy;
  readonly isLast: boolean;
  state: string;
  attempt: number;
  durableRows: number;
  firstStart?: Date;
  readonly errors: AttemptError[];
}

/** What a node has done and left behind. */
export interface NodeTask {
  readonly node: RegisteredStageNode;
  readonly run: RunExecution;
  readonly random: SeededRandom;
  /** The run's state so far, as JSON text. */
  readonly state: string;
  /** Whether the run has succeeded when this node has. */
  readonly isLast: boolean;
}

/** Runs one stage node to its end: attempt after attempt, each recorded. */
@Injectable()
export class StageNodeRunner {
  private readonly logger = new Logger(StageNodeRunner.name);

  constructor(
    private readonly attempts: StageAttemptRunner,
    private readonly registry: StageNodeRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @returns the run's state after the node, as JSON text
   * @throws StageNodeExecutionError when the node has no attempts left; it is durable by then
   */
  async run({ node, run, ...task }: NodeTask): Promise<string> {
    const maxAttempts = run.maxStageRetries === null ? node.retry.maxAttempts : run.maxStageRetries + 1;
    const policy = { ...node.retry, maxAttempts };
    const progress: NodeProgress = { ...task, node, run, policy, attempt: 0, durableRows: 0, errors: [] };
    for (;;) {
      const result = await this.attempt(progress);
      const { outcome } = result;
      if ('state' in outcome) return this.succeed(progress, result, outcome.state);
      const draw = progress.random.stream(`retry:${node.id}/${progress.attempt}`).next();
      const { error } = outcome;
      const timedOut = result.context.signal.aborted;
      const decision = decideRetry(policy, { error, timedOut, used: progress.attempt }, draw);
      if (!decision.retry) throw await this.fail(progress, result, decision.state, error);
      await this.retry(progress, result, decision.delayMs);
    }
  }

  private async attempt(progress: NodeProgress): Promise<AttemptResult> {
    const { node, run, random, policy, state } = progress;
    progress.attempt++;
    const result = await this.attempts.run(
      node,
      {
        runId: run.runId,
        pipeline: run.pipeline,
        stageNode: node.id,
        attempt: progress.attempt,
        maxAttempts: policy.maxAttempts,
        input: run.input,
        state,
        random,
        journal: run.journal,
        ownersOf: (type) => this.registry.ownersOf(run.pipeline, type),
      },
      run.faults,
    );
    progress.firstStart ??= result.startedAt;
    progress.state = result.context.durableState;
    progress.durableRows += result.context.durableRows;
    if ('error' in result.outcome) this.recordError(progress, result, result.outcome.error);
    return result;
  }

  private recordError(progress: NodeProgress, { startedAt, endedAt }: AttemptResult, error: unknown): void {
    const { run, node, attempt } = progress;
    this.logger.error({
      msg: 'A stage attempt failed',
      run_id: run.runId,
      stage_node: node.id,
      attempt,
      err: error,
    });
    progress.errors.push({
      attempt,
      ...safeErrorText(error),
      started_at: startedAt.toISOString(),
      duration_ms: endedAt.getTime() - startedAt.getTime(),
    });
  }

  private async succeed(
    progress: NodeProgress,
    { context, startedAt, endedAt }: AttemptResult,
    state: string,
  ): Promise<string> {
    const { node, run, attempt } = progress;
    const emitted = context.takePending();
    progress.durableRows += emitted.length;
    const at = this.clock.now();
    await run.journal.append({
      stageNode: node.id,
      attempt,
      state,
      rows: [
        ...emitted,
        stageCheckpointRow(at, {
          node_id: node.id,
          attempt,
          outcome: 'success',
          startedAt,
          endedAt,
          discarded_rows: 0,
        }),
        ...this.closingRows(progress, at, 'success'),
      ],
      ...(progress.isLast && { outcome: { status: 'succeeded' } }),
    });
    return state;
  }

  private async retry(progress: NodeProgress, result: AttemptResult, delayMs: number): Promise<void> {
    const at = this.clock.now();
    const nextRetryAt = new Date(at.getTime() + delayMs);
    await progress.run.journal.append({
      stageNode: progress.node.id,
      attempt: progress.attempt,
      rows: [this.failedCheckpoint(progress, result, at, { outcome: 'retry', nextRetryAt })],
    });
    await this.clock.sleep(delayMs);
  }

  /** Makes the failure durable; when that fails too, the stage's own error is still what is thrown. */
  private async fail(
    progress: NodeProgress,
    result: AttemptResult,
    retryState: RetryState,
    cause: unknown,
  ): Promise<StageNodeExecutionError> {
    const { node, run, attempt, policy, errors } = progress;
    const error = new StageNodeExecutionError({
      runId: run.runId,
      stageNode: node.id,
      attempts: attempt,
      maxAttempts: policy.maxAttempts,
      retryState,
      attemptErrors: errors,
      cause,
    });
    const at = this.clock.now();
    const entry: JournalEntry = {
      stageNode: node.id,
      attempt,
      rows: [
        this.failedCheckpoint(progress, result, at, { outcome: 'failed', retry_state: retryState }),
        ...this.closingRows(progress, at, 'failed'),
      ],
      outcome: { status: 'failed', error },
    };
    try {
      await run.journal.append(entry);
      return error;
    } catch (persistError) {
      this.logger.error({ msg: 'A failed run could not be saved', run_id: run.runId, err: persistError });
      return error.withPersistError(safeErrorText(persistError));
    }
  }

  private failedCheckpoint(
    { node, attempt, errors }: NodeProgress,
    { context, startedAt, endedAt }: AttemptResult,
    at: Date,
    how: Pick<StageCheckpoint, 'outcome' | 'retry_state' | 'nextRetryAt'>,
  ) {
    const discarded_rows = context.takePending().length;
    const error = errors.at(-1);
    return stageCheckpointRow(at, {
      node_id: node.id,
      attempt,
      startedAt,
      endedAt,
      discarded_rows,
      ...(error && { error }),
      ...how,
    });
  }

  private closingRows(
    { node, attempt, durableRows, firstStart }: NodeProgress,
    at: Date,
    outcome: 'success' | 'failed',
  ) {
    const duration_ms = at.getTime() - (firstStart ?? at).getTime();
    return graphNodeRows(at, {
      node_id: node.id,
      outcome,
      event_count: durableRows,
      duration_ms,
      attempts: attempt,
    });
  }
}

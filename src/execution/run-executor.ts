import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';
import {
  LONGEST_TIMER_MS,
  NEW_RUN,
  RunStoppedError,
  StageNodeExecutionError,
  StageRuntime,
  readProgress,
  runStateRow,
  type JournalRow,
  type RunProgress,
} from '../orchestrator/index.js';
import {
  NO_STAGE,
  PipelineRegistry,
  RUNS_OPTIONS,
  RUN_REPOSITORY,
  RunConflictError,
  RunJournals,
  RunObservers,
  isLive,
  readAllRows,
  type LeasedRun,
  type RepositoryRunJournal,
  type RunAttributes,
  type RowOrigin,
  type RunOutcome,
  type RunRecord,
  type RunRepository,
  type RunsOptions,
} from '../runs/index.js';
import type { ActiveRun } from './active-run.js';

/** Executes runs that this process has leased, from their recorded progress. */
@Injectable()
export class RunExecutor {
  private readonly logger = new Logger(RunExecutor.name);

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly journals: RunJournals,
    private readonly runtime: StageRuntime,
    private readonly pipelines: PipelineRegistry,
    private readonly observers: RunObservers,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {}

  /** Executes a run until it ends or is stopped; the returned outcome is already durable. Never rejects. */
  execute(active: ActiveRun): Promise<RunOutcome> {
    return this.observers.execution(active.leased, (attributes) => this.executeOnce(active, attributes));
  }

  /** @param attributes stored with the run's next commit */
  private async executeOnce(active: ActiveRun, attributes: RunAttributes = {}): Promise<RunOutcome> {
    const { leased } = active;
    const run = { ...leased.run, attributes: { ...leased.run.attributes, ...attributes } };
    try {
      return await this.executeWith(this.journals.of({ ...leased, run }, active), active);
    } catch (error) {
      return this.interrupted(leased.run, error);
    }
  }

  private async executeWith(journal: RepositoryRunJournal, active: ActiveRun): Promise<RunOutcome> {
    const { run, request, isNew } = active.leased;
    active.journal = journal;
    this.logger.log({ msg: 'A run was started', run_id: run.run_id, pipeline: run.pipeline, is_new: isNew });
    try {
      if (run.status === 'queued') await journal.transition(this.started(run));
      await this.runtime.execute({
        runId: run.run_id,
        pipeline: run.pipeline,
        input: request.input,
        randomSeed: run.random_seed,
        maxStageRetries: request.max_stage_retries,
        faults: request.faults,
        journal,
        progress: isNew ? NEW_RUN : await this.progressOf(run),
        signal: active.signal,
        timeoutMs: this.pipelines.coordinates(run.pipeline) ? LONGEST_TIMER_MS : this.options.runTimeoutMs,
        retryBudget: this.options.runRetryBudget,
      });
      this.logEnd(journal);
      return { kind: 'succeeded', run: journal.record };
    } catch (error) {
      return this.outcomeOf(error, journal);
    }
  }

  /**
   * Ends a run that is not being executed as cancelled.
   * @param rows written before the `run_state` row
   */
  async cancel(
    leased: LeasedRun,
    rows: readonly JournalRow[] = [],
    origin: RowOrigin = NO_STAGE,
  ): Promise<RunRecord> {
    const at = this.clock.now();
    const journal = this.journals.of(leased);
    const row = runStateRow(at, { from: leased.run.status, to: 'cancelled', reason: 'cancel' });
    const ended = { ended_at: at.toISOString(), current_stage: null, next_retry_at: null };
    await journal.transition({ status: 'cancelled', ...ended }, [...rows, row], origin);
    this.logEnd(journal);
    return journal.record;
  }

  /** Reads the progress of a run from its log. */
  async progressOf(run: RunRecord): Promise<RunProgress> {
    const checkpoints = await this.repository.readCheckpoints(run.run_id);
    return readProgress(readAllRows(this.repository, run), checkpoints.at(-1));
  }

  private started(run: RunRecord): Partial<RunRecord> {
    return { status: 'running', started_at: run.started_at ?? this.clock.now().toISOString() };
  }

  private logEnd({ record, durationMs: duration_ms }: RepositoryRunJournal): void {
    const { run_id, pipeline, status, error } = record;
    const failure = error && {
      error_code: error.error_code,
      stage_node: error['stage_node'],
      retry_state: error['retry_state'],
    };
    this.logger.log({ msg: 'A run has ended', run_id, pipeline, status, duration_ms, ...failure });
  }

  private outcomeOf(thrown: unknown, journal: RepositoryRunJournal): RunOutcome {
    const { record: run, failure } = journal;
    const error = failure && !(thrown instanceof StageNodeExecutionError) ? failure : thrown;
    const stopped = error instanceof RunStoppedError ? error.outcome : null;
    if (failure instanceof RunConflictError || stopped === 'lost') {
      this.logger.warn({ msg: 'Another process has taken this run', run_id: run.run_id });
      return { kind: 'lost', run };
    }
    if (!isLive(run.status)) this.logEnd(journal);
    if (stopped !== null) return { kind: stopped, run };
    if (error instanceof StageNodeExecutionError) return { kind: 'failed', run, error };
    return this.interrupted(run, error);
  }

  private interrupted(run: RunRecord, cause: unknown): RunOutcome {
    this.logger.error({ msg: 'A run could not go on', run_id: run.run_id, err: cause });
    return { kind: 'interrupted', run, cause };
  }
}

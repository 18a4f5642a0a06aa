import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/index.js';
import {
  NEW_RUN,
  RunStoppedError,
  StageNodeExecutionError,
  StageRuntime,
  readProgress,
  runStateRow,
  type JournalRow,
  type RunProgress,
} from '../../orchestrator/index.js';
import { isLive, type RunRecord } from '../domain/run.js';
import { PipelineRegistry } from '../pipeline.registry.js';
import {
  NO_STAGE,
  RepositoryRunJournal,
  type JournalEvents,
  type RowOrigin,
} from '../repository-run-journal.js';
import { readAllRows } from '../row-reader.js';
import {
  RunConflictError,
  RunLostError,
  RunStateConflictError,
  ShuttingDownError,
  UnknownPipelineError,
} from '../run.errors.js';
import { RUN_REPOSITORY, type RunRepository } from '../run.repository.js';
import type { ActiveRun } from './active-run.js';
import type { LeasedRun } from './leased-run.js';
import { RUNS_OPTIONS, type RunsOptions } from '../runs.options.js';

/** Executes runs that this process has a lease on, from wherever they stand. */
@Injectable()
export class RunExecutor {
  private readonly logger = new Logger(RunExecutor.name);

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly pipelines: PipelineRegistry,
    private readonly runtime: StageRuntime,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {}

  /**
   * Resolves when the run has succeeded.
   * @throws StageNodeExecutionError when it failed, RunStateConflictError when it was cancelled, ShuttingDownError when
   *   it was interrupted: all of these are durable by then
   * @throws RunLostError when somebody else has taken it
   */
  async execute(active: ActiveRun): Promise<RunRecord> {
    const { run, request, isNew } = active.leased;
    const journal = this.journalOf(active.leased, active);
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
        timeoutMs: this.options.runTimeoutMs,
        retryBudget: this.options.runRetryBudget,
      });
      this.logEnd(journal);
      return journal.record;
    } catch (error) {
      throw this.translate(error, journal);
    }
  }

  /**
   * Ends a run of which nothing is being executed as cancelled.
   * @param rows what has to be recorded before
   */
  async cancel(
    leased: LeasedRun,
    rows: readonly JournalRow[] = [],
    origin: RowOrigin = NO_STAGE,
  ): Promise<RunRecord> {
    const at = this.clock.now();
    const journal = this.journalOf(leased);
    const row = runStateRow(at, { from: leased.run.status, to: 'cancelled', reason: 'cancel' });
    const ended = { ended_at: at.toISOString(), current_stage: null, next_retry_at: null };
    await journal.transition({ status: 'cancelled', ...ended }, [...rows, row], origin);
    this.logEnd(journal);
    return journal.record;
  }

  /** The journal of a run. */
  journalOf({ run, token }: LeasedRun, events: JournalEvents = {}): RepositoryRunJournal {
    const pipeline = this.pipelines.find(run.pipeline);
    if (!pipeline) throw new UnknownPipelineError(run.pipeline, this.pipelines.ids());
    const project = (state: unknown) => pipeline.project?.(state) ?? {};
    const { repository, clock } = this;
    return new RepositoryRunJournal(run, token, { repository, clock, project }, events);
  }

  /** Where a run stands, as its log tells. */
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

  private translate(thrown: unknown, journal: RepositoryRunJournal): unknown {
    const { record, failure } = journal;
    const { run_id } = record;
    const error = failure && !(thrown instanceof StageNodeExecutionError) ? failure : thrown;
    const outcome = error instanceof RunStoppedError ? error.outcome : null;
    if (failure instanceof RunConflictError || outcome === 'lost') {
      this.logger.warn({ msg: 'Another process has taken this run', run_id });
      return new RunLostError(run_id);
    }
    if (!isLive(record.status)) this.logEnd(journal);
    if (outcome === 'cancelled') return new RunStateConflictError(record, 'The run was cancelled.');
    if (outcome === 'interrupted') return new ShuttingDownError(run_id);
    if (!(error instanceof StageNodeExecutionError)) {
      this.logger.error({ msg: 'A run could not go on', run_id, err: error });
    }
    return error;
  }
}

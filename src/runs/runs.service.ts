import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import { CLOCK, IDS, type Clock, type IdGenerator } from '../common/index.js';
import {
  StageNodeRegistry,
  StageRuntime,
  UnknownStageError,
  type Fault,
  type JournalRow,
} from '../orchestrator/index.js';
import { EMPTY_PROJECTION, type RunRecord, type RunRequest } from './domain/run.js';
import { addRows, emptySummary } from './domain/runlog-summary.js';
import { PipelineRegistry } from './pipeline.registry.js';
import { RepositoryRunJournal, numberRows } from './repository-run-journal.js';
import {
  FaultInjectionDisabledError,
  NoRunsError,
  RunNotFoundError,
  UnknownPipelineError,
} from './run.errors.js';
import { RUN_REPOSITORY, type RunPage, type RunPageRequest, type RunRepository } from './run.repository.js';

/** A run that somebody asks for. */
export interface StartRun {
  readonly pipeline: string;
  readonly input: unknown;
  /** Further tries of each stage node; left to the nodes unless given. */
  readonly maxStageRetries?: number;
  readonly faults?: readonly Fault[];
}

/** Starts runs and finds them again. */
@Injectable()
export class RunsService {
  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly pipelines: PipelineRegistry,
    private readonly stages: StageNodeRegistry,
    private readonly runtime: StageRuntime,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdGenerator,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * Stores a run, executes it and resolves with its end.
   * @throws StageNodeExecutionError when a stage ran out of attempts; the failed run is stored by then
   * @throws ProjectError when the run cannot be accepted; nothing is stored then
   */
  async runToEnd(start: StartRun): Promise<RunRecord> {
    const pipeline = this.pipelines.find(start.pipeline);
    if (!pipeline) throw new UnknownPipelineError(start.pipeline, this.pipelines.ids());
    const faults = start.faults ?? [];
    this.checkFaults(start.pipeline, faults);
    const { input, randomSeed, rows, projection } = pipeline.accept(start.input);
    const request: RunRequest = { input, max_stage_retries: start.maxStageRetries ?? null, faults };
    const now = this.clock.now().toISOString();
    const context = rows.map((row): JournalRow => ({ type: row.type, at: now, json: JSON.stringify(row) }));
    const firstRows = numberRows(context, 0, { stageNode: null, attempt: null });
    const run: RunRecord = {
      ...EMPTY_PROJECTION,
      ...projection,
      run_id: this.ids.runId(),
      pipeline: start.pipeline,
      status: 'running',
      created_at: now,
      started_at: now,
      ended_at: null,
      random_seed: randomSeed,
      max_stage_retries: start.maxStageRetries ?? this.config.DEFAULT_STAGE_RETRIES,
      current_stage: this.stages.nodesOf(start.pipeline)[0]?.id ?? null,
      forked_from: null,
      error: null,
      summary: addRows(emptySummary(), firstRows),
    };
    await this.repository.create(run, request, firstRows);
    return this.execute(run, request, (state) => pipeline.project(state));
  }

  /** @throws RunNotFoundError */
  async get(runId: string): Promise<RunRecord> {
    const run = await this.repository.find(runId);
    if (!run) throw new RunNotFoundError(runId);
    return run;
  }

  /**
   * The newest run.
   * @throws NoRunsError
   */
  async latest(): Promise<RunRecord> {
    const { items } = await this.repository.list({ filter: {}, limit: 1, offset: 0 });
    if (!items[0]) throw new NoRunsError();
    return items[0];
  }

  /** A page of runs, newest first. */
  list(page: RunPageRequest): Promise<RunPage> {
    return this.repository.list(page);
  }

  private async execute(
    run: RunRecord,
    request: RunRequest,
    project: ConstructorParameters<typeof RepositoryRunJournal>[3],
  ): Promise<RunRecord> {
    const journal = new RepositoryRunJournal(run, this.repository, this.clock, project);
    await this.runtime.execute({
      runId: run.run_id,
      pipeline: run.pipeline,
      input: request.input,
      randomSeed: run.random_seed,
      maxStageRetries: request.max_stage_retries,
      faults: request.faults,
      journal,
    });
    return journal.record;
  }

  private checkFaults(pipeline: string, faults: readonly Fault[]): void {
    if (faults.length > 0 && !this.config.FAULT_INJECTION) throw new FaultInjectionDisabledError();
    const known = this.stages.nodesOf(pipeline).map((node) => node.id);
    const unknown = faults.find((fault) => !known.includes(fault.stage_node));
    if (unknown) throw new UnknownStageError(unknown.stage_node, pipeline, known);
  }
}

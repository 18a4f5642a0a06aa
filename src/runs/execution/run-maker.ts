import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, IDS, plainJson, type Clock, type IdGenerator } from '../../common/index.js';
import {
  CORE_ROW_TYPES,
  ORCHESTRATOR_OPTIONS,
  StageNodeRegistry,
  UnknownStageError,
  rowTypeFault,
  type EmittedRow,
  type Fault,
  type JournalRow,
  type OrchestratorOptions,
} from '../../orchestrator/index.js';
import { EMPTY_PROJECTION, type RunProjection, type RunRecord, type RunRequest } from '../domain/run.js';
import { addRows, emptySummary } from '../domain/runlog-summary.js';
import { PipelineRegistry } from '../pipeline.registry.js';
import { NO_STAGE, numberRows } from '../repository-run-journal.js';
import { readAllRows } from '../row-reader.js';
import {
  FaultInjectionDisabledError,
  FirstRowError,
  RunNotFoundError,
  RunStateConflictError,
  UnknownPipelineError,
} from '../run.errors.js';
import {
  RUN_REPOSITORY,
  type IdempotencyKey,
  type NewRun,
  type RunCheckpoint,
  type RunRepository,
} from '../run.repository.js';
import { LeaseOwner } from './lease-owner.js';
import type { LeasedRun } from './leased-run.js';
import { summaryThrough } from './summary-through.js';
import { RUNS_OPTIONS, type RunsOptions } from '../runs.options.js';

/** A run that somebody asks for. */
export interface StartRun {
  readonly pipeline: string;
  /** What the pipeline's `accept` takes. */
  readonly input: unknown;
  /** Further tries of each stage node; left to the nodes unless given. */
  readonly maxStageRetries?: number;
  readonly faults?: readonly Fault[];
}

/** Makes new runs and stores them, under a lease of this process. */
@Injectable()
export class RunMaker {
  private readonly logger = new Logger(RunMaker.name);

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly pipelines: PipelineRegistry,
    private readonly stages: StageNodeRegistry,
    private readonly lease: LeaseOwner,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdGenerator,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
    @Inject(ORCHESTRATOR_OPTIONS) private readonly defaults: OrchestratorOptions,
  ) {}

  /**
   * @throws ProjectError when the run cannot be accepted; NotJsonError when its pipeline gives what JSON does not keep,
   *   and FirstRowError when a row has a type that it may not have: nothing is stored then
   */
  async make(start: StartRun, status: 'queued' | 'running', key?: IdempotencyKey): Promise<LeasedRun> {
    const pipeline = this.pipelines.find(start.pipeline);
    if (!pipeline) throw new UnknownPipelineError(start.pipeline, this.pipelines.ids());
    const faults = start.faults ?? [];
    this.checkFaults(start.pipeline, faults);
    const maxStageRetries = start.maxStageRetries ?? null;
    const accepted = pipeline.accept?.(start.input, { maxStageRetries, faults }) ?? { input: start.input };
    const run_id = this.ids.runId();
    const { randomSeed = run_id, rows = [], projection = {} } = accepted;
    assertRowTypes(start.pipeline, rows);
    const input = plainJson(accepted.input); // the stages get what a resume would read again
    const request: RunRequest = { input, max_stage_retries: maxStageRetries, faults };
    const now = this.clock.now().toISOString();
    const context = rows.map((row): JournalRow => ({
      type: row.type,
      at: now,
      json: JSON.stringify(plainJson(row)),
    }));
    const firstRows = numberRows(context, emptySummary(), NO_STAGE);
    const run: RunRecord = {
      ...EMPTY_PROJECTION,
      ...projection,
      run_id,
      pipeline: start.pipeline,
      status,
      created_at: now,
      started_at: status === 'running' ? now : null,
      ended_at: null,
      random_seed: randomSeed,
      max_stage_retries: start.maxStageRetries ?? this.defaults.defaultStageRetries,
      current_stage: this.stages.nodesOf(start.pipeline)[0]?.id ?? null,
      next_retry_at: null,
      forked_from: null,
      error: null,
      summary: addRows(emptySummary(), firstRows),
    };
    return this.store({ run, request, rows: firstRows }, true, key);
  }

  /**
   * Stores a new run that takes over what a run had before one of its stage nodes. The fork has none of its faults.
   * @throws UnknownStageError, RunStateConflictError when the run has not come so far
   */
  async fork(source: RunRecord, fromStage: string, key?: IdempotencyKey): Promise<LeasedRun> {
    const request = await this.repository.findRequest(source.run_id);
    if (!request) throw new RunNotFoundError(source.run_id);
    const nodes = this.stages.nodesOf(source.pipeline).map(({ id }) => id);
    if (!nodes.includes(fromStage)) throw new UnknownStageError(fromStage, source.pipeline, nodes);
    const before = nodes.slice(0, nodes.indexOf(fromStage));
    assertDone(source, before, fromStage);
    const checkpoints = await this.repository.readCheckpoints(source.run_id);
    const last = checkpoints.find(({ stageNode }) => stageNode === before.at(-1));
    const throughSeq = last?.seq ?? (await this.rowsBeforeStages(source));
    const run: RunRecord = {
      ...source,
      ...this.projectionAt(source, checkpoints.at(-1), last),
      run_id: this.ids.runId(),
      status: 'queued',
      created_at: this.clock.now().toISOString(),
      started_at: null,
      ended_at: null,
      duration_ms: null,
      current_stage: fromStage,
      next_retry_at: null,
      forked_from: source.run_id,
      error: null,
      summary: await summaryThrough(this.repository, source, throughSeq),
    };
    const copy = { runId: source.run_id, throughSeq };
    return this.store({ run, request: { ...request, faults: [] }, rows: [], copy }, false, key);
  }

  private async store(
    made: Omit<NewRun, 'lease' | 'key'>,
    isNew: boolean,
    key: IdempotencyKey | undefined,
  ): Promise<LeasedRun> {
    await this.repository.create({ ...made, lease: this.lease.terms(), ...(key && { key }) });
    const { run_id, pipeline, forked_from } = made.run;
    this.logger.log({ msg: 'A run was accepted', run_id, pipeline, forked_from });
    return { run: made.run, request: made.request, token: 1, isNew };
  }

  private checkFaults(pipeline: string, faults: readonly Fault[]): void {
    if (faults.length > 0 && !this.options.faultInjection) throw new FaultInjectionDisabledError();
    const known = this.stages.nodesOf(pipeline).map((node) => node.id);
    const unknown = faults.find((fault) => !known.includes(fault.stage_node));
    if (unknown) throw new UnknownStageError(unknown.stage_node, pipeline, known);
  }

  /** What a run told of itself at an earlier checkpoint: what it only learned since is unknown again. */
  private projectionAt(
    source: RunRecord,
    now: RunCheckpoint | undefined,
    then: RunCheckpoint | undefined,
  ): Partial<RunProjection> {
    const project = (state: string): Partial<RunProjection> =>
      this.pipelines.find(source.pipeline)?.project?.(JSON.parse(state)) ?? {};
    const since = now ? Object.keys(project(now.state)) : [];
    const unknown = Object.fromEntries(since.map((name) => [name, null])) as Partial<RunProjection>;
    return { ...unknown, ...(then && project(then.state)) };
  }

  /** The rows that the run was stored with. */
  private async rowsBeforeStages(source: RunRecord): Promise<number> {
    let rows = 0;
    for await (const { stageNode, type } of readAllRows(this.repository, source)) {
      if (stageNode !== null || (type !== 'context' && CORE_ROW_TYPES.has(type))) break;
      rows += 1;
    }
    return rows;
  }
}

/** The first rows of a run may be of the type `context`, which its stages cannot emit. */
function assertRowTypes(pipeline: string, rows: readonly EmittedRow[]): void {
  for (const { type } of rows) {
    const fault = type === 'context' ? null : rowTypeFault(type);
    if (fault !== null) throw new FirstRowError(pipeline, fault);
  }
}

function assertDone(source: RunRecord, before: readonly string[], fromStage: string): void {
  const done = new Set(
    source.summary.stage.nodes.filter(({ outcome }) => outcome === 'success').map(({ node_id }) => node_id),
  );
  const missing = before.find((id) => !done.has(id));
  if (missing === undefined) return;
  throw new RunStateConflictError(
    source,
    `The run cannot be forked from '${fromStage}': its stage '${missing}' has not succeeded.`,
  );
}

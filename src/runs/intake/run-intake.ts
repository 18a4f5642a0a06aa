import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  FieldsInvalidError,
  IDS,
  validateDto,
  moreThan,
  plainJson,
  plainJsonText,
  type Clock,
  type FieldError,
  type IdGenerator,
} from '../../common/index.js';
import {
  ORCHESTRATOR_OPTIONS,
  StageNodeRegistry,
  UnknownStageError,
  rowTypeFault,
  type EmittedRow,
  type Fault,
  type JournalRow,
  type OrchestratorOptions,
} from '../../orchestrator/index.js';
import { withProjection, type RunAttributes } from '../domain/attributes.js';
import type { RunRecord, RunRequest } from '../domain/run.js';
import { addRows, emptySummary } from '../domain/runlog-summary.js';
import { RunOptionsDto } from '../dto/run-options.dto.js';
import { NO_STAGE, numberRows } from '../log/number-rows.js';
import { PipelineRegistry } from '../pipeline.registry.js';
import type { NewRun } from '../ports/run-store.js';
import { FaultInjectionDisabledError, FirstRowError, UnknownPipelineError } from '../run.errors.js';
import type { AcceptedInput, RunPipeline } from '../run-pipeline.js';
import { RUNS_OPTIONS, type RunsOptions } from '../runs.options.js';

/** A run that somebody asks for. */
export interface StartRun {
  readonly pipeline: string;
  /** Parsed JSON; what the pipeline's `check` takes. */
  readonly input: unknown;
  /** Further tries of each stage node; left to the nodes unless given. */
  readonly maxStageRetries?: number | undefined;
  readonly faults?: readonly Fault[] | undefined;
  /** Attributes that whoever starts it within the service gives it, beside those of the pipeline's projection. */
  readonly attributes?: RunAttributes;
  /** Where the input is in what was sent, for the pointers of errors; `/input` unless given. */
  readonly inputPointer?: string;
}

/** A run that is ready to be stored, where there is room for it. */
export type PreparedRun = Omit<NewRun, 'lease' | 'key'>;

/** Turns what is asked for into a run: the one way in, whatever route it comes by. */
@Injectable()
export class RunIntake {
  constructor(
    private readonly pipelines: PipelineRegistry,
    private readonly stages: StageNodeRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdGenerator,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
    @Inject(ORCHESTRATOR_OPTIONS) private readonly defaults: OrchestratorOptions,
  ) {}

  /**
   * Checks the form of what is asked for, and fills in the pipeline's defaults.
   * @throws UnknownPipelineError
   * @throws FieldsInvalidError naming every field that is wrong
   */
  check(start: StartRun): StartRun {
    const { maxStageRetries: max_stage_retries, faults, inputPointer = '/input' } = start;
    const pipeline = this.pipelineOf(start);
    const errors: FieldError[] = [];
    const input = collect(errors, inputPointer, () =>
      pipeline.check ? pipeline.check(start.input) : start.input,
    );
    const options = collect(errors, '', () =>
      validateDto(RunOptionsDto, defined({ max_stage_retries, faults })),
    );
    const retries = options?.max_stage_retries; // one that is no number is an error already
    errors.push(...moreThan(this.options.maxStageRetries, 'max_stage_retries', retries));
    if (errors.length > 0) throw new FieldsInvalidError(errors);
    return { ...start, input, faults: options?.faults };
  }

  /**
   * Makes a queued run of what {@link check} has given.
   * @throws ProjectError when the pipeline does not accept it; NotJsonError when the pipeline gives what JSON does not
   *   keep, and FirstRowError when a row has a type that it may not have
   */
  prepare(start: StartRun): PreparedRun {
    const { pipeline, faults = [], maxStageRetries = null, attributes = {} } = start;
    const definition = this.pipelineOf(start);
    this.checkFaults(pipeline, faults);
    const options = { maxStageRetries, faults };
    const accepted: AcceptedInput = definition.accept?.(start.input, options) ?? { input: start.input };
    const run_id = this.ids.runId();
    const { randomSeed = run_id, rows = [] } = accepted;
    const projection = this.pipelines.checked(pipeline, accepted.projection ?? {});
    const input = plainJson(accepted.input); // the stages get what a resume would read again
    const request: RunRequest = { input, max_stage_retries: maxStageRetries, faults };
    const now = this.clock.now().toISOString();
    const firstRows = numberRows(journalRows(pipeline, rows, now), emptySummary(), NO_STAGE);
    const run: RunRecord = {
      run_id,
      pipeline,
      title: projection.title ?? null,
      status: 'queued',
      created_at: now,
      started_at: null,
      ended_at: null,
      random_seed: randomSeed,
      max_stage_retries: maxStageRetries ?? this.defaults.defaultStageRetries,
      current_stage: this.stages.nodesOf(pipeline)[0]?.id ?? null,
      next_retry_at: null,
      forked_from: null,
      error: null,
      attributes: withProjection(
        withProjection({}, projection),
        this.pipelines.checked(pipeline, attributes),
      ),
      summary: addRows(emptySummary(), firstRows),
      duration_ms: null,
    };
    return { run, request, rows: firstRows };
  }

  private pipelineOf({ pipeline: id }: StartRun): RunPipeline {
    const pipeline = this.pipelines.find(id);
    if (!pipeline) throw new UnknownPipelineError(id, this.pipelines.ids());
    return pipeline;
  }

  private checkFaults(pipeline: string, faults: readonly Fault[]): void {
    if (faults.length > 0 && !this.options.faultInjection) throw new FaultInjectionDisabledError();
    const known = this.stages.nodesOf(pipeline).map((node) => node.id);
    const unknown = faults.find((fault) => !known.includes(fault.stage_node));
    if (unknown) throw new UnknownStageError(unknown.stage_node, pipeline, known);
  }
}

/** What `check` gives; undefined when it finds errors, which are added to the others. */
function collect<T>(errors: FieldError[], pointer: string, check: () => T): T | undefined {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof FieldsInvalidError)) throw error;
    errors.push(...error.under(pointer).errors);
    return undefined;
  }
}

function defined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** The first rows of a run may be of the type `context`, which its stages cannot emit. */
function journalRows(pipeline: string, rows: readonly EmittedRow[], at: string): JournalRow[] {
  return rows.map((row) => {
    const { type } = row;
    const fault = type === 'context' ? null : rowTypeFault(type);
    if (fault !== null) throw new FirstRowError(pipeline, fault);
    return { type, at, json: plainJsonText(row) };
  });
}

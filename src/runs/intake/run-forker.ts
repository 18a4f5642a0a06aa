import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  FieldsInvalidError,
  IDS,
  plainJson,
  type Clock,
  type IdGenerator,
} from '../../common/index.js';
import {
  CORE_ROW_TYPES,
  StageNodeRegistry,
  UnknownStageError,
  type StoredRow,
} from '../../orchestrator/index.js';
import { shownAttributes, withProjection, type RunAttributes } from '../domain/attributes.js';
import type { RunRecord, RunRequest } from '../domain/run.js';
import { readAllRows } from '../log/row-reader.js';
import { PipelineRegistry } from '../pipeline.registry.js';
import type { RunCheckpoint } from '../ports/run-log-store.js';
import { RUN_REPOSITORY, type RunRepository } from '../ports/run.repository.js';
import {
  CorruptRunlogError,
  ForkRefusedError,
  RunNotFoundError,
  RunStateConflictError,
} from '../run.errors.js';
import type { ForkedInput } from '../run-pipeline.js';
import type { PreparedRun } from './run-intake.js';
import { summaryThrough } from './summary-through.js';

/** What somebody asks of a fork: one of stage and round, and what is to be other from there on. */
export interface AskedFork {
  readonly fromStage?: string | undefined;
  readonly fromRound?: number | undefined;
  readonly changes?: object | undefined;
}

/** Makes new runs out of what others have done. */
@Injectable()
export class RunForker {
  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly pipelines: PipelineRegistry,
    private readonly stages: StageNodeRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdGenerator,
  ) {}

  /**
   * A queued run that takes over what a run had before one of its stage nodes. The fork has none of its faults.
   * @throws UnknownStageError, RunStateConflictError when the run has not come so far
   * @throws ForkRefusedError, FieldsInvalidError when the pipeline does not make the fork
   */
  async prepare(source: RunRecord, asked: AskedFork): Promise<PreparedRun> {
    const request = await this.repository.findRequest(source.run_id);
    if (!request) throw new RunNotFoundError(source.run_id);
    const nodes = this.stages.nodesOf(source.pipeline).map(({ id }) => id);
    const { fromStage: stage = null } = asked;
    if (stage !== null && !nodes.includes(stage)) throw new UnknownStageError(stage, source.pipeline, nodes);
    const { input, stage: fromStage } = await this.forked(source, request, asked);
    const before = nodes.slice(0, nodes.indexOf(fromStage));
    assertDone(source, before, fromStage);
    const checkpoints = await this.repository.readCheckpoints(source.run_id);
    const last = checkpoints.find(({ stageNode }) => stageNode === before.at(-1));
    const throughSeq = last?.seq ?? (await this.rowsBeforeStages(source));
    const run: RunRecord = {
      ...source,
      run_id: this.ids.runId(),
      status: 'queued',
      created_at: this.clock.now().toISOString(),
      started_at: null,
      ended_at: null,
      duration_ms: null,
      current_stage: fromStage,
      next_retry_at: null,
      forked_from: source.run_id,
      forked_at: { stage: fromStage, round: asked.fromRound ?? null },
      error: null,
      attributes: shownAttributes(this.attributesAt(source, checkpoints.at(-1), last)),
      summary: await summaryThrough(this.repository, source, throughSeq),
    };
    const copy = { runId: source.run_id, throughSeq };
    return { run, request: { ...request, input: plainJson(input), faults: [] }, rows: [], copy };
  }

  /** What the fork is asked to do, and from which stage node on. */
  private async forked(
    source: RunRecord,
    { input }: RunRequest,
    { fromStage, fromRound, changes = {} }: AskedFork,
  ): Promise<ForkedInput> {
    const { run_id, status, attributes, pipeline } = source;
    const definition = this.pipelines.find(pipeline);
    if (definition?.fork) {
      const seen = { run_id, status, input, attributes, rows: () => this.rowsOf(source) };
      const point = { stage: fromStage ?? null, round: fromRound ?? null };
      return underChanges(() => definition.fork?.(seen, point, changes) as Promise<ForkedInput>);
    }
    if (fromStage !== undefined && Object.keys(changes).length === 0) return { input, stage: fromStage };
    const message = `Runs of the pipeline '${pipeline}' are forked at stages, without changes.`;
    throw new ForkRefusedError(run_id, 'not_supported', message);
  }

  private async *rowsOf(source: RunRecord): AsyncIterable<StoredRow> {
    for await (const { seq, json } of readAllRows(this.repository, source)) {
      yield parsedRow(source.run_id, seq, json);
    }
  }

  /** What a run's pipeline said of it at an earlier checkpoint: what became known since is unknown again. */
  private attributesAt(
    { pipeline, attributes }: RunRecord,
    now: RunCheckpoint | undefined,
    then: RunCheckpoint | undefined,
  ): RunAttributes {
    const projected = (checkpoint: RunCheckpoint | undefined) =>
      checkpoint ? this.pipelines.project(pipeline, JSON.parse(checkpoint.state)) : {};
    const unknown = Object.fromEntries(Object.keys(projected(now)).map((name) => [name, null]));
    const declared = this.pipelines.optionsOf(pipeline)?.attributes ?? {};
    const own = Object.entries(declared).filter(([, { inherited }]) => inherited === false);
    const left = Object.fromEntries(own.map(([name]) => [name, null]));
    return withProjection(withProjection(attributes, { ...unknown, ...left }), projected(then));
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

/** @throws CorruptRunlogError */
function parsedRow(runId: string, seq: number, json: string): StoredRow {
  try {
    return JSON.parse(json) as StoredRow;
  } catch (error) {
    throw new CorruptRunlogError(runId, seq, error);
  }
}

/** The errors of changes are those of a member of the body. */
async function underChanges(fork: () => Promise<ForkedInput>): Promise<ForkedInput> {
  try {
    return await fork();
  } catch (error) {
    throw error instanceof FieldsInvalidError ? error.under('/changes') : error;
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

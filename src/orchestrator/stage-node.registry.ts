import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ORCHESTRATOR_OPTIONS, type OrchestratorOptions } from './orchestrator.options.js';
import {
  LONGEST_TIMER_MS,
  resolveRetryPolicy,
  retryPolicyFaults,
  type ResolvedRetryPolicy,
} from './retry.policy.js';
import { CORE_ROW_TYPES, ROW_TYPE, STREAM_EVENTS } from './row-types.js';
import type { StageNodeHandler } from './stage-context.js';
import { StageNodeExplorer, type DiscoveredStageNode } from './stage-node.explorer.js';
import { orderStageNodes } from './stage-order.policy.js';
import {
  StageRegistrationError,
  badStageOptions,
  duplicateStage,
  stageCircle,
  stageWithoutRun,
  unknownPredecessor,
} from './stage-registration.error.js';

/** A stage node with its options resolved. */
export interface RegisteredStageNode {
  readonly id: string;
  readonly pipeline: string;
  readonly after: readonly string[];
  readonly retry: ResolvedRetryPolicy;
  /** How long one attempt may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Row types that it claims. */
  readonly emits: readonly string[];
  readonly className: string;
  readonly handler: StageNodeHandler;
}

/** The pipelines and their stage nodes in order; complete and checked once the module is initialised. */
@Injectable()
export class StageNodeRegistry implements OnModuleInit {
  private readonly pipelines = new Map<string, readonly RegisteredStageNode[]>();

  constructor(
    private readonly explorer: StageNodeExplorer,
    @Inject(ORCHESTRATOR_OPTIONS) private readonly defaults: OrchestratorOptions,
  ) {}

  /** @throws StageRegistrationError when the nodes do not fit together */
  onModuleInit(): void {
    const nodes = this.explorer.explore().map((found) => this.resolve(found));
    for (const pipeline of new Set(nodes.map((node) => node.pipeline))) {
      const members = nodes.filter((node) => node.pipeline === pipeline);
      this.pipelines.set(pipeline, arrange(pipeline, members));
    }
  }

  /** The ids of all pipelines that have a stage node. */
  pipelineIds(): string[] {
    return [...this.pipelines.keys()].toSorted();
  }

  /** The stage nodes of a pipeline in the order in which they run; empty when there is no such pipeline. */
  nodesOf(pipeline: string): readonly RegisteredStageNode[] {
    return this.pipelines.get(pipeline) ?? [];
  }

  /** The nodes that claim a row type; empty when every node may emit it. */
  ownersOf(pipeline: string, rowType: string): string[] {
    return this.nodesOf(pipeline)
      .filter((node) => node.emits.includes(rowType))
      .map((node) => node.id);
  }

  private resolve({ className, options, handler }: DiscoveredStageNode): RegisteredStageNode {
    const { id, pipeline, after = [], retry = {}, timeoutMs = this.defaults.stageTimeoutMs } = options;
    const { emits = [] } = options;
    if (typeof handler.run !== 'function') throw new StageRegistrationError(stageWithoutRun(className, id));
    const faults = retryPolicyFaults(retry);
    if (!ROW_TYPE.test(id)) faults.push(`id must match ${ROW_TYPE.source}`);
    if (!pipeline) faults.push('pipeline must name the pipeline that it joins');
    if (!(Number.isInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= LONGEST_TIMER_MS)) {
      faults.push(`timeoutMs must be a whole number from 1 to ${LONGEST_TIMER_MS}`);
    }
    for (const type of emits) {
      if (!ROW_TYPE.test(type)) faults.push(`emits must list row types that match ${ROW_TYPE.source}`);
      if (CORE_ROW_TYPES.has(type))
        faults.push(`emits must not list '${type}', which the runtime itself writes`);
      if (STREAM_EVENTS.has(type))
        faults.push(
          `emits must not list '${type}', which is an event of its own in an event stream: give the rows another type`,
        );
    }
    if (faults.length > 0) throw new StageRegistrationError(badStageOptions(className, id, faults));
    return {
      id,
      pipeline,
      after: typeof after === 'string' ? [after] : after,
      retry: resolveRetryPolicy(retry, this.defaults.defaultStageRetries + 1),
      timeoutMs,
      emits,
      className,
      handler,
    };
  }
}

function arrange(pipeline: string, nodes: readonly RegisteredStageNode[]): RegisteredStageNode[] {
  const ids = nodes.map((node) => node.id);
  for (const { id, className, after } of nodes) {
    const classes = nodes.filter((node) => node.id === id).map((node) => node.className);
    if (classes.length > 1) throw new StageRegistrationError(duplicateStage(pipeline, id, classes));
    const missing = after.find((name) => !ids.includes(name));
    if (missing !== undefined) {
      throw new StageRegistrationError(unknownPredecessor(className, id, missing, ids));
    }
  }
  const order = orderStageNodes(nodes);
  if ('circle' in order) throw new StageRegistrationError(stageCircle(pipeline, order.circle));
  return order.ordered;
}

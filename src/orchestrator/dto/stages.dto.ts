import { Fraction } from '../../common/index.js';
import type { ResolvedRetryPolicy } from '../retry.policy.js';
import type { RegisteredStageNode, StageNodeRegistry } from '../stage-node.registry.js';

/** How failed attempts of a stage node are tried again. */
class RetryPolicyDto {
  /** Attempts from one checkpoint, the first included. */
  max_attempts: number;
  /** The longest first wait, in milliseconds. */
  initial_interval_ms: number;
  /** What each further wait is multiplied by. */
  @Fraction() backoff_coefficient: number;
  /** No wait is longer, in milliseconds. */
  max_interval_ms: number;
  /** Error codes or class names that end the node at once. */
  non_retryable: string[];

  static of(policy: ResolvedRetryPolicy): RetryPolicyDto {
    return {
      max_attempts: policy.maxAttempts,
      initial_interval_ms: policy.initialIntervalMs,
      backoff_coefficient: policy.backoffCoefficient,
      max_interval_ms: policy.maxIntervalMs,
      non_retryable: [...policy.nonRetryable],
    };
  }
}

/** A stage node as it is registered. */
class StageNodeDto {
  /**
   * What `stage_node` and `node_id` name.
   * @example "moderation"
   */
  id: string;
  /** The nodes that end before this one starts. */
  after: string[];
  retry: RetryPolicyDto;
  /** How long one attempt may take, in milliseconds. */
  timeout_ms: number;
  /** The row types that this node claims. */
  emits: string[];

  static of(node: RegisteredStageNode): StageNodeDto {
    return {
      id: node.id,
      after: [...node.after],
      retry: RetryPolicyDto.of(node.retry),
      timeout_ms: node.timeoutMs,
      emits: [...node.emits],
    };
  }
}

/** A pipeline: its stage nodes in the order in which they run. */
class PipelineDto {
  /**
   * What `pipeline` names.
   * @example "simulation"
   */
  id: string;
  /** In the order in which they run. */
  stages: StageNodeDto[];
}

/** Every pipeline that has a stage node. */
export class PipelineListDto {
  pipelines: PipelineDto[];

  static of(registry: StageNodeRegistry): PipelineListDto {
    const pipelines = registry
      .pipelineIds()
      .map((id) => ({ id, stages: registry.nodesOf(id).map((node) => StageNodeDto.of(node)) }));
    return { pipelines };
  }
}

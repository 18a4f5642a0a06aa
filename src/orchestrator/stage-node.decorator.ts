import { Injectable, applyDecorators } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { RetryPolicy } from './retry.policy.js';

/** The options of a stage node. Plain data; checked when the application starts. */
export interface StageNodeOptions {
  /** Unique within the pipeline, `^[a-z][a-z0-9_]{0,63}$`. */
  readonly id: string;
  /** The pipeline that the node joins; the built-in one is `simulation`. */
  readonly pipeline: string;
  /** The node, or nodes, that must have ended before this one starts. */
  readonly after?: string | readonly string[];
  /** How failed attempts are retried; absent members take their defaults. */
  readonly retry?: RetryPolicy;
  /** How long an attempt may go without a checkpoint, in milliseconds; STAGE_TIMEOUT_MS by default. */
  readonly timeoutMs?: number;
  /** Row types that this node claims: nodes that do not claim them cannot emit them. */
  readonly emits?: readonly string[];
}

/** Only stores the metadata; decorate classes with {@link StageNode}. */
export const StageNodeMetadata = DiscoveryService.createDecorator<StageNodeOptions>();

/**
 * Makes a provider a stage node of a pipeline, in whichever module it is provided.
 * Nodes that may run next run in the order of their ids.
 */
export function StageNode(options: StageNodeOptions): ClassDecorator {
  return applyDecorators(Injectable(), StageNodeMetadata(options));
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { decoratedProviders } from '../common/index.js';
import { StageNodeRegistry, StageRegistrationError } from '../orchestrator/index.js';
import { PipelineMetadata, type RunPipeline } from './run-pipeline.js';

/** The pipeline definitions of the application; each needs a stage node, and each stage node's pipeline one. */
@Injectable()
export class PipelineRegistry implements OnModuleInit {
  private readonly pipelines = new Map<string, RunPipeline>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly stages: StageNodeRegistry,
  ) {}

  /** @throws StageRegistrationError when two definitions share an id, or one has no stage node */
  onModuleInit(): void {
    for (const { instance, options } of decoratedProviders<{ id: string }>(
      this.discovery,
      PipelineMetadata.KEY,
    )) {
      if (this.pipelines.has(options.id)) {
        throw new StageRegistrationError(
          `There are two pipelines '${options.id}'. Give each @Pipeline its own id, and provide it once.`,
        );
      }
      this.pipelines.set(options.id, instance as RunPipeline);
    }
  }

  /** The definition of a pipeline; undefined when there is none. */
  find(id: string): RunPipeline | undefined {
    return this.stages.nodesOf(id).length > 0 ? this.pipelines.get(id) : undefined;
  }

  /** The ids of the pipelines that can be run. */
  ids(): string[] {
    return [...this.pipelines.keys()].toSorted();
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { decoratedProviders } from '../common/index.js';
import { StageNodeRegistry, StageRegistrationError } from '../orchestrator/index.js';
import { PipelineMetadata, type RunPipeline } from './run-pipeline.js';

/** The pipeline definitions of the application. The pipeline of each stage node needs one. */
@Injectable()
export class PipelineRegistry implements OnModuleInit {
  private readonly pipelines = new Map<string, RunPipeline>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly stages: StageNodeRegistry,
  ) {}

  /** @throws StageRegistrationError when two definitions share an id, or stage nodes name a pipeline without one */
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
      this.pipelines.set(options.id, instance);
    }
    const undefinedId = this.stages.pipelineIds().find((id) => !this.pipelines.has(id));
    if (undefinedId === undefined) return;
    const [node] = this.stages.nodesOf(undefinedId);
    throw new StageRegistrationError(
      `${node?.className} joins the pipeline '${undefinedId}', which nobody defines. Name one of ${this.ids().join(', ')}, or provide a class with @Pipeline({ id: '${undefinedId}' }).`,
    );
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

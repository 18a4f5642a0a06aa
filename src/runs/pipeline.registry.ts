import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { decoratedProviders } from '../common/index.js';
import { StageNodeRegistry, StageRegistrationError } from '../orchestrator/index.js';
import {
  declarationFaults,
  projectionFault,
  type AttributeDeclaration,
  type AttributeDeclarations,
  type RunProjection,
} from './domain/attributes.js';
import { RUN_MEMBERS } from './dto/run-members.js';
import { PipelineMetadata, type PipelineOptions, type RunPipeline } from './run-pipeline.js';
import { ProjectionError } from './run.errors.js';

/** A pipeline, and what was declared of it. */
interface DefinedPipeline {
  readonly pipeline: RunPipeline;
  readonly options: PipelineOptions;
}

/** The pipeline definitions of the application. The pipeline of each stage node needs one. */
@Injectable()
export class PipelineRegistry implements OnModuleInit {
  private readonly pipelines = new Map<string, DefinedPipeline>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly stages: StageNodeRegistry,
  ) {}

  /**
   * @throws StageRegistrationError when two definitions share an id, declare attributes wrongly, or stage nodes name a
   *   pipeline without one
   */
  onModuleInit(): void {
    const found = decoratedProviders<PipelineOptions>(this.discovery, PipelineMetadata.KEY);
    for (const { instance, options, className } of found) this.define(className, instance, options);
    const undefinedId = this.stages.pipelineIds().find((id) => !this.pipelines.has(id));
    if (undefinedId === undefined) return;
    const [node] = this.stages.nodesOf(undefinedId);
    throw new StageRegistrationError(
      `${node?.className} joins the pipeline '${undefinedId}', which nobody defines. Name one of ${this.ids().join(', ')}, or provide a class with @Pipeline({ id: '${undefinedId}' }).`,
    );
  }

  /** The definition of a pipeline; undefined when there is none. */
  find(id: string): RunPipeline | undefined {
    return this.stages.nodesOf(id).length > 0 ? this.pipelines.get(id)?.pipeline : undefined;
  }

  /** The ids of the pipelines that callers may run: not those of the service itself. */
  ids(): string[] {
    const own = [...this.pipelines].filter(([, { options }]) => !options.internal);
    return own.map(([id]) => id).toSorted();
  }

  /** What was declared of a pipeline; undefined when there is none. */
  optionsOf(id: string): PipelineOptions | undefined {
    return this.pipelines.get(id)?.options;
  }

  /** Whether the runs of a pipeline only wait for other runs. */
  coordinates(id: string): boolean {
    return this.optionsOf(id)?.coordinates === true;
  }

  /** The attributes and the links of all pipelines, by name. */
  declared(): {
    readonly attributes: AttributeDeclarations;
    readonly links: Readonly<Record<string, string>>;
  } {
    const all = [...this.pipelines.values()].map(({ options }) => options);
    const attributes: Record<string, AttributeDeclaration> = {};
    for (const [name, declaration] of all.flatMap((options) => Object.entries(options.attributes ?? {}))) {
      const filter = declaration.filter === true || attributes[name]?.filter === true; // for one pipeline is for all
      attributes[name] = { ...declaration, filter };
    }
    const links = Object.assign({}, ...all.map((options) => options.links)) as Record<string, string>;
    return { attributes, links };
  }

  /** The attributes that lists filter by. */
  filters(): AttributeDeclarations {
    const { attributes } = this.declared();
    return Object.fromEntries(Object.entries(attributes).filter(([, { filter }]) => filter));
  }

  /**
   * What the state of a run says of it.
   * @throws ProjectionError when it does not fit what its pipeline declares
   */
  project(id: string, state: unknown): RunProjection {
    return this.checked(id, (this.pipelines.get(id)?.pipeline.project?.(state) ?? {}) as RunProjection);
  }

  /** @throws ProjectionError when the projection does not fit what the pipeline declares */
  checked(id: string, projection: RunProjection): RunProjection {
    const fault = projectionFault(projection, this.optionsOf(id)?.attributes ?? {});
    if (fault !== null) throw new ProjectionError(id, fault);
    return projection;
  }

  private define(className: string, pipeline: RunPipeline, options: PipelineOptions): void {
    const { id, attributes = {} } = options;
    if (this.pipelines.has(id)) {
      throw new StageRegistrationError(
        `There are two pipelines '${id}'. Give each @Pipeline its own id, and provide it once.`,
      );
    }
    const faults = declarationFaults(attributes, RUN_MEMBERS);
    const known = this.declared().attributes;
    for (const [name, { type }] of Object.entries(attributes)) {
      if (known[name] && known[name].type !== type)
        faults.push(`the attribute '${name}' has another type in another pipeline`);
    }
    if (faults.length > 0)
      throw new StageRegistrationError(`${className} declares its attributes wrongly: ${faults.join('; ')}.`);
    this.pipelines.set(id, { pipeline, options });
  }
}

import { Injectable, applyDecorators } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { EmittedRow, Fault } from '../orchestrator/index.js';
import type { RunProjection } from './domain/run.js';

/** An input that a pipeline has accepted. */
export interface AcceptedInput {
  /** What the stage nodes get as `context.input`; plain JSON. */
  readonly input: unknown;
  readonly randomSeed: string;
  /** The first rows of the run log; stored with the run. Their types are as those of a stage, or `context`. */
  readonly rows: readonly EmittedRow[];
  /** What is known of the run before it starts. */
  readonly projection: Partial<RunProjection>;
}

/** What a run is asked for beside its input. */
export interface RunOptions {
  /** Further tries of each stage node; null leaves it to the nodes. */
  readonly maxStageRetries: number | null;
  readonly faults: readonly Fault[];
}

/** What the RunsModule needs to know of a pipeline. */
export interface RunPipeline {
  /**
   * Checks the form of an input that no schema of a route has checked, and fills in its defaults.
   * @param input parsed JSON
   * @returns what {@link accept} takes
   * @throws FieldsInvalidError with pointers relative to the input
   */
  check(input: unknown): unknown;
  /**
   * Checks an input and makes it ready to run.
   * @throws ProjectError when the input cannot be run
   */
  accept(input: unknown, options: RunOptions): AcceptedInput;
  /**
   * What callers are shown of an accepted input as the run's `request`: what {@link check} takes. Without it, all of
   * the input is shown. Pure.
   */
  describeInput?(this: void, input: unknown, randomSeed: string): unknown;
  /** What the run's state tells of the run; called at every checkpoint. Pure. */
  project(state: unknown): Partial<RunProjection>;
}

export const PipelineMetadata = DiscoveryService.createDecorator<{ id: string }>();

/** Makes a provider the definition of a pipeline, under the id that its stage nodes name. */
export function Pipeline(options: { id: string }): ClassDecorator {
  return applyDecorators(Injectable(), PipelineMetadata(options));
}

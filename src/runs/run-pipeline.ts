import { Injectable, applyDecorators } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { EmittedRow, Fault, StoredRow } from '../orchestrator/index.js';
import type { AttributeDeclarations, RunAttributes, RunProjection } from './domain/attributes.js';

/** An input that a pipeline has accepted. */
export interface AcceptedInput {
  /** What the stage nodes get as `context.input`; plain JSON. */
  readonly input: unknown;
  /** What the streams of `context.random` start from; the run's id unless given. */
  readonly randomSeed?: string;
  /**
   * The first rows of the run log; stored with the run. Their types are as those of a stage, or `context`. None
   * unless given.
   */
  readonly rows?: readonly EmittedRow[];
  /** What is known of the run before it starts. Nothing unless given. */
  readonly projection?: RunProjection;
}

/** What a run is asked for next to its input. */
export interface RunOptions {
  /** Further tries of each stage node; null leaves it to the nodes. */
  readonly maxStageRetries: number | null;
  readonly faults: readonly Fault[];
}

/** The run that a fork is made of, as its pipeline sees it. */
export interface ForkSource {
  readonly run_id: string;
  readonly status: string;
  /** What {@link RunPipeline.accept} gave, or an earlier fork. */
  readonly input: unknown;
  readonly attributes: RunAttributes;
  /** Its durable rows, in order. */
  rows(): AsyncIterable<StoredRow>;
}

/** Where a fork leaves its source: before a stage node, or before a round within one; one of them is null. */
export interface ForkPoint {
  readonly stage: string | null;
  /** What a round is, the pipeline knows; 1 is the first. */
  readonly round: number | null;
}

/** What a fork is asked to do. */
export interface ForkedInput {
  /** What the stage nodes of the fork get as `context.input`; plain JSON. */
  readonly input: unknown;
  /** The first stage node that the fork does itself: the rows of those before it are taken over. */
  readonly stage: string;
}

/** What the RunsModule needs to know of a pipeline; each method may be left out. */
export interface RunPipeline {
  /**
   * Checks the form of an input that no schema of a route has checked, and fills in its defaults. Without it, any input
   * is handed to {@link accept}.
   * @param input parsed JSON
   * @returns what {@link accept} takes
   * @throws FieldsInvalidError with pointers relative to the input
   */
  check?(input: unknown): unknown;
  /**
   * Checks an input and makes it ready to run. Without it, the stage nodes get the input as it is.
   * @throws ProjectError when the input cannot be run
   */
  accept?(input: unknown, options: RunOptions): AcceptedInput;
  /**
   * Checks what is to be other in a fork, and makes its input. The rows before the point have to be those of the source:
   * what cannot be kept equal is refused. Without it, runs are forked at stages alone, and without changes.
   * @param changes parsed JSON, an object; empty when nothing is to change
   * @throws FieldsInvalidError with pointers relative to the changes; ForkRefusedError, RunStateConflictError
   */
  fork?(source: ForkSource, point: ForkPoint, changes: object): ForkedInput | Promise<ForkedInput>;
  /**
   * What callers are shown of an accepted input as the run's `request`: what {@link check} takes. Without it, all of
   * the input is shown. Pure.
   */
  describeInput?(this: void, input: unknown, randomSeed: string): unknown;
  /** What the run's state says of the run, a {@link RunProjection}; called at every checkpoint. Nothing without it. Pure. */
  project?(state: unknown): object;
}

/** What a pipeline is. Plain data; checked when the application starts. */
export interface PipelineOptions {
  /** What its stage nodes name. */
  readonly id: string;
  /** What its runs have in addition to what every run has; shown as members of a run, null while they are not set. */
  readonly attributes?: AttributeDeclarations;
  /**
   * Further links of its runs, by name, with a sentence for the API's documentation: the link `report` leads to
   * `/runs/{run_id}/report`, a route of the pipeline's own.
   */
  readonly links?: Readonly<Record<string, string>>;
  /**
   * Whether its runs do no work of their own, but start other runs and wait for them. Such a run takes no slot of those that
   * it waits for, has no time limit as a whole, and is never executed alone after a crash. False unless given.
   */
  readonly coordinates?: boolean;
  /** Whether its runs serve the service itself, so that none of them is ever the newest run of callers. False unless given. */
  readonly internal?: boolean;
}

export const PipelineMetadata = DiscoveryService.createDecorator<PipelineOptions>();

/** Makes a provider the definition of a pipeline. */
export function Pipeline(options: PipelineOptions): ClassDecorator {
  return applyDecorators(Injectable(), PipelineMetadata(options));
}

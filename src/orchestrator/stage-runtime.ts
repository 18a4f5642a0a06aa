import { Inject, Injectable } from '@nestjs/common';
import { RANDOM, type RandomSource } from '../common/index.js';
import type { RunExecution } from './run-execution.js';
import { StageNodeRegistry } from './stage-node.registry.js';
import { StageNodeRunner } from './stage-node.runner.js';

/** Executes runs: the stage nodes of a pipeline in order, whatever the pipeline is about. */
@Injectable()
export class StageRuntime {
  constructor(
    private readonly registry: StageNodeRegistry,
    private readonly nodeRunner: StageNodeRunner,
    @Inject(RANDOM) private readonly random: RandomSource,
  ) {}

  /**
   * Resolves when the run has succeeded, and that is durable.
   * @throws StageNodeExecutionError when a node has no attempts left
   */
  async execute(run: RunExecution): Promise<void> {
    const nodes = this.registry.nodesOf(run.pipeline);
    const random = this.random.seeded(run.randomSeed);
    let state = '{}';
    for (const [index, node] of nodes.entries()) {
      const isLast = index === nodes.length - 1;
      state = await this.nodeRunner.run({ node, run, random, state, isLast });
    }
  }
}

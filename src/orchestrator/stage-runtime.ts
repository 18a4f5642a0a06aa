import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, RANDOM, stopwatch, type Clock, type RandomSource } from '../common/index.js';
import { RetryBudget } from './retry-budget.js';
import type { RunExecution } from './run-execution.js';
import { RunTimeoutError } from './run-stop.js';
import { StageNodeRegistry } from './stage-node.registry.js';
import { StageNodeRunner } from './stage-node.runner.js';
import { StopSwitch } from './stop-switch.js';
import { TimeLimits } from './time-limits.js';

/** Executes runs: the stage nodes of any pipeline, in order. */
@Injectable()
export class StageRuntime {
  constructor(
    private readonly registry: StageNodeRegistry,
    private readonly nodeRunner: StageNodeRunner,
    private readonly limits: TimeLimits,
    @Inject(RANDOM) private readonly random: RandomSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Continues from the run's progress; resolves when its success is durable.
   * @throws StageNodeExecutionError when a node has no attempts left
   * @throws RunStoppedError when the run's signal aborted meanwhile
   */
  async execute(run: RunExecution): Promise<void> {
    const stop = new StopSwitch();
    const end = () => stop.stop(run.signal.reason);
    if (run.signal.aborted) end();
    run.signal.addEventListener('abort', end, { once: true });
    const elapsed = stopwatch(this.clock);
    const limit = this.limits.start(run.timeoutMs, () => stop.stop(new RunTimeoutError(run.timeoutMs)));
    try {
      await this.runNodes(run, stop, () => run.timeoutMs - elapsed());
    } finally {
      limit.end();
      run.signal.removeEventListener('abort', end);
    }
  }

  private async runNodes(run: RunExecution, stop: StopSwitch, timeLeftMs: () => number): Promise<void> {
    const nodes = this.registry.nodesOf(run.pipeline);
    const random = this.random.seeded(run.randomSeed);
    const { progress, retryBudget } = run;
    const budget = new RetryBudget(retryBudget === null ? null : retryBudget - progress.retries);
    let { state } = progress;
    for (const [index, node] of nodes.entries()) {
      if (progress.done.has(node.id)) continue;
      const next = nodes[index + 1]?.id ?? null;
      state = await this.nodeRunner.run({ node, run, random, state, next, stop, timeLeftMs, budget });
    }
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, RANDOM, stopwatch, type Clock, type RandomSource } from '../common/index.js';
import { RetryBudget } from './retry-budget.js';
import type { RunExecution } from './run-execution.js';
import { RunTimeoutError } from './run-stop.js';
import { StageNodeRegistry } from './stage-node.registry.js';
import { StageNodeRunner } from './stage-node.runner.js';

/** The reason with which a run's timer is aborted. */
const ENDED = new Error('The run has ended.');

/** Executes runs: the stage nodes of any pipeline, in order. */
@Injectable()
export class StageRuntime {
  constructor(
    private readonly registry: StageNodeRegistry,
    private readonly nodeRunner: StageNodeRunner,
    @Inject(RANDOM) private readonly random: RandomSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Continues from the run's progress; resolves when its success is durable.
   * @throws StageNodeExecutionError when a node has no attempts left
   * @throws RunStoppedError when the run's signal aborted meanwhile
   */
  async execute(run: RunExecution): Promise<void> {
    const stop = new AbortController();
    const timer = new AbortController();
    const end = () => stop.abort(run.signal.reason);
    if (run.signal.aborted) end();
    run.signal.addEventListener('abort', end, { once: true });
    const elapsed = stopwatch(this.clock);
    void this.clock.sleep(run.timeoutMs, timer.signal).then(
      () => stop.abort(new RunTimeoutError(run.timeoutMs)),
      () => undefined, // the run ended first
    );
    try {
      await this.runNodes(run, stop.signal, () => run.timeoutMs - elapsed());
    } finally {
      timer.abort(ENDED);
      run.signal.removeEventListener('abort', end);
    }
  }

  private async runNodes(run: RunExecution, signal: AbortSignal, timeLeftMs: () => number): Promise<void> {
    const nodes = this.registry.nodesOf(run.pipeline);
    const random = this.random.seeded(run.randomSeed);
    const { progress, retryBudget } = run;
    const budget = new RetryBudget(retryBudget === null ? null : retryBudget - progress.retries);
    let { state } = progress;
    for (const [index, node] of nodes.entries()) {
      if (progress.done.has(node.id)) continue;
      const next = nodes[index + 1]?.id ?? null;
      state = await this.nodeRunner.run({ node, run, random, state, next, signal, timeLeftMs, budget });
    }
  }
}

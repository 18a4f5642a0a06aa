import {
  LONGEST_TIMER_MS,
  StageNode,
  type StageContext,
  type StageNodeHandler,
} from '../../orchestrator/index.js';
import { stopwatch } from '../../common/index.js';
import { experimentIdOf } from './domain/experiment-id.js';
import type { AcceptedExperiment, ExperimentState } from './domain/accepted-experiment.js';
import { ExperimentPlan } from './domain/experiment-plan.js';
import type { ExperimentRun } from './domain/experiment-run.js';
import { ExperimentTally } from './domain/experiment-tally.js';
import { DEFAULT_PACKS } from '../simulation.options.js';
import { ExperimentRunner } from './experiment-runner.js';
import { EXPERIMENT } from './experiment.attributes.js';

/** The least time between two checkpoints, in milliseconds. */
const SAVE_EVERY_MS = 500;
/** Results of many groups take long to make and to write: how much of the time may go into that is one part in this. */
const SAVING_PART = 20;

/**
 * Executes the runs of an experiment, and counts how they end. Rows come in the order of the plan, whatever order the runs
 * end in; each checkpoint has the rows of the runs that it counts.
 */
@StageNode({
  id: 'experiment_runs',
  pipeline: EXPERIMENT,
  emits: ['experiment_run'],
  timeoutMs: LONGEST_TIMER_MS, // the runs have time limits of their own
  retry: { maxAttempts: 10 },
})
export class ExperimentRunsStage implements StageNodeHandler<AcceptedExperiment, ExperimentState> {
  constructor(private readonly runner: ExperimentRunner) {}

  async run(context: StageContext<AcceptedExperiment, ExperimentState>): Promise<void> {
    const { input, state, signal } = context;
    const plan = new ExperimentPlan(input);
    const tally = new ExperimentTally(plan.groups);
    const task = {
      experimentId: experimentIdOf(context.runId),
      plan,
      worlds: input.worlds ?? { [DEFAULT_PACKS]: input.pack_fingerprint },
      maxStageRetries: input.max_stage_retries,
      signal,
      underWay: new Set<string>(),
    };
    const elapsed = stopwatch(context.clock);
    let saveAt = elapsed() + SAVE_EVERY_MS;
    for await (const run of this.runner.endings(task, await countAgain(context, tally))) {
      tally.add(run);
      context.emit({ type: 'experiment_run', ...run });
      if (elapsed() < saveAt) continue;
      const began = elapsed();
      update(state, tally, task.underWay.size);
      await context.checkpoint();
      saveAt = elapsed() + Math.max(SAVE_EVERY_MS, (elapsed() - began) * SAVING_PART);
    }
    update(state, tally, 0);
  }
}

/** Counts the runs that were counted before a restart; the index of the first that was not. */
async function countAgain(
  context: StageContext<AcceptedExperiment, ExperimentState>,
  tally: ExperimentTally,
): Promise<number> {
  let next = 0;
  for await (const row of context.rows('experiment_run')) {
    tally.add(row as unknown as ExperimentRun);
    next += 1;
  }
  return next;
}

function update(state: ExperimentState, tally: ExperimentTally, running: number): void {
  state.counts = { running, ...tally.counts };
  state.results = tally.results();
}

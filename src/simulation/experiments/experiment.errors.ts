import { ProjectError } from '../../common/index.js';
import { MOST_GROUPS, MOST_RUNS } from './domain/experiment-plan.js';

/** The experiment would have too many runs, or too many groups with results of their own. */
export class ExperimentTooLargeError extends ProjectError {
  constructor(runs: number, groups: number) {
    super(
      'SIM_EXPERIMENT_TOO_LARGE',
      `The experiment comes to ${runs} runs in ${groups} groups; ${MOST_RUNS} runs and ${MOST_GROUPS} groups are the most.`,
      { runs, groups, most_runs: MOST_RUNS, most_groups: MOST_GROUPS },
    );
  }
}

/** There is no experiment of this id. */
export class ExperimentNotFoundError extends ProjectError {
  constructor(experimentId: string) {
    super('SIM_EXPERIMENT_NOT_FOUND', 'There is no such experiment.', { experiment_id: experimentId });
  }
}

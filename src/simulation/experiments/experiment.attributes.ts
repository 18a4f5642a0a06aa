import type { AttributeDeclarations } from '../../runs/index.js';

/** The id of the pipeline of experiments: lists of pipelines begin with the simulation itself. */
export const EXPERIMENT = 'simulation_experiment';

/** What an experiment has as a run, beside what every run has. */
export const EXPERIMENT_ATTRIBUTES: AttributeDeclarations = {
  pack_fingerprint: {
    type: 'string',
    description: 'SHA-256 of the world that the run began with.',
    filter: true,
  },
  runs_total: { type: 'integer', description: 'Runs of the experiment, whether they have started or not.' },
  runs_running: { type: 'integer', description: 'Runs of the experiment that are waiting or under way.' },
  runs_succeeded: { type: 'integer', description: 'Runs of the experiment that have succeeded.' },
  runs_failed: { type: 'integer', description: 'Runs of the experiment that have failed.' },
  runs_cancelled: { type: 'integer', description: 'Runs of the experiment that were cancelled.' },
};

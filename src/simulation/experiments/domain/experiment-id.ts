/** The id of the experiment that a run is. */
export function experimentIdOf(runId: string): string {
  return runId.replace(/^run-/, 'exp-');
}

/** The id of the run that an experiment is; null for what is no experiment's id. */
export function runIdOf(experimentId: string): string | null {
  return experimentId.startsWith('exp-') ? experimentId.replace(/^exp-/, 'run-') : null;
}

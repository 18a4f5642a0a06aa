import { showHidden } from '../common/index.js';
import { CommandFailedError } from './command-errors.js';
import { describeExperiment, type Experiment } from './experiment-text.js';
import { untilEnded } from './following.js';
import { bar, startProgress } from './progress.js';
import type { ServiceClient } from './service/service-client.js';
import type { ServiceOptions } from './service/with-service.js';
import type { Terminal } from './terminal.js';

/** The body of POST /experiments. */
export type ExperimentRequest = Readonly<Record<string, unknown>>;

/** Runs that have ended, in whichever way. */
const ENDED = ['succeeded', 'failed', 'cancelled', 'interrupted'] as const;

/**
 * Starts an experiment, waits for its end, and prints what came out.
 * @throws CommandFailedError when it does not come to its end, or none of its runs succeeds
 */
export async function runExperiment(
  client: ServiceClient,
  request: ExperimentRequest,
  { json }: ServiceOptions,
  terminal: Terminal,
): Promise<void> {
  const experiment = await endedExperiment(client, request, terminal);
  terminal.out(
    json ? `${JSON.stringify(experiment, null, 2)}\n` : showHidden(describeExperiment(experiment)),
  );
  assertSucceeded(experiment);
}

/** Starts an experiment, and waits for its end. */
export async function endedExperiment(
  client: ServiceClient,
  request: ExperimentRequest,
  terminal: Terminal,
): Promise<Experiment> {
  const progress = await startProgress('', terminal.isWatched);
  try {
    const { experiment_id } = await client.post<Experiment>('/experiments', request);
    return await untilEnded<Experiment>(client, `/experiments/${experiment_id}`, ({ counts, total }) => {
      const done = ENDED.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
      progress.show(`${bar(done, total)} runs`);
    });
  } finally {
    progress.end();
  }
}

/** @throws CommandFailedError */
export function assertSucceeded({ experiment_id, status, counts, total }: Experiment): void {
  if (status !== 'succeeded') throw new CommandFailedError(`${experiment_id} has ${status}.`);
  if ((counts['succeeded'] ?? 0) > 0) return;
  throw new CommandFailedError(
    `None of the ${total} runs of ${experiment_id} has succeeded: GET /runs?experiment_id=${experiment_id} shows why.`,
  );
}

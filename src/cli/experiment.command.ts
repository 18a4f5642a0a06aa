import type { Command } from 'commander';
import { showHidden } from '../common/index.js';
import { CommandFailedError } from './command-errors.js';
import { assertSucceeded, endedExperiment, runExperiment } from './experiment-run.js';
import { describeComparison, type Comparison } from './experiment-text.js';
import { readJsonObject } from './input-file.js';
import { useService, withServiceOptions, type ServiceOptions } from './service/with-service.js';
import type { Terminal } from './terminal.js';

const FILE = 'the experiment as JSON: {input: {seed, …}, vary: {…}}; - is stdin';

/** `project-dream experiment FILE.json` */
export function addExperiment(program: Command, terminal: Terminal): void {
  const command = program
    .command('experiment')
    .description('simulate every combination of what an experiment varies, and tell how the runs ended')
    .argument('<file>', FILE);
  withServiceOptions(command).action(async (file: string, options: ServiceOptions) => {
    const request = await readJsonObject(file);
    await useService(options, (client) => runExperiment(client, request, options, terminal));
  });
}

/** `project-dream regress FILE.json --baseline ID`: fails when a figure has changed. */
export function addRegress(program: Command, terminal: Terminal): void {
  const command = program
    .command('regress')
    .description(
      'run an experiment again, and fail with status 1 when a figure differs from an earlier experiment',
    )
    .argument('<file>', FILE)
    .requiredOption('--baseline <id>', 'the experiment to compare with: exp-…');
  withServiceOptions(command).action(
    async (file: string, options: ServiceOptions & { readonly baseline: string }) => {
      const request = await readJsonObject(file);
      await useService(options, async (client) => {
        const baseline = encodeURIComponent(options.baseline);
        await client.get(`/experiments/${baseline}`); // before anything is simulated
        const experiment = await endedExperiment(client, request, terminal);
        assertSucceeded(experiment);
        const { experiment_id } = experiment;
        const comparison = await client.get<Comparison>(`/experiments/${experiment_id}/compare/${baseline}`);
        terminal.out(
          options.json
            ? `${JSON.stringify({ experiment_id, ...comparison }, null, 2)}\n`
            : showHidden(`${experiment_id} beside ${options.baseline}\n${describeComparison(comparison)}`),
        );
        if (comparison.verdict !== 'same')
          throw new CommandFailedError(`${experiment_id} differs from ${options.baseline}.`);
      });
    },
  );
}

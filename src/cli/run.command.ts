import type { Command } from 'commander';
import { showHidden } from '../common/index.js';
import { CommandFailedError, UsageError } from './command-errors.js';
import { runExperiment, type ExperimentRequest } from './experiment-run.js';
import { untilEnded } from './following.js';
import { readJsonObject } from './input-file.js';
import { bar, startProgress } from './progress.js';
import { countOf, dialOf, inputOf, type InputChanges } from './simulation-input.js';
import type { ServiceClient } from './service/service-client.js';
import { useService, withServiceOptions, type ServiceOptions } from './service/with-service.js';
import type { Terminal } from './terminal.js';

interface RunCommandOptions extends ServiceOptions, InputChanges {
  readonly runs?: number;
}

/** What is read of a run. */
interface EndedRun {
  readonly run_id: string;
  readonly status: string;
  readonly title: string | null;
  readonly thread_status: string | null;
  readonly termination_reason: string | null;
  readonly rounds_run: number | null;
  readonly total_reports: number | null;
  readonly error: { readonly error_code: string; readonly message: string } | null;
  readonly summary: { readonly row_counts: Readonly<Record<string, number>> };
}

/** `project-dream run SEED.json` */
export function addRun(program: Command, terminal: Terminal): void {
  const command = program
    .command('run')
    .description(
      'simulate an incident, and tell how it ended; with --runs, how it ends with as many random seeds',
    )
    .argument('<file>', 'a seed as JSON, or an input {seed, rounds, interventions, …}; - is stdin')
    .option('--rounds <n>', 'rounds at the most', countOf)
    .option('--dial <U,E,M,S,H>', 'weights of urgency, evidence, mediation, safety and hype', dialOf)
    .option('--random-seed <text>', 'the same seed and random seed give the same run')
    .option('--packs <name>', 'which of the worlds of GET /packs; the default one unless given')
    .option('--runs <n>', 'an experiment of n runs, with the random seeds 1 to n', countOf);
  withServiceOptions(command).action(async (file: string, options: RunCommandOptions) => {
    if (options.runs !== undefined && options.randomSeed !== undefined)
      throw new UsageError('--runs has random seeds of its own: leave --random-seed out.');
    const input = inputOf(await readJsonObject(file), options);
    await useService(options, (client) =>
      options.runs === undefined
        ? runOnce(client, input, options, terminal)
        : runExperiment(client, manyTimes(input, options.runs), options, terminal),
    );
  });
}

/** An experiment of one input. */
function manyTimes(input: Record<string, unknown>, runs: number): ExperimentRequest {
  const { random_seed: _own, ...varied } = input;
  return { input: varied, vary: { random_seeds: runs } };
}

/** @throws CommandFailedError when the run does not succeed */
async function runOnce(
  client: ServiceClient,
  input: Readonly<Record<string, unknown>>,
  { json }: ServiceOptions,
  terminal: Terminal,
): Promise<void> {
  const rounds = Number(input['rounds'] ?? 3);
  const progress = await startProgress(bar(0, rounds), terminal.isWatched);
  let run: EndedRun;
  try {
    const { run_id } = await client.post<EndedRun>('/runs', { pipeline: 'simulation', input });
    run = await untilEnded<EndedRun>(client, `/runs/${run_id}`, ({ summary }) =>
      progress.show(`${bar(summary.row_counts['round_summary'] ?? 0, rounds)} rounds`),
    );
  } finally {
    progress.end();
  }
  terminal.out(json ? `${JSON.stringify(run, null, 2)}\n` : showHidden(described(run)));
  if (run.status !== 'succeeded') throw new CommandFailedError(failureOf(run));
}

function described(run: EndedRun): string {
  const { run_id, status, title, summary } = run;
  const comments = summary.row_counts['round'] ?? 0;
  const lines = [`${run_id}: ${status}${title ? `, “${title}”` : ''}`];
  if (status === 'succeeded') {
    lines.push(
      `  ${comments} comments in ${run.rounds_run} rounds, ${run.total_reports} reports`,
      `  the thread is ${run.thread_status}; it ended by ${run.termination_reason}`,
      `  project-dream transcript ${run_id}`,
      `  project-dream report ${run_id}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function failureOf({ run_id, status, error }: EndedRun): string {
  const reason = error ? `: ${error.message} (${error.error_code})` : '';
  return `${run_id} has ${status}${reason}\nWhat it did before is kept: GET /runs/${run_id}/runlog. POST /runs/${run_id}/resume goes on from there.`;
}

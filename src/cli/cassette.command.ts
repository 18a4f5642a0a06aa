import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { loadEnvFile, readConfig, ConfigError } from '../config/index.js';
import type { AnswerStore } from '../runs/index.js';
import { storeOptionsOf } from '../server-options.js';
import { InputFileError } from './input-file.js';
import type { Terminal } from './terminal.js';

/** Answers that are imported at a time. */
const BATCH = 500;

/** `project-dream cassette`: on the store that the environment names. */
export function addCassette(program: Command, terminal: Terminal): void {
  const cassette = program
    .command('cassette')
    .description('keep what a language model has answered in a file, to be replayed elsewhere');
  cassette
    .command('export <file>')
    .description('write the recorded answers to a file; - is stdout')
    .option('--run <ids...>', 'those of these runs alone', [])
    .action((file: string, { run }: { run: string[] }) => exportAnswers(file, run, terminal));
  cassette
    .command('import <file>')
    .description('read recorded answers from a file, for MODEL_CALLS=reuse and replay')
    .action((file: string) => importAnswers(file, terminal));
}

async function exportAnswers(file: string, runIds: readonly string[], terminal: Terminal): Promise<void> {
  await withAnswers(async (answers, { answerLines }) => {
    const lines: string[] = [];
    for await (const line of answerLines(answers, runIds)) lines.push(line);
    if (file === '-') terminal.out(lines.join(''));
    else await writeFile(file, lines.join(''));
    terminal.err(`${lines.length - 1} answer(s) exported.\n`);
  });
}

async function importAnswers(file: string, terminal: Terminal): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InputFileError(`${file} cannot be read: ${(error as Error).message}`);
  });
  await withAnswers(async (store, { AnswerFileError, parseAnswerLines }) => {
    try {
      const answers = parseAnswerLines(text);
      for (let start = 0; start < answers.length; start += BATCH)
        await store.importAnswers(answers.slice(start, start + BATCH));
      terminal.err(`${answers.length} answer(s) imported.\n`);
    } catch (error) {
      throw error instanceof AnswerFileError ? new InputFileError(`${file}: ${error.message}`) : error;
    }
  });
}

/** Does something with the answers of the store that the environment names. */
async function withAnswers(
  work: (answers: AnswerStore, runs: typeof import('../runs/index.js')) => Promise<void>,
): Promise<void> {
  loadEnvFile('.env');
  const config = readConfig();
  if (config.RUN_REPOSITORY === 'memory')
    throw new ConfigError(['RUN_REPOSITORY=memory keeps no answers between processes']);
  // loaded lazily: storage is slow to load
  const runs = await import('../runs/index.js');
  const { openRunRepository } = await import('../storage/index.js');
  const repository = await openRunRepository(storeOptionsOf(config));
  try {
    if (repository.answers) await work(repository.answers, runs);
  } finally {
    await repository.close();
  }
}

import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { showHidden } from '../common/index.js';
import { addCassette } from './cassette.command.js';
import { UsageError } from './command-errors.js';
import { addDoctor } from './doctor/doctor.command.js';
import { addExperiment, addRegress } from './experiment.command.js';
import { addDiff, addExport, addReport, addTranscript } from './read.commands.js';
import { addRetention } from './retention.command.js';
import { addRun } from './run.command.js';
import { addServe } from './serve.command.js';
import { addToken } from './token.command.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { InputFileError } from './input-file.js';
import { UnreachableError } from './service/problem.js';
import { PROCESS_TERMINAL, type Terminal } from './terminal.js';

const EXIT_STATUS = `
Exit status:
  0  done
  1  failed, or a run has, or a figure has changed; stderr says why
  2  there is no such command, or not with these arguments
  3  the service of --url cannot be reached`;

/**
 * Runs one command.
 * @param words the arguments, without those of Node
 * @returns the exit status of the process; `serve` keeps running
 */
export async function runCommandLine(
  words: readonly string[],
  terminal: Terminal = PROCESS_TERMINAL,
): Promise<ExitCode> {
  const program = await commandLine(terminal);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return EXIT.succeeded;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.succeeded : EXIT.usage; // already reported
    terminal.err(`${showHidden(error instanceof Error ? error.message : String(error))}\n`);
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof InputFileError) return EXIT.usage;
  return error instanceof UnreachableError ? EXIT.unreachable : EXIT.failed;
}

/** The program with its commands. */
async function commandLine(terminal: Terminal): Promise<Command> {
  const program = new Command('project-dream')
    .description('Staged community simulations with a complete, readable record of every run.')
    .version(await packageVersion())
    .addHelpText('after', EXIT_STATUS)
    .showHelpAfterError('(--help says what there is)')
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .enablePositionalOptions() // an option belongs to the command that it follows
    .exitOverride(); // inherited by the commands added below
  addServe(program);
  addRun(program, terminal);
  addTranscript(program, terminal);
  addReport(program, terminal);
  addDiff(program, terminal);
  addExperiment(program, terminal);
  addRegress(program, terminal);
  addExport(program, terminal);
  addCassette(program, terminal);
  addToken(program, terminal);
  addRetention(program, terminal);
  addDoctor(program, terminal);
  return program;
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { addRetention } from './retention.command.js';
import { addServe } from './serve.command.js';
import { addToken } from './token.command.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { PROCESS_TERMINAL, type Terminal } from './terminal.js';

const EXIT_STATUS = `
Exit status:
  0  done
  1  failed; stderr says why
  2  there is no such command, or not with these arguments`;

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
    terminal.err(`${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.failed;
  }
}

/** The program with its commands. */
async function commandLine(terminal: Terminal): Promise<Command> {
  const program = new Command('project-dream')
    .description('Staged community simulations with a complete, readable record of every run.')
    .version(await packageVersion())
    .addHelpText('after', EXIT_STATUS)
    .showHelpAfterError('(--help says what there is)')
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .exitOverride(); // inherited by the commands added below
  addServe(program);
  addToken(program, terminal);
  addRetention(program, terminal);
  return program;
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

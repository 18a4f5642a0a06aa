import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { buildService } from './build.js';
import type { TestEnvironment } from './running-app.js';

/** How a command ended, and what it said. */
export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run. */
interface CommandSetting {
  /** Where it is run, without a .env file; its runs are stored there. */
  readonly dataDir: string;
  readonly env?: TestEnvironment;
  /** Whether its output goes to a terminal: a pseudo terminal, which shows stdout and stderr as one. */
  readonly inTerminal?: boolean;
  readonly stdin?: string;
}

/** Runs `project-dream …words` in a process of its own. */
export async function projectDream(
  words: readonly string[],
  { dataDir, env = {}, inTerminal = false, stdin = '' }: CommandSetting,
): Promise<CommandOutcome> {
  const program = join(await buildService(), 'cli/main.js');
  const { NODE_OPTIONS: _ours, ...inherited } = process.env;
  const options = { cwd: dataDir, env: { ...inherited, DATA_DIR: dataDir, ...env } };
  const command = [process.execPath, program, ...words];
  const [file = '', ...args] = inTerminal
    ? ['script', '-qec', `stty cols 100 && ${command.map((word) => `'${word}'`).join(' ')}`, '/dev/null']
    : command;
  return new Promise((resolve) => {
    const child = execFile(file, args, options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin?.end(stdin);
  });
}

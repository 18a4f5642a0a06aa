import { createHash, randomBytes } from 'node:crypto';
import { Argument, InvalidArgumentError, type Command } from 'commander';
import { SCOPES, type Scope } from '../common/index.js';
import { isMoment, isTokenName } from '../config/index.js';
import { addToTokenFile, takeFromTokenFile } from './token-file.js';
import type { Terminal } from './terminal.js';

interface TokenOptions {
  readonly expires?: string;
  readonly file?: string;
}

/**
 * `project-dream token NAME SCOPE`: the entry contains only a digest; the token itself is not stored.
 * `project-dream token revoke NAME --file FILE` takes an entry back.
 */
export function addToken(program: Command, terminal: Terminal): void {
  const token = program
    .command('token')
    .description('make a token, and print its entry for API_TOKENS; the token is shown this once')
    .addArgument(new Argument('<name>', NAME_RULE).argParser(checkedName))
    .addArgument(new Argument('<scope>', 'what its holder may do').choices(SCOPES))
    .option('--expires <moment>', 'admit it until then: 2027-01-31, or 2027-01-31T18:00:00Z', checkedMoment)
    .option('--file <file>', 'add the entry to this file, the one of API_TOKENS_FILE')
    .action((name: string, scope: Scope, options: TokenOptions) => makeToken(terminal, name, scope, options));
  token
    .command('revoke')
    .description('take a token back: its entry is removed from the file of API_TOKENS_FILE')
    .addArgument(new Argument('<name>', 'the name of the token').argParser(checkedName))
    .requiredOption('--file <file>', 'the file of API_TOKENS_FILE')
    .action(async (name: string, { file }: { file: string }) => {
      await takeFromTokenFile(file, name);
      terminal.out(`${name} is taken back; running services notice within a second.\n`);
    });
}

async function makeToken(
  terminal: Terminal,
  name: string,
  scope: Scope,
  { expires, file }: TokenOptions,
): Promise<void> {
  const token = `pd_${randomBytes(32).toString('base64url')}`;
  const digest = createHash('sha256').update(token).digest('hex');
  const entry = [name, scope, digest, ...(expires === undefined ? [] : [expires])].join(':');
  if (file === undefined) terminal.out(`For API_TOKENS (several are separated by commas):\n${entry}\n\n`);
  else await addToTokenFile(file, entry);
  terminal.out(`The token, shown this once:\n${token}\n`);
}

const NAME_RULE = '1 to 64 letters, digits, dots, dashes or underscores';

function checkedName(name: string): string {
  if (!isTokenName(name)) throw new InvalidArgumentError(`It must be ${NAME_RULE}.`);
  return name;
}

function checkedMoment(moment: string): string {
  if (!isMoment(moment))
    throw new InvalidArgumentError('It must be a day, or a moment with its zone (ISO 8601).');
  return moment;
}

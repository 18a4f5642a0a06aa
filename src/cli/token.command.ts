import { createHash, randomBytes } from 'node:crypto';
import { Argument, InvalidArgumentError, type Command } from 'commander';
import { SCOPES, type Scope } from '../common/index.js';
import { isTokenName } from '../config/index.js';
import type { Terminal } from './terminal.js';

/** `project-dream token NAME SCOPE`: the entry for API_TOKENS contains only a digest; the token itself is not stored. */
export function addToken(program: Command, terminal: Terminal): void {
  program
    .command('token')
    .description('make a token, and print its entry for API_TOKENS; the token is shown this once')
    .addArgument(new Argument('<name>', NAME_RULE).argParser(checkedName))
    .addArgument(new Argument('<scope>', 'what its holder may do').choices(SCOPES))
    .action((name: string, scope: Scope) => {
      const token = `pd_${randomBytes(32).toString('base64url')}`;
      const digest = createHash('sha256').update(token).digest('hex');
      terminal.out(
        `For API_TOKENS (several are separated by commas):\n${name}:${scope}:${digest}\n\n` +
          `The token, shown this once:\n${token}\n`,
      );
    });
}

const NAME_RULE = '1 to 64 letters, digits, dots, dashes or underscores';

function checkedName(name: string): string {
  if (!isTokenName(name)) throw new InvalidArgumentError(`It must be ${NAME_RULE}.`);
  return name;
}

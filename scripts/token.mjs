// Makes a token: npm run token -- NAME SCOPE
// Prints the entry for API_TOKENS, which holds a digest alone, and the token itself, which is kept nowhere.
import { createHash, randomBytes } from 'node:crypto';

const SCOPES = ['read', 'run', 'admin'];
const NAME = /^[A-Za-z0-9._-]{1,64}$/;

const [name = '', scope, ...rest] = process.argv.slice(2);
if (NAME.test(name) && SCOPES.includes(scope) && rest.length === 0) {
  const token = `pd_${randomBytes(32).toString('base64url')}`;
  const digest = createHash('sha256').update(token).digest('hex');
  process.stdout.write(`For API_TOKENS (several are separated by commas):\n${name}:${scope}:${digest}\n\n`);
  process.stdout.write(`The token, shown this once:\n${token}\n`);
} else {
  process.stderr.write(
    'Usage: npm run token -- NAME SCOPE\n' +
      `  NAME   1 to 64 letters, digits, dots, dashes or underscores\n  SCOPE  ${SCOPES.join(', ')}\n`,
  );
  process.exitCode = 1;
}

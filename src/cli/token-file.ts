import { randomBytes } from 'node:crypto';
import { chmod, chown, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tokensOfFile } from '../config/index.js';

/** Only the user of the service needs to read a file of tokens. */
const NEW_FILE_MODE = 0o600;

/**
 * Adds an entry to a file of tokens, which is made if it is not there.
 * @throws Error when the file has the name already, or has a fault
 */
export async function addToTokenFile(path: string, entry: string): Promise<void> {
  const text = await textOf(path);
  const changed = `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${entry}\n`;
  tokensOfFile(changed);
  await replaceFile(path, changed);
}

/**
 * Takes the entry of a name out of a file of tokens.
 * @throws Error when the file cannot be read, or does not have it
 */
export async function takeFromTokenFile(path: string, name: string): Promise<void> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  const left = lines.filter((line) => !line.trim().startsWith(`${name}:`));
  if (left.length === lines.length) throw new Error(`The file has no token with the name ${name}.`);
  await replaceFile(path, left.join('\n'));
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

/** Nobody reads a half-written file: the whole one takes its place, with its owner and its rights. */
async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path); // what a symbolic link leads to, not the link
  const found = await stat(target).catch(() => null);
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text, { mode: NEW_FILE_MODE, flag: 'wx' });
    if (found) {
      await chown(draft, found.uid, found.gid); // the service may be another user's than whoever changes the file
      await chmod(draft, found.mode & 0o7777);
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

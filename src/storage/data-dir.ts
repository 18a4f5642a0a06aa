import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UnusableDataDirError } from './store.options.js';

/** What the system says, in words that help. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'must be a folder that the service may write to',
  EPERM: 'must be a folder that the service may write to',
  EROFS: 'must be a folder on a disk that can be written to',
  ENOTDIR: 'must be a folder, and it, or what it lies in, is a file',
  ENOSPC: 'must be a folder on a disk with free space',
};

/**
 * Makes the data directory, if need be, and tries whether files can be made in it.
 * @throws UnusableDataDirError when they cannot
 */
export async function prepareDataDir(path: string): Promise<void> {
  try {
    await makeFolder(resolve(path));
    await tryToWrite(path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const reason = REASONS[code] ?? `must be a folder in which files can be made (${code})`;
    throw new UnusableDataDirError(reason, path);
  }
}

/** One folder after another: the `recursive` of Node's own mkdir never comes to an end below /proc. */
async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found?.isDirectory()) return;
  if (found) throw Object.assign(new Error('This is no folder.'), { code: 'ENOTDIR' });
  await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error; // another process was faster
  });
}

async function tryToWrite(path: string): Promise<void> {
  const file = join(path, `.write-test-${process.pid}`);
  await (await open(file, 'w')).close();
  await rm(file, { force: true });
}

/** What is wrong with the data directory when SQLite cannot use the file in it; any other error as it is. */
export function unusableFile(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'SQLITE_NOTADB' && code !== 'SQLITE_CORRUPT') return error;
  const reason = 'has a runs.sqlite3 that is damaged, or no SQLite database; restore it, or move it away';
  return new UnusableDataDirError(reason, path);
}

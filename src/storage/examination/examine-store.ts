import { access, constants, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readOwner } from '../file/folder-owner.js';
import { UnusableDataDirError, type StoreOptions } from '../store.options.js';
import type { StoreExamination } from './store-examination.js';

const NOTHING_YET = 'there is no store yet; the first start makes it';

/**
 * Looks at a store, whether a service uses it or not, and changes nothing: no file, table or row.
 * @throws UnusableDataDirError, UnusableDatabaseError, Error when it cannot be used
 */
export async function examineStore(options: StoreOptions): Promise<StoreExamination> {
  if (options.kind === 'memory') return { summary: 'kept in memory, and lost with the process' };
  if (options.kind === 'postgres') {
    const { examinePostgres } = await import('./examine-postgres.js');
    return examinePostgres(options.url);
  }
  const { kind, dataDir } = options;
  const path = join(dataDir, kind === 'file' ? 'runs' : 'runs.sqlite3');
  await assertWritable(dataDir);
  if (!(await isThere(path))) return { summary: NOTHING_YET, isAbsent: true };
  await assertWritable(path, dataDir);
  if (kind === 'file') return examineFolder(path);
  const { examineSqlite } = await import('./examine-sqlite.js');
  return examineSqlite(path, dataDir);
}

async function examineFolder(path: string): Promise<StoreExamination> {
  const owner = await readOwner(join(path, 'lock'));
  const user = owner ? `; last used by process ${owner.pid} of ${owner.host ?? 'this machine'}` : '';
  return { summary: `can be read and written${user}` };
}

/** What would be made has its place in the next folder that is there. */
async function assertWritable(path: string, shown = path): Promise<void> {
  let place = resolve(path);
  while (!(await isThere(place)) && place !== resolve(place, '..')) place = resolve(place, '..');
  await access(place, constants.R_OK | constants.W_OK).catch(() => {
    throw new UnusableDataDirError('cannot be read and written by this user', shown);
  });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

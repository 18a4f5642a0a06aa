import { join } from 'node:path';
import { SystemClock, type Clock } from '../common/index.js';
import type { RunRepository } from '../runs/index.js';
import { prepareDataDir, unusableFile } from './data-dir.js';
import { FileRunRepository } from './file/file-run.repository.js';
import { MemoryRunRepository } from './memory/memory-run.repository.js';
import { PostgresRunRepository } from './postgres/postgres-run.repository.js';
import type { StoreOptions } from './store.options.js';
import { SqliteRunRepository } from './sqlite/sqlite-run.repository.js';

/** Connections of a process to PostgreSQL, unless the options say otherwise. */
const POOL_SIZE = 10;

/**
 * Opens the repository that the options describe; makes its folder or tables, if need be. Waits for a database that is not
 * there yet.
 * @param clock by which callers tell times: a store with a clock of its own has to know
 * @throws UnusableDataDirError, UnusableDatabaseError
 */
export async function openRunRepository(
  options: StoreOptions,
  clock: Clock = new SystemClock(),
): Promise<RunRepository> {
  if (options.kind === 'memory') return new MemoryRunRepository();
  if (options.kind === 'postgres') {
    const { url, poolSize = POOL_SIZE } = options;
    return PostgresRunRepository.open({ url, poolSize }, clock);
  }
  const { kind, dataDir } = options;
  await prepareDataDir(dataDir);
  if (kind === 'file') return FileRunRepository.open(join(dataDir, 'runs'));
  return SqliteRunRepository.open(join(dataDir, 'runs.sqlite3')).catch((error: unknown) => {
    throw unusableFile(error, dataDir);
  });
}

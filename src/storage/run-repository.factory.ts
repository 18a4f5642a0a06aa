import { join } from 'node:path';
import type { RunRepository } from '../runs/index.js';
import { prepareDataDir, unusableFile } from './data-dir.js';
import { FileRunRepository } from './file/file-run.repository.js';
import { MemoryRunRepository } from './memory/memory-run.repository.js';
import type { StoreOptions } from './store.options.js';
import { SqliteRunRepository } from './sqlite/sqlite-run.repository.js';

/**
 * Opens the repository that the options describe; makes its folder, if need be.
 * @throws UnusableDataDirError
 */
export async function openRunRepository(options: StoreOptions): Promise<RunRepository> {
  if (options.kind === 'memory') return new MemoryRunRepository();
  const { kind, dataDir } = options;
  await prepareDataDir(dataDir);
  if (kind === 'file') return FileRunRepository.open(join(dataDir, 'runs'));
  return SqliteRunRepository.open(join(dataDir, 'runs.sqlite3')).catch((error: unknown) => {
    throw unusableFile(error, dataDir);
  });
}

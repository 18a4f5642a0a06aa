import { join } from 'node:path';
import {
  CreateRuns1795305600000,
  DateLeases1795651200000,
  FindRuns1795478400000,
  LeaseRuns1795392000000,
  ListDamagedRuns1795564800000,
  TitleRuns1795737600000,
  openSqlite,
} from '../../database/index.js';
import type { RunRepository } from '../run.repository.js';
import { prepareDataDir, unusableFile } from './data-dir.js';
import { FileRunRepository } from './file/file-run.repository.js';
import { MemoryRunRepository } from './memory/memory-run.repository.js';
import type { StoreOptions } from './store.options.js';
import { SqliteRunRepository } from './typeorm/sqlite-run.repository.js';

const MIGRATIONS = [
  CreateRuns1795305600000,
  LeaseRuns1795392000000,
  FindRuns1795478400000,
  ListDamagedRuns1795564800000,
  DateLeases1795651200000,
  TitleRuns1795737600000,
];

/**
 * Opens the repository that the options describe; makes its folder, if need be.
 * @throws UnusableDataDirError
 */
export async function openRunRepository(options: StoreOptions): Promise<RunRepository> {
  if (options.kind === 'memory') return new MemoryRunRepository();
  const { kind, dataDir } = options;
  await prepareDataDir(dataDir);
  if (kind === 'file') return FileRunRepository.open(join(dataDir, 'runs'));
  const connections = await openSqlite(join(dataDir, 'runs.sqlite3'), MIGRATIONS).catch((error: unknown) => {
    throw unusableFile(error, dataDir);
  });
  return new SqliteRunRepository(connections);
}

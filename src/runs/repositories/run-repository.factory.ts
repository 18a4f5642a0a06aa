import { join } from 'node:path';
import type { AppConfig } from '../../config/index.js';
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
import { SqliteRunRepository } from './typeorm/sqlite-run.repository.js';

const MIGRATIONS = [
  CreateRuns1795305600000,
  LeaseRuns1795392000000,
  FindRuns1795478400000,
  ListDamagedRuns1795564800000,
  DateLeases1795651200000,
  TitleRuns1795737600000,
];

const ADAPTERS: Record<AppConfig['RUN_REPOSITORY'], (config: AppConfig) => Promise<RunRepository>> = {
  async sqlite({ DATA_DIR }) {
    await prepareDataDir(DATA_DIR);
    const connections = await openSqlite(join(DATA_DIR, 'runs.sqlite3'), MIGRATIONS).catch(
      (error: unknown) => {
        throw unusableFile(error, DATA_DIR);
      },
    );
    return new SqliteRunRepository(connections);
  },
  async file({ DATA_DIR }) {
    await prepareDataDir(DATA_DIR);
    return FileRunRepository.open(join(DATA_DIR, 'runs'));
  },
  async memory() {
    return new MemoryRunRepository();
  },
};

/**
 * Opens the repository that RUN_REPOSITORY names; the configuration refuses names that are not here.
 * @throws ConfigError when DATA_DIR cannot be used
 */
export function openRunRepository(config: AppConfig): Promise<RunRepository> {
  return ADAPTERS[config.RUN_REPOSITORY](config);
}

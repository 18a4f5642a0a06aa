import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { SystemClock } from '../common/index.js';
import { ConfigError, loadEnvFile, readConfig, type AppConfig } from '../config/index.js';
import type { RetentionService } from '../runs/index.js';
import { retentionOptionsOf, storeOptionsOf } from '../server-options.js';
import type { Terminal } from './terminal.js';

/** Writes a line. */
type Say = (line: string) => void;

/** Where repositories store their runs below DATA_DIR. */
const STORES: Readonly<Partial<Record<AppConfig['RUN_REPOSITORY'], string>>> = {
  sqlite: 'runs.sqlite3',
  file: 'runs',
};

/** `project-dream retention`: the service may be running meanwhile, unless it stores its runs in files. */
export function addRetention(program: Command, terminal: Terminal): void {
  program
    .command('retention')
    .description('list the runs that have expired by RETENTION_MAX_AGE_DAYS and RETENTION_MAX_RUNS')
    .option('--apply', 'delete them', false)
    .action(({ apply }: { apply: boolean }) => expireRuns(apply, (line) => terminal.out(`${line}\n`)));
}

async function expireRuns(isApplied: boolean, say: Say): Promise<void> {
  loadEnvFile('.env');
  const config = readConfig();
  assertStored(config);
  // loaded lazily: storage is slow to load
  const [{ RetentionService }, { openRunRepository }] = await Promise.all([
    import('../runs/index.js'),
    import('../storage/index.js'),
  ]);
  const options = { store: storeOptionsOf(config), runs: { retention: retentionOptionsOf(config) } };
  const repository = await openRunRepository(options.store);
  try {
    const retention = new RetentionService(repository, new SystemClock(), options.runs);
    if (!retention.isOn) say('No run expires: neither RETENTION_MAX_AGE_DAYS nor RETENTION_MAX_RUNS is set.');
    else if (isApplied) say(`${await retention.apply()} run(s) deleted.`);
    else await preview(retention, say);
  } finally {
    await repository.close();
  }
}

/** Opening a store creates it if missing, so a mistyped DATA_DIR is reported first. */
function assertStored({ RUN_REPOSITORY, DATA_DIR }: AppConfig): void {
  if (RUN_REPOSITORY === 'memory')
    throw new ConfigError([`RUN_REPOSITORY=${RUN_REPOSITORY} keeps no runs that could expire`]);
  const store = STORES[RUN_REPOSITORY];
  if (store === undefined) return; // it is not kept there
  if (existsSync(join(DATA_DIR, store))) return;
  throw new ConfigError([`DATA_DIR (${DATA_DIR}) has no ${store}: no run was ever stored there`]);
}

async function preview(retention: RetentionService, say: Say): Promise<void> {
  const runIds = await retention.preview();
  for (const runId of runIds) say(runId);
  say(`${runIds.length} run(s) would be deleted; --apply deletes them.`);
}

// Tells which runs have expired by RETENTION_MAX_AGE_DAYS and RETENTION_MAX_RUNS; with --apply, deletes them:
//   npm run retention [-- --apply]
// Reads the environment and .env as the service does. The service may go on meanwhile, unless it keeps runs in files.
import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock } from '../dist/common/index.js';
import { loadEnvFile, readConfig } from '../dist/config/index.js';
import { openRunRepository } from '../dist/index.js';
import { RetentionService } from '../dist/runs/retention/retention.service.js';

const say = (line) => process.stdout.write(`${line}\n`);

/** Whether runs are to be deleted, not only told. */
function readArguments() {
  const [argument, ...more] = process.argv.slice(2);
  if (argument === undefined) return false;
  if (argument === '--apply' && more.length === 0) return true;
  throw new Error('Usage: npm run retention [-- --apply]');
}

/** Opening a store makes one where there is none: whoever mistypes DATA_DIR is to learn of it. */
function assertStored({ RUN_REPOSITORY, DATA_DIR }) {
  const path = { sqlite: 'runs.sqlite3', file: 'runs' }[RUN_REPOSITORY];
  if (path === undefined)
    throw new Error(`RUN_REPOSITORY=${RUN_REPOSITORY} keeps no runs that could expire.`);
  if (existsSync(join(DATA_DIR, path))) return;
  throw new Error(`DATA_DIR (${DATA_DIR}) has no ${path}: no run was ever stored there.`);
}

async function main() {
  const isApplied = readArguments();
  loadEnvFile('.env');
  const config = readConfig();
  assertStored(config);
  const repository = await openRunRepository(config);
  try {
    const retention = new RetentionService(repository, new SystemClock(), config);
    if (!retention.isOn) say('No run expires: neither RETENTION_MAX_AGE_DAYS nor RETENTION_MAX_RUNS is set.');
    else if (isApplied) say(`${await retention.apply()} run(s) deleted.`);
    else await preview(retention);
  } finally {
    await repository.close();
  }
}

async function preview(retention) {
  const runIds = await retention.preview();
  for (const runId of runIds) say(runId);
  say(`${runIds.length} run(s) would be deleted; --apply deletes them.`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

// Tells which runs have expired by RETENTION_MAX_AGE_DAYS and RETENTION_MAX_RUNS; with --apply, deletes them:
//   npm run retention [-- --apply]
// Reads the environment and .env as the service does. The service may go on meanwhile, unless it keeps runs in files.
import 'reflect-metadata';
import { SystemClock } from '../dist/common/index.js';
import { loadEnvFile, readConfig } from '../dist/config/index.js';
import { openRunRepository } from '../dist/index.js';
import { RetentionService } from '../dist/runs/retention/retention.service.js';

const say = (line) => process.stdout.write(`${line}\n`);

async function main() {
  loadEnvFile('.env');
  const config = readConfig();
  const repository = await openRunRepository(config);
  try {
    const retention = new RetentionService(repository, new SystemClock(), config);
    if (!retention.isOn) say('No run expires: neither RETENTION_MAX_AGE_DAYS nor RETENTION_MAX_RUNS is set.');
    else if (process.argv.includes('--apply')) say(`${await retention.apply()} run(s) deleted.`);
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

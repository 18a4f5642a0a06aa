// Runs of three stages that do nothing on PostgreSQL, beside the same commits over the bare pg package.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../support/postgres-process.mjs';
import { inTurns, mapValues, ofEach } from '../support/turns.mjs';
import { startWorker } from '../support/worker.mjs';

const SIZES = {
  full: { turns: 7, forMs: 2_000, inFlight: [1, 20, 100] },
  quick: { turns: 2, forMs: 400, inFlight: [1, 20, 100] },
  tiny: { turns: 1, forMs: 50, inFlight: [1, 20] },
};
/** As a server in use is set, but for its memory. */
const SETTINGS = { fsync: 'on', shared_buffers: '256MB' };

/** @returns the URL of an empty database */
async function startDatabase(resources) {
  const server = await startPostgres(SETTINGS);
  resources.add(() => server.remove());
  return server.url;
}

async function startRuntime(checkout, resources) {
  const env = {
    DATA_DIR: await resources.folder(),
    DATABASE_URL: await startDatabase(resources),
    RUN_REPOSITORY: 'postgres',
    MAX_CONCURRENT_RUNS: '200',
  };
  return startWorker('runtime-worker.mjs', [checkout.folder], resources, env);
}

async function startFloor(script, resources) {
  const url = await startDatabase(resources);
  const floor = startWorker('postgres-floor-worker.mjs', [url], resources);
  await floor.call('open', script);
  return floor;
}

export const postgresSection = {
  name: 'postgres',
  title: 'runs of three stages that do nothing, on PostgreSQL, beside the same commits',
  method: (size) => {
    const { turns, forMs } = SIZES[size];
    return `turns: ${turns}, of ${forMs} ms, after one to warm up; in a process of its own, without HTTP`;
  },
  async measure({ checkouts, resources, size, record }) {
    const { turns, forMs, inFlight } = SIZES[size];
    const able = checkouts.filter(({ folder }) => existsSync(join(folder, 'dist/storage/postgres')));
    const workers = await ofEach(able, (checkout) => startRuntime(checkout, resources));
    workers.floor = await startFloor(await workers.now.call('record'), resources);
    for (const worker of Object.values(workers))
      for (const runs of inFlight) await worker.call('measure', runs, forMs);
    for (const runs of inFlight) {
      const slice = (worker) => () => worker.call('measure', runs, forMs);
      const slices = await inTurns(turns, mapValues(workers, slice));
      record({ name: `${runs} in flight`, key: { inFlight: runs }, slices });
    }
  },
};

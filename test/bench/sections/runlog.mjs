// GET /runs/{id}/runlog: of a simulation, beside express with the bare sqlite3 package; of long logs, beside node:http
// with a file.
import { createWriteStream } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { recordExchange, startFloor } from '../support/exchange.mjs';
import { Client, cpuEach, measureLoad } from '../support/load.mjs';
import { startServer, startService } from '../support/service.mjs';
import { median } from '../support/statistics.mjs';
import { inTurns, mapValues, ofEach } from '../support/turns.mjs';
import { startWorker } from '../support/worker.mjs';

const SIZES = {
  full: {
    turns: 5,
    requests: 300,
    warmUp: 1_000,
    rows: [10_000, 1_000_000],
    repositories: ['sqlite', 'file'],
  },
  quick: { turns: 3, requests: 100, warmUp: 100, rows: [10_000, 100_000], repositories: ['sqlite'] },
  tiny: { turns: 1, requests: 4, warmUp: 2, rows: [1_000], repositories: ['sqlite'] },
};
const FILE_SERVER = fileURLToPath(new URL('../support/file-server.mjs', import.meta.url));
/** A log of fewer rows is read several times a turn. */
const MANY_ROWS = 100_000;
const READS_OF_FEW = 20;
/** How often a server's memory is looked at, in milliseconds. */
const WATCH_MS = 10;

/** The run log of a simulation, of about 70 rows. */
async function measureShort({ checkouts, resources, size, record }) {
  const { turns, requests, warmUp } = SIZES[size];
  const targets = await ofEach(checkouts, async (checkout) => {
    const service = await startService(checkout, resources);
    const exchange = await recordExchange(service);
    return { service, exchange, path: `/runs/${exchange.runId}/runlog` };
  });
  const { exchange } = targets.now;
  targets.floor = { service: await startFloor(exchange, resources), path: '/runlog' };
  const rows = exchange.creation.rows.length;
  for (const target of Object.values(targets)) await readOften(target, warmUp);
  const slice = (target) => () => readOften(target, requests);
  const slices = await inTurns(turns, mapValues(targets, slice));
  record({ name: `sqlite, ${rows} rows`, key: { repository: 'sqlite', rows }, slices });
  for (const { service } of Object.values(targets)) await service.stop();
}

async function readOften({ service, path }, requests) {
  const client = new Client(service.url);
  try {
    return await measureLoad(service, requests, 1, () => client.ask(path));
  } finally {
    client.close();
  }
}

/** Run logs that a pipeline of the bench has made before the service was started. */
async function measureLong(repository, { checkouts, resources, size, record }) {
  const { turns, rows } = SIZES[size];
  const services = await ofEach(checkouts, (checkout) =>
    startFilled(checkout, resources, { repository, rows }),
  );
  for (const [index, count] of rows.entries()) {
    const targets = mapValues(services, ({ service, ids }) => ({
      service,
      path: `/runs/${ids[index]}/runlog`,
    }));
    targets.floor = await startFileServer(targets.now, resources);
    const times = count < MANY_ROWS ? READS_OF_FEW : 1;
    for (const target of Object.values(targets)) await readWhole(target, times);
    const slice = (target) => () => readWhole(target, times);
    const slices = await inTurns(turns, mapValues(targets, slice));
    record({ name: `${repository}, ${count} rows`, key: { repository, rows: count }, slices });
    await targets.floor.service.stop();
  }
  for (const { service } of Object.values(services)) await service.stop();
}

async function startFilled(checkout, resources, { repository, rows }) {
  const dataDir = await resources.folder();
  const env = { RUN_REPOSITORY: repository };
  const workerEnv = { ...env, DATA_DIR: dataDir, RUN_TIMEOUT_MS: '3600000' };
  const worker = startWorker('long-log-worker.mjs', [checkout.folder], resources, workerEnv);
  const ids = await worker.call('make', rows);
  await worker.stop();
  return { ids, service: await startService(checkout, resources, { env, dataDir }) };
}

/** Starts a server that sends what a service sends. */
async function startFileServer({ service, path }, resources) {
  const file = join(await resources.folder(), 'answer.json');
  const response = await new Promise((resolve, reject) =>
    get(`${service.url}${path}`, resolve).once('error', reject),
  );
  await pipeline(response, createWriteStream(file));
  return { service: await startServer(FILE_SERVER, [file], resources), path: '/' };
}

/**
 * Reads a log to its end so many times.
 * @returns median times in ms, CPU time for each, and `resident`, the most memory that the server had, in MiB
 */
async function readWhole({ service, path }, times) {
  const client = new Client(service.url);
  const answers = [];
  const before = service.cpuMs();
  let resident = 0;
  const watch = () => (resident = Math.max(resident, service.residentMb()));
  const timer = setInterval(watch, WATCH_MS);
  try {
    for (let time = 0; time < times; time++) answers.push(await client.ask(path));
    watch();
  } finally {
    clearInterval(timer);
    client.close();
  }
  const [first, total] = ['firstMs', 'ms'].map((name) => median(answers.map((answer) => answer[name])));
  return { first, total, cpu: cpuEach(service, before, times), resident: resident || null };
}

export const runlogSection = {
  name: 'runlog',
  title: 'GET /runs/{id}/runlog, one after another',
  method: (size) => {
    const { turns, requests, warmUp } = SIZES[size];
    return `turns: ${turns}; of ${requests} requests for the log of a simulation, after ${warmUp} to warm up, of 1 for logs of ${MANY_ROWS} rows or more, of ${READS_OF_FEW} for others`;
  },
  async measure(bench) {
    await measureShort(bench);
    for (const repository of SIZES[bench.size].repositories) await measureLong(repository, bench);
  },
};

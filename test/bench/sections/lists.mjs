// GET /runs over few and over many runs.
import { Client, measureLoad } from '../support/load.mjs';
import { startService } from '../support/service.mjs';
import { inTurns, mapValues, ofEach } from '../support/turns.mjs';
import { startWorker } from '../support/worker.mjs';

const SIZES = {
  full: {
    turns: 5,
    requests: 100,
    runs: [10, 100, 1_000, 10_000, 100_000],
    repositories: ['sqlite', 'file'],
  },
  quick: { turns: 2, requests: 30, runs: [10, 1_000], repositories: ['sqlite'] },
  tiny: { turns: 1, requests: 4, runs: [10], repositories: ['sqlite'] },
};
const LIMIT = 20;
const FILTER = 'status=succeeded&board_id=B03';

/** The queries to measure, by what each shows. */
async function queriesOf(service) {
  const client = new Client(service.url);
  const { items, next_cursor: next } = await client.json('/runs?limit=5');
  client.close();
  if (items.length === 0) throw new Error('The list is empty.');
  const cursor = `cursor=${encodeURIComponent(next)}`;
  return { 'first page': '', 'filter and cursor': `${FILTER}&${cursor}` };
}

async function startFilled(checkout, resources, { repository, from, to, dataDir }) {
  const env = { RUN_REPOSITORY: repository };
  const worker = startWorker('list-worker.mjs', [checkout.folder], resources, { ...env, DATA_DIR: dataDir });
  await worker.call('fill', from, to);
  await worker.stop();
  return startService(checkout, resources, { env, dataDir });
}

async function read(service, query, requests) {
  const client = new Client(service.url);
  try {
    return await measureLoad(service, requests, 1, () => client.ask(`/runs?limit=${LIMIT}&${query}`));
  } finally {
    client.close();
  }
}

async function measureRepository(repository, { checkouts, resources, size, record }) {
  const { turns, requests, runs } = SIZES[size];
  const folders = await ofEach(checkouts, () => resources.folder());
  let from = 0;
  for (const to of runs) {
    const start = (checkout) =>
      startFilled(checkout, resources, { repository, from, to, dataDir: folders[checkout.name] });
    const services = await ofEach(checkouts, start);
    for (const [name, query] of Object.entries(await queriesOf(services.now))) {
      for (const service of Object.values(services)) await read(service, query, requests);
      const slice = (service) => () => read(service, query, requests);
      const slices = await inTurns(turns, mapValues(services, slice));
      record({
        name: `${repository}, ${to} runs, ${name}`,
        key: { repository, runs: to, query: name },
        slices,
      });
    }
    for (const service of Object.values(services)) await service.stop();
    from = to;
  }
}

export const listsSection = {
  name: 'lists',
  title: `GET /runs?limit=${LIMIT}, one after another; the filter is ${FILTER}`,
  method: (size) => `turns: ${SIZES[size].turns}, of ${SIZES[size].requests} requests, after one to warm up`,
  async measure(bench) {
    for (const repository of SIZES[bench.size].repositories) await measureRepository(repository, bench);
  },
};

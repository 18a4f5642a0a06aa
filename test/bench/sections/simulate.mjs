// POST /simulate of 3 rounds, beside express with the bare sqlite3 package that stores and answers the same bytes.
import { recordExchange, simulation, startFloor } from '../support/exchange.mjs';
import { Client, measureLoad } from '../support/load.mjs';
import { startService } from '../support/service.mjs';
import { inTurns, mapValues, ofEach } from '../support/turns.mjs';

/** What is measured on each repository: numbers of connections. */
const CONNECTIONS = { sqlite: [1, 8, 32], file: [8], memory: [8] };
const FEW_CONNECTIONS = { sqlite: [1, 2] };
const SIZES = {
  full: { warmUp: 1_000, turns: 7, requests: 200, on: CONNECTIONS },
  quick: { warmUp: 60, turns: 2, requests: 24, on: CONNECTIONS },
  tiny: { warmUp: 2, turns: 1, requests: 4, on: FEW_CONNECTIONS },
};
const WARM_UP_CONNECTIONS = 8;

/** Plays simulations on a service, each with a random seed of its own. */
export async function simulate(service, { count, connections, name }) {
  const client = new Client(service.url, connections);
  const ask = (index) => client.ask('/simulate', simulation(`${name}-${index}`));
  try {
    return await measureLoad(service, count, connections, ask);
  } finally {
    client.close();
  }
}

async function measureRepository(repository, { checkouts, resources, size, record }) {
  const { warmUp, turns, requests, on } = SIZES[size];
  const start = (checkout) => startService(checkout, resources, { env: { RUN_REPOSITORY: repository } });
  const services = await ofEach(checkouts, start);
  if (repository === 'sqlite')
    services.floor = await startFloor(await recordExchange(services.now), resources);
  for (const service of Object.values(services))
    await simulate(service, { count: warmUp, connections: WARM_UP_CONNECTIONS, name: 'warm-up' });
  for (const connections of on[repository]) {
    const slice = (service) => (turn) =>
      simulate(service, { count: requests, connections, name: `${connections}-${turn}` });
    const slices = await inTurns(turns, mapValues(services, slice));
    record({ name: `${repository}, c = ${connections}`, key: { repository, connections }, slices });
  }
  await Promise.all(Object.values(services).map((service) => service.stop()));
}

export const simulateSection = {
  name: 'simulate',
  title: 'POST /simulate of 3 rounds',
  method: (size) => {
    const { warmUp, turns, requests } = SIZES[size];
    return `turns: ${turns}, of ${requests} requests, after ${warmUp} to warm up; c is the number of connections`;
  },
  async measure(bench) {
    for (const repository of Object.keys(SIZES[bench.size].on)) await measureRepository(repository, bench);
  },
};

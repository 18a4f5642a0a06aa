// GET /runs/{id} of a simulation, beside express with the bare sqlite3 package.
import { recordExchange, startFloor } from '../support/exchange.mjs';
import { Client, measureLoad } from '../support/load.mjs';
import { startService } from '../support/service.mjs';
import { inTurns, mapValues, ofEach } from '../support/turns.mjs';

const SIZES = {
  full: { turns: 5, requests: 500, warmUp: 2_000 },
  quick: { turns: 3, requests: 200, warmUp: 200 },
  tiny: { turns: 1, requests: 8, warmUp: 2 },
};
const CONNECTIONS = [1, 8];

async function read({ service, path }, requests, connections) {
  const client = new Client(service.url, connections);
  try {
    return await measureLoad(service, requests, connections, () => client.ask(path));
  } finally {
    client.close();
  }
}

export const runSection = {
  name: 'run',
  title: 'GET /runs/{id} of a simulation on SQLite',
  method: (size) => {
    const { turns, requests, warmUp } = SIZES[size];
    return `turns: ${turns}, of ${requests} requests, after ${warmUp} to warm up; c is the number of connections`;
  },
  async measure({ checkouts, resources, size, record }) {
    const { turns, requests, warmUp } = SIZES[size];
    const targets = await ofEach(checkouts, async (checkout) => {
      const service = await startService(checkout, resources);
      const exchange = await recordExchange(service);
      return { service, exchange, path: `/runs/${exchange.runId}` };
    });
    targets.floor = { service: await startFloor(targets.now.exchange, resources), path: '/run' };
    for (const target of Object.values(targets)) await read(target, warmUp, 1);
    for (const connections of CONNECTIONS) {
      const slice = (target) => () => read(target, requests, connections);
      const slices = await inTurns(turns, mapValues(targets, slice));
      record({ name: `c = ${connections}`, key: { connections }, slices });
    }
  },
};

// GET /health/live, asked every 10 ms, while long runs go on, and while POST /simulate is under load.
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { simulation } from '../support/exchange.mjs';
import { Client } from '../support/load.mjs';
import { LASTING } from '../support/forgiving-app.mjs';
import { startServer } from '../support/service.mjs';
import { quantile } from '../support/statistics.mjs';
import { inTurns, mapValues, ofEach } from '../support/turns.mjs';
import { startWorker } from '../support/worker.mjs';
import { simulate } from './simulate.mjs';

const SIZES = {
  full: { warmUp: 1_000, turns: 3, runs: 32, rounds: 200, requests: 2_000 },
  quick: { warmUp: 30, turns: 1, runs: 32, rounds: 20, requests: 100 },
  tiny: { warmUp: 1, turns: 1, runs: 2, rounds: 5, requests: 4 },
};
const CONNECTIONS = 8;
const WATCH_MS = 100;
const SERVICE = fileURLToPath(new URL('../support/forgiving-service.mjs', import.meta.url));

/** Starts the runs, and waits for their ends. */
async function playRuns(service, { runs, rounds, turn }) {
  const client = new Client(service.url);
  const start = (index) => {
    const input = JSON.parse(simulation(`long-${turn}-${index}`, { rounds, changes: LASTING }));
    return client.json('/runs', JSON.stringify({ pipeline: 'simulation', input }));
  };
  const started = await Promise.all(Array.from({ length: runs }, (_, index) => start(index)));
  for (const { run_id: id } of started) await untilEnded(client, id);
  client.close();
}

async function untilEnded(client, id) {
  for (;;) {
    const { status, rounds_run: played } = await client.json(`/runs/${id}`);
    if (status === 'succeeded') return;
    if (status !== 'running' && status !== 'queued')
      throw new Error(`A run ${status} after ${played} rounds.`);
    await pause(WATCH_MS);
  }
}

/** Asks for health while the service does some work. */
async function measureSlice({ service, asker }, work) {
  await asker.call('start');
  await work(service);
  const times = await asker.call('stop');
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => quantile(times, share));
  return { p50, p99, most, asked: times.length };
}

export const healthSection = {
  name: 'health',
  title:
    'GET /health/live, asked every 10 ms, while runs of POST /runs go on, and while POST /simulate is under load',
  method: (size) => {
    const { warmUp, turns, runs, rounds, requests } = SIZES[size];
    return `turns: ${turns}, of ${runs} runs of ${rounds} rounds at a time (one in thirty is locked within a round, and ends earlier), or ${requests} simulations of 3 rounds over ${CONNECTIONS} connections; on SQLite, after ${warmUp} simulations to warm up`;
  },
  async measure({ checkouts, resources, size, record }) {
    const { warmUp, turns, runs, rounds, requests } = SIZES[size];
    const pairs = await ofEach(checkouts, async (checkout) => {
      const env = { DATA_DIR: await resources.folder(), RUN_REPOSITORY: 'sqlite', MAX_CONCURRENT_RUNS: '32' };
      const service = await startServer(SERVICE, [checkout.folder], resources, env);
      await simulate(service, { count: warmUp, connections: CONNECTIONS, name: 'warm-up' });
      return { service, asker: startWorker('health-client.mjs', [service.url], resources) };
    });
    const loads = {
      [`${runs} runs of ${rounds} rounds`]: (turn) => (service) => playRuns(service, { runs, rounds, turn }),
      [`POST /simulate, c = ${CONNECTIONS}`]: (turn) => (service) =>
        simulate(service, { count: requests, connections: CONNECTIONS, name: `load-${turn}` }),
    };
    for (const [name, load] of Object.entries(loads)) {
      const slice = (pair) => (turn) => measureSlice(pair, load(turn));
      record({ name, key: { load: name }, slices: await inTurns(turns, mapValues(pairs, slice)) });
    }
  },
};

// Asks GET /health/live on a kept connection of its own. Argument: the address of the service.
import { Client } from './load.mjs';
import { serveCalls } from './worker.mjs';

const PERIOD_MS = 10;

const client = new Client(process.argv[2]);
let times = [];
let timer;
let asking;

async function ask() {
  const { ms } = await client.ask('/health/live');
  times.push(ms);
}

serveCalls({
  /** Asks every 10 ms, unless the answer before has not come yet. */
  start: async () => {
    await ask();
    times = [];
    timer = setInterval(() => {
      asking ??= ask().finally(() => (asking = undefined));
    }, PERIOD_MS);
  },
  /** Asks no more. Resolves with the times that were measured, in ms. */
  stop: async () => {
    clearInterval(timer);
    await asking;
    return times;
  },
});

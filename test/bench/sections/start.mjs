// How long a service takes to be ready.
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../support/load.mjs';
import { spawnService } from '../support/service.mjs';
import { inTurns, ofEach } from '../support/turns.mjs';

const TURNS = { full: 10, quick: 3, tiny: 1 };
const ASK_AGAIN_MS = 2;

/** Starts a service on an empty store, and stops it when it is ready. */
async function start(checkout, resources) {
  const own = resources.inner();
  const env = { DATA_DIR: await own.folder(), RUN_REPOSITORY: 'sqlite' };
  const begun = performance.now();
  const { child, url } = await spawnService(checkout, own, env);
  const client = new Client(url);
  while (!(await isReady(client, child))) await pause(ASK_AGAIN_MS);
  const ready = performance.now() - begun;
  client.close();
  await own.close();
  return { ready };
}

async function isReady(client, child) {
  if (child.exitCode !== null) throw new Error(`A service ended with status ${child.exitCode}.`);
  return client.ask('/health/ready').then(
    () => true,
    () => false,
  );
}

export const startSection = {
  name: 'start',
  title: 'from starting the process to the first 200 of GET /health/ready, on an empty SQLite store',
  method: (size) => `turns: ${TURNS[size]}`,
  async measure({ checkouts, resources, size, record }) {
    const subjects = await ofEach(checkouts, (checkout) => () => start(checkout, resources));
    record({ name: 'start', key: {}, slices: await inTurns(TURNS[size], subjects) });
  },
};

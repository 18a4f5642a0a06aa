// One simulation, as the service answers and stores it, for a floor that repeats it.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from './load.mjs';
import { startServer } from './service.mjs';

const SEED = new URL('../../../docs/examples/seeds/seed-01-short-crate.json', import.meta.url);
const FLOOR = fileURLToPath(new URL('floor-service.mjs', import.meta.url));

export const seed = JSON.parse(await readFile(SEED, 'utf8'));

/** @returns the body of POST /simulate, as text */
export function simulation(randomSeed, { rounds = 3, changes = {} } = {}) {
  return JSON.stringify({ seed: { ...seed, ...changes }, rounds, random_seed: randomSeed });
}

/** Plays one simulation. @returns the exchange, with `runId` of the run that it made */
export async function recordExchange(service) {
  const client = new Client(service.url);
  const body = simulation('exchange');
  const answer = await client.text('/simulate', body);
  const run = JSON.parse(answer);
  const record = await client.json(`/runs/${run.run_id}`);
  const { rows } = await client.json(`/runs/${run.run_id}/runlog`);
  client.close();
  const stored = rows.map((row) => {
    const { seq, type, stage_node: stageNode = null, attempt = null } = row;
    return { seq, type, stageNode, attempt, json: JSON.stringify(row) };
  });
  return {
    runId: run.run_id,
    body,
    answer,
    creation: { run: record, request: JSON.parse(body), rows: stored },
  };
}

/** Starts the floor of an exchange in a process of its own. */
export async function startFloor(exchange, resources) {
  const folder = await resources.folder();
  const path = join(folder, 'exchange.json');
  await writeFile(path, JSON.stringify(exchange));
  return startServer(FLOOR, [join(folder, 'floor.sqlite3'), path], resources);
}

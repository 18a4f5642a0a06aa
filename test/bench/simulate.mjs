// Measures POST /simulate: simulations of 3 rounds one after another, on SQLite, over HTTP on loopback.
// Prints the machine, the median and the 95th percentile. Needs a build: `npm run bench:simulate`.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../dist/index.js';

const RUNS = Number(process.argv[2] ?? 20);
const WARM_UP = 5;

const dataDir = await mkdtemp(join(tmpdir(), 'dream-bench-'));
Object.assign(process.env, { DATA_DIR: dataDir, LOG_LEVEL: 'error', RUN_REPOSITORY: 'sqlite' });
const app = await createApp();
await app.listen(0, '127.0.0.1');
const url = await app.getUrl();
const seed = JSON.parse(
  await readFile(new URL('../../docs/examples/seeds/seed-01-short-crate.json', import.meta.url), 'utf8'),
);

async function simulate(index) {
  const started = performance.now();
  const response = await fetch(`${url}/simulate`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ seed, rounds: 3, random_seed: `bench-${index}` }),
  });
  if (response.status !== 200) throw new Error(`POST /simulate answered ${response.status}`);
  await response.json();
  return performance.now() - started;
}

for (let index = 0; index < WARM_UP; index++) await simulate(`warm-up-${index}`);
const times = [];
for (let index = 0; index < RUNS; index++) times.push(await simulate(index));
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(RUNS - 1, Math.floor(RUNS * share))].toFixed(1);
const [{ model }] = cpus();
process.stdout.write(`${cpus().length} cores, ${model}, Node ${process.version}\n`);
process.stdout.write(
  `${RUNS} simulations of 3 rounds: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms\n`,
);
await app.close();
await rm(dataDir, { recursive: true });

// Measures the CPU time that the simulation's stages take, with packs loaded, on the memory repository:
// - 200 runs of 3 rounds: the median CPU time inside the stages of a run;
// - 200 rounds against 5 rounds of one thread: the ratio of their times (median of five), and of their heap growth.
// Needs a build: `npm run bench:stages`.
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { createApp, RunsService } from '../../dist/index.js';
import { StageNodeRegistry } from '../../dist/orchestrator/index.js';

Object.assign(process.env, { LOG_LEVEL: 'error', RUN_REPOSITORY: 'memory', MAX_ROUNDS: '200' });
const app = await createApp();
const runs = app.get(RunsService);
const text = await readFile(new URL('../../docs/examples/seeds/seed-01-short-crate.json', import.meta.url), 'utf8');
const seed = JSON.parse(text);

let inStages = 0;
for (const { handler } of app.get(StageNodeRegistry).nodesOf('simulation')) {
  const run = handler.run.bind(handler);
  handler.run = async (context) => {
    const before = process.cpuUsage();
    try {
      return await run(context);
    } finally {
      const { user, system } = process.cpuUsage(before);
      inStages += (user + system) / 1000;
    }
  };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** CPU milliseconds inside the stages of one run. */
async function measure(rounds, randomSeed, changes = {}) {
  inStages = 0;
  const input = { seed: { ...seed, ...changes }, rounds, random_seed: randomSeed };
  const run = await runs.runToEnd({ pipeline: 'simulation', input });
  if (run.rounds_run !== rounds) throw new Error(`The run ended after ${run.rounds_run} of ${rounds} rounds.`);
  return inStages;
}

/** A thread that nothing ends: enough hours, and a dial that nobody takes offence at. */
const LASTING = { dial: { U: 20, E: 60, M: 0, S: 0, H: 20 }, evidence_expiry_hours: 8760, evidence_grade: 'A' };

for (let index = 0; index < 200; index++) await measure(3, `warm-up-${index}`);
const short = [];
for (let index = 0; index < 200; index++) short.push(await measure(3, `run-${index}`));

const ratios = [];
const heaps = [];
for (let index = 0; ratios.length < 5 && index < 100; index++) {
  try {
    const long = await measure(200, `long-${index}`, LASTING);
    const brief = [];
    for (let repeat = 0; repeat < 9; repeat++) brief.push(await measure(5, `long-${index}`, LASTING));
    ratios.push(long / median(brief));
    heaps.push(process.memoryUsage().heapUsed / 1024 / 1024);
  } catch (error) {
    if (!/ended after/.test(error.message)) throw error;
  }
}

const [{ model }] = cpus();
const say = (line) => process.stdout.write(`${line}\n`);
say(`${cpus().length} cores, ${model}, Node ${process.version}`);
say(`3 rounds: ${median(short).toFixed(2)} ms of CPU inside the stages (median of 200 runs)`);
say(`200 rounds take ${median(ratios).toFixed(1)} times as long as 5 rounds (median of ${ratios.length}; CPU inside the stages)`);
say(`heap in use after each pair: ${heaps.map((heap) => heap.toFixed(0)).join(', ')} MiB`);
await app.close();

// Measures the CPU time that the simulation's stages take, with packs loaded, on the memory repository:
// - 200 runs of 3 rounds: the median CPU time inside the stages of a run, and in the runtime's journal meanwhile;
// - 200 rounds against 5 rounds: the ratio of their times (median of five), and the heap that 200 rounds leave behind.
// Needs a build: `npm run bench:stages`.
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { createApp, RunsService } from '../../dist/index.js';
import { StageNodeRegistry } from '../../dist/orchestrator/index.js';

Object.assign(process.env, { LOG_LEVEL: 'error', RUN_REPOSITORY: 'memory', MAX_ROUNDS: '200' });
const app = await createApp();
const runs = app.get(RunsService);
const text = await readFile(
  new URL('../../docs/examples/seeds/seed-01-short-crate.json', import.meta.url),
  'utf8',
);
const seed = JSON.parse(text);

/** Runs before the first that counts: the service is measured as it is after its first seconds, compiled. */
const WARM_UP_RUNS = 3000;

/** CPU milliseconds inside the stages of a run, and of these inside the runtime's journal: `checkpoint()`, `rows()`. */
const spent = { stages: 0, journal: 0 };
let forgiving = false;
for (const { handler } of app.get(StageNodeRegistry).nodesOf('simulation')) {
  const run = handler.run.bind(handler);
  handler.run = (context) => {
    if (forgiving) forgive(context);
    countJournal(context);
    return counted('stages', () => run(context));
  };
}

/** Adds the CPU time, of all threads, until the work has ended. */
async function counted(part, work) {
  const before = process.cpuUsage();
  try {
    return await work();
  } finally {
    const { user, system } = process.cpuUsage(before);
    spent[part] += (user + system) / 1000;
  }
}

function countJournal(context) {
  const { checkpoint, rows } = context;
  context.checkpoint = () => counted('journal', () => checkpoint.call(context));
  context.rows = async function* (...types) {
    const read = await counted('journal', () => all(rows.call(context, ...types)));
    yield* read;
  };
}

async function all(rows) {
  const list = [];
  for await (const row of rows) list.push(row);
  return list;
}

/** Forgets the reports after each round: a thread of 200 rounds would be locked long before its end. */
function forgive(context) {
  const checkpoint = context.checkpoint.bind(context);
  context.checkpoint = () => {
    Object.assign(context.state.loop, { reports: 0, severity: 0, status: 'visible' });
    return checkpoint();
  };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** CPU milliseconds inside the stages of one run. */
async function measure(rounds, randomSeed, changes = {}) {
  Object.assign(spent, { stages: 0, journal: 0 });
  const input = { seed: { ...seed, ...changes }, rounds, random_seed: randomSeed };
  const { run } = await runs.runToEnd({ pipeline: 'simulation', input });
  if (run.attributes.rounds_run !== rounds)
    throw new Error(`The run ended after ${run.attributes.rounds_run} of ${rounds} rounds.`);
  return { ...spent };
}

for (let index = 0; index < WARM_UP_RUNS; index++) await measure(3, `warm-up-${index}`);
const short = [];
for (let index = 0; index < 200; index++) short.push(await measure(3, `run-${index}`));
const journal = median(short.map((times) => times.journal));
const own = median(short.map((times) => times.stages - times.journal));

forgiving = true;
const lasting = { evidence_expiry_hours: 8760, evidence_grade: 'A' };
for (let index = 0; index < 3; index++) await measure(200, `long-warm-up-${index}`, lasting);
const ratios = [];
const growth = [];
for (let index = 0; index < 5; index++) {
  const brief = [];
  for (let repeat = 0; repeat < 40; repeat++)
    brief.push((await measure(5, `pair-${index}-${repeat}`, lasting)).stages);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const { stages: long } = await measure(200, `pair-${index}`, lasting);
  globalThis.gc?.();
  growth.push((process.memoryUsage().heapUsed - before) / 1024 / 1024);
  ratios.push(long / (brief.reduce((sum, time) => sum + time, 0) / brief.length));
}

const [{ model }] = cpus();
const say = (line) => process.stdout.write(`${line}\n`);
say(`${cpus().length} cores, ${model}, Node ${process.version}`);
say(
  `3 rounds: ${own.toFixed(2)} ms of CPU inside the stages, and ${journal.toFixed(2)} ms in the checkpoints and reads that they wait for (medians of 200 runs, after ${WARM_UP_RUNS} to warm up)`,
);
say(
  `200 rounds take ${median(ratios).toFixed(1)} times as long as 5 rounds (median of 5 pairs; the mean of 40 runs of 5)`,
);
say(
  `a run of 200 rounds leaves ${median(growth).toFixed(1)} MiB of heap behind: its log, which the memory repository keeps`,
);
await app.close();

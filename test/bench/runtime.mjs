// Measures what the runtime costs beside SQLite: runs of three stages that do nothing, each attempt recorded and durable,
// against the same rows written without any of ours. Needs a build: `npm run bench:runtime`.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { AppModule, createApp, Pipeline, RUN_REPOSITORY, RunsService, StageNode } from '../../dist/index.js';
import { Floor } from './support/floor.mjs';

const IN_FLIGHT = [1, 20, 100];
/** Of ours and of the floor in turns, for each number of runs in flight. */
const TURNS = 5;
const TURN_MS = 2_000;
const STAGES = ['one', 'two', 'three'];

class BenchPipeline {
  check(input) {
    return input;
  }

  accept(input) {
    return { input, randomSeed: 'bench', rows: [{ type: 'asked' }], projection: {} };
  }

  project() {
    return {};
  }
}
Pipeline({ id: 'bench' })(BenchPipeline);

const stages = STAGES.map((id, index) => {
  class NoOpStage {
    async run() {}
  }
  StageNode({ id, pipeline: 'bench', after: STAGES.slice(0, index) })(NoOpStage);
  return NoOpStage;
});

class BenchModule {}
Module({ imports: [AppModule], providers: [BenchPipeline, ...stages] })(BenchModule);

/** Runs once, and keeps what that wrote. */
async function record(app, run) {
  const repository = app.get(RUN_REPOSITORY);
  const script = { creation: null, commits: [] };
  const { create, commit } = repository;
  repository.create = (creation) => ((script.creation = creation), create.call(repository, creation));
  repository.commit = (step) => (script.commits.push(step), commit.call(repository, step));
  await run();
  delete repository.create;
  delete repository.commit;
  return script;
}

/** The script as five commits: start, three stages, end. Ours may write several of them in one. */
function inFive({ creation, commits }) {
  const { run } = commits.at(-1);
  const rows = commits.flatMap((commit) => commit.rows);
  const last = rows.filter(({ stageNode }) => stageNode === STAGES.at(-1));
  const [checkpoint, ...closing] = last;
  const groups = [
    ...STAGES.slice(0, -1).map((stage) => rows.filter(({ stageNode }) => stageNode === stage)),
    [checkpoint],
  ];
  const running = groups.map((group) => {
    const summary = { ...run.summary, rows: group.at(-1).seq };
    return { run: { ...run, status: 'running', summary }, rows: group };
  });
  return { creation, commits: [...running, { run, rows: closing }] };
}

/** Keeps so many runs in flight for a while. */
async function measure(run, inFlight, forMs) {
  const times = [];
  const started = performance.now();
  const lane = async () => {
    while (performance.now() - started < forMs) {
      const begun = performance.now();
      await run();
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor((times.length - 1) * share)];
  return { rate: times.length / seconds, p50: at(0.5), p99: at(0.99) };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const medians = (results) => ({
  rate: median(results.map(({ rate }) => rate)),
  p50: median(results.map(({ p50 }) => p50)),
  p99: median(results.map(({ p99 }) => p99)),
});

const text = ({ rate, p50, p99 }) =>
  `${rate.toFixed(0)} runs/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;

const dataDir = await mkdtemp(join(tmpdir(), 'dream-bench-'));
Object.assign(process.env, {
  DATA_DIR: dataDir,
  LOG_LEVEL: 'error',
  RUN_REPOSITORY: 'sqlite',
  MAX_CONCURRENT_RUNS: '200',
});
const app = await createApp(BenchModule);
const runs = app.get(RunsService);
const ours = () => runs.runToEnd({ pipeline: 'bench', input: {} });
const script = await record(app, ours);
const floor = await Floor.open(join(dataDir, 'floor.sqlite3'), inFive(script));
const bare = () => floor.run();

const say = (line) => process.stdout.write(`${line}\n`);
const [{ model }] = cpus();
const rows = [script.creation, ...script.commits].reduce((sum, step) => sum + step.rows.length, 0);
say(`${cpus().length} cores, ${model}, Node ${process.version}; files in ${tmpdir()}`);
say(
  `ours: RunsService.runToEnd of three stages that do nothing, on SQLite; ${rows} rows, in ${1 + script.commits.length} transactions when it is alone`,
);
say(
  `floor: the same ${rows} rows in 5 durable commits over the bare sqlite3 package (WAL, synchronous=FULL, one connection, commits in groups)`,
);
say(
  `method: after a warm-up, ${TURNS} turns each of ${TURN_MS / 1000} s, ours and the floor alternating; medians`,
);

for (const run of [ours, bare]) for (const inFlight of IN_FLIGHT) await measure(run, inFlight, TURN_MS);
for (const inFlight of IN_FLIGHT) {
  const results = { ours: [], floor: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    results.ours.push(await measure(ours, inFlight, TURN_MS));
    results.floor.push(await measure(bare, inFlight, TURN_MS));
  }
  const [own, least] = [medians(results.ours), medians(results.floor)];
  say(
    `${inFlight} in flight: ours ${text(own)}; floor ${text(least)}; ratio ${(own.rate / least.rate).toFixed(2)}`,
  );
}
await floor.close();
await app.close();
await rm(dataDir, { recursive: true });

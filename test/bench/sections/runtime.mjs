// Runs of three stages that do nothing, each attempt recorded and durable, beside the same commits over the bare sqlite3
// package.
import { join } from 'node:path';
import { inTurns, mapValues, ofEach } from '../support/turns.mjs';
import { startWorker } from '../support/worker.mjs';

const SIZES = {
  full: { turns: 7, forMs: 2_000, inFlight: [1, 20, 100] },
  quick: { turns: 2, forMs: 400, inFlight: [1, 20, 100] },
  tiny: { turns: 1, forMs: 50, inFlight: [1, 20] },
};

async function startRuntime(checkout, resources) {
  const env = { DATA_DIR: await resources.folder(), RUN_REPOSITORY: 'sqlite', MAX_CONCURRENT_RUNS: '200' };
  return startWorker('runtime-worker.mjs', [checkout.folder], resources, env);
}

/**
 * What a run writes, as a commit for each step: its creation, each stage, its end. Ours may write several of them in one.
 * @param {import('../support/floor.mjs').RunScript} script
 */
function stepByStep({ creation, commits }) {
  const { run } = commits.at(-1);
  const rows = commits.flatMap((commit) => commit.rows);
  const stages = [...new Set(rows.map(({ stageNode }) => stageNode))];
  const steps = stages.map((stage) => rows.filter(({ stageNode }) => stageNode === stage));
  const [checkpoint, ...end] = steps.pop();
  const running = [...steps, [checkpoint]].map((written) => {
    const summary = { ...run.summary, rows: written.at(-1).seq };
    return { run: { ...run, status: 'running', summary }, rows: written };
  });
  return { creation, commits: [...running, { run, rows: end }] };
}

async function startFloor(script, resources) {
  const floor = startWorker('floor-worker.mjs', [join(await resources.folder(), 'floor.sqlite3')], resources);
  await floor.call('open', script);
  return floor;
}

export const runtimeSection = {
  name: 'runtime',
  title: 'runs of three stages that do nothing, on SQLite, beside the same rows',
  method: (size) => {
    const { turns, forMs } = SIZES[size];
    return `turns: ${turns}, of ${forMs} ms, after one to warm up; in a process of its own, without HTTP`;
  },
  async measure({ checkouts, resources, size, record }) {
    const { turns, forMs, inFlight } = SIZES[size];
    const workers = await ofEach(checkouts, (checkout) => startRuntime(checkout, resources));
    const script = await workers.now.call('record');
    workers.floor = await startFloor(script, resources);
    workers.steps = await startFloor(stepByStep(script), resources);
    for (const worker of Object.values(workers))
      for (const runs of inFlight) await worker.call('measure', runs, forMs);
    for (const runs of inFlight) {
      const slice = (worker) => () => worker.call('measure', runs, forMs);
      const { steps, ...slices } = await inTurns(turns, mapValues(workers, slice));
      record({ name: `${runs} in flight`, key: { inFlight: runs }, slices });
      record({
        name: `${runs}, floor by steps`,
        key: { inFlight: runs },
        slices: { ...slices, floor: steps },
      });
    }
  },
};

// Runs of three stages that do nothing, and simulations, started by this process. Argument: the folder of a built checkout.
import { benchModule, benchPipeline, importBuilt } from './built.mjs';
import { seed } from './exchange.mjs';
import { keepInFlight } from './in-flight.mjs';
import { serveCalls } from './worker.mjs';

const STAGES = ['one', 'two', 'three'];

const [folder] = process.argv.slice(2);
const built = await importBuilt(folder);
const stages = STAGES.map((id, index) => {
  class NoOpStage {
    async run() {}
  }
  built.StageNode({ id, pipeline: 'bench', after: STAGES.slice(0, index) })(NoOpStage);
  return NoOpStage;
});
const providers = [benchPipeline(built, [{ type: 'asked' }]), ...stages];
const app = await built.createApp(await benchModule(folder, providers));
await app.init();
const runs = app.get(built.RunsService);
const run = () => runs.runToEnd({ pipeline: 'bench', input: {} });

/** Runs once. @returns what that wrote: the creation, and the commits in order */
async function record() {
  const repository = app.get(built.RUN_REPOSITORY);
  const script = { creation: null, commits: [] };
  const { create, commit } = repository;
  repository.create = (creation) => ((script.creation = creation), create.call(repository, creation));
  repository.commit = (step) => (script.commits.push(step), commit.call(repository, step));
  await run();
  delete repository.create;
  delete repository.commit;
  return script;
}

const input = { seed, rounds: 3 };
const simulate = () => runs.runToEnd({ pipeline: 'simulation', input });

serveCalls({
  ready: () => true,
  record,
  measure: (inFlight, forMs) => keepInFlight(run, inFlight, forMs),
  simulate: (inFlight, forMs) => keepInFlight(simulate, inFlight, forMs),
});

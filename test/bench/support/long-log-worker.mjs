// Makes runs with long logs. Argument: the folder of a built checkout.
import { benchModule, benchPipeline, importBuilt } from './built.mjs';
import { serveCalls } from './worker.mjs';

const CHECKPOINT_ROWS = 1_000;
const TEXT = 'what somebody says about it on a board, in a sentence of a usual length';

const [folder] = process.argv.slice(2);
const built = await importBuilt(folder);

class EmitStage {
  async run(context) {
    for (let row = 1; row <= context.input.rows; row++) {
      context.emit({ type: 'step', row, text: TEXT });
      if (row % CHECKPOINT_ROWS === 0) await context.checkpoint();
    }
  }
}
built.StageNode({ id: 'emit', pipeline: 'bench', timeoutMs: 3_600_000 })(EmitStage);

/** Makes a run for each number of rows. @returns their ids, when the store is closed */
async function make(numbers) {
  const app = await built.createApp(await benchModule(folder, [benchPipeline(built), EmitStage]));
  await app.init();
  const ids = [];
  for (const rows of numbers) {
    const { run } = await app.get(built.RunsService).runToEnd({ pipeline: 'bench', input: { rows } });
    ids.push(run.run_id);
  }
  await app.close();
  return ids;
}

serveCalls({ make });

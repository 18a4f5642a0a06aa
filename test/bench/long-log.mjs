// What the benches of long logs share: a pipeline whose one stage emits as many rows as it is asked for.
import { Pipeline, StageNode } from '../../dist/index.js';

/** How many rows the log is to have that is measured. */
export const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const CHECKPOINT_ROWS = 1_000;
/** What each row says. */
export const TEXT = 'what somebody says about it on a board, in a sentence of a usual length';

export class BenchPipeline {
  check(input) {
    return input;
  }

  accept(input) {
    return { input, randomSeed: 'bench', rows: [], projection: {} };
  }

  project() {
    return {};
  }
}
Pipeline({ id: 'bench' })(BenchPipeline);

export class EmitStage {
  async run(context) {
    for (let row = 1; row <= context.input.rows; row++) {
      context.emit({ type: 'step', row, text: TEXT });
      if (row % CHECKPOINT_ROWS === 0) await context.checkpoint();
    }
  }
}
StageNode({ id: 'emit', pipeline: 'bench', timeoutMs: 3_600_000 })(EmitStage);

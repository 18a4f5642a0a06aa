// What a round costs in runs of few and of many rounds.
import { inTurns, mapValues, ofEach } from '../support/turns.mjs';
import { startWorker } from '../support/worker.mjs';

const SIZES = {
  full: { turns: 5, rounds: [5, 10, 25, 50, 100, 200], slice: 400, warmUp: 4_000 },
  quick: { turns: 1, rounds: [5, 50, 200], slice: 200, warmUp: 200 },
  tiny: { turns: 1, rounds: [5, 10], slice: 10, warmUp: 5 },
};
const WARM_UP_ROUNDS = 5;

export const roundsSection = {
  name: 'rounds',
  title: 'CPU time of simulations with few and with many rounds, in memory',
  method: (size) => {
    const { turns, slice, warmUp } = SIZES[size];
    return `turns: ${turns}, of ${slice} rounds in one or more runs, after ${warmUp} rounds to warm up; in a process of its own, without HTTP; all threads of the process`;
  },
  async measure({ checkouts, resources, size, record }) {
    const { turns, rounds, slice, warmUp } = SIZES[size];
    const env = { RUN_REPOSITORY: 'memory', MAX_ROUNDS: '200' };
    const start = (checkout) => startWorker('rounds-worker.mjs', [checkout.folder], resources, env);
    const workers = await ofEach(checkouts, start);
    for (const worker of Object.values(workers))
      await worker.call('measure', WARM_UP_ROUNDS, warmUp / WARM_UP_ROUNDS, 'warm-up');
    for (const each of rounds) {
      const measure = (worker) => (turn) => worker.call('measure', each, slice / each, `${each}-${turn}`);
      const slices = await inTurns(turns, mapValues(workers, measure));
      record({ name: `${each} rounds`, key: { rounds: each }, slices });
    }
  },
};

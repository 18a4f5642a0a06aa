// Runs that other processes execute, by a queue between them, beside one process that accepts and executes.
import { hasRedis, startFleet, startRedis } from '../support/queue-fleet.mjs';
import { inTurns, mapValues } from '../support/turns.mjs';

const SIZES = {
  full: { turns: 7, forMs: 2_000, workers: [1, 2, 4] },
  quick: { turns: 2, forMs: 800, workers: [1, 2, 4] },
  tiny: { turns: 1, forMs: 50, workers: [1] },
};
const IN_FLIGHT = 20;
const CASES = { noop: 'measure', simulation: 'simulate' };
const NAMES = { noop: 'three stages that do nothing', simulation: 'simulations of 3 rounds' };

export const queueSection = {
  name: 'queue',
  title:
    'runs of other processes, by BullMQ on Redis and one SQLite file, beside one process without a queue',
  method: (size) => {
    const { turns, forMs } = SIZES[size];
    return `turns: ${turns}, of ${forMs} ms, after one to warm up; ${IN_FLIGHT} in flight; without HTTP; the floor is one process without a queue; CPU is that of the process that accepts`;
  },
  async measure({ checkouts, resources, size, record }) {
    if (!hasRedis()) {
      process.stderr.write(
        'queue: left out, there is no Redis (install redis-server, or set TEST_REDIS_URL)\n',
      );
      return;
    }
    const { turns, forMs, workers } = SIZES[size];
    const now = checkouts.at(-1);
    const redis = await startRedis(resources);
    const fleets = { inline: await startFleet(now, 0, redis, resources) };
    for (const count of workers) fleets[count] = await startFleet(now, count, redis, resources);
    for (const [name, method] of Object.entries(CASES)) {
      const slice = (accepting) => () => accepting.call(method, IN_FLIGHT, forMs);
      for (const accepting of Object.values(fleets)) await slice(accepting)();
      const { inline, ...queued } = await inTurns(turns, mapValues(fleets, slice));
      for (const [count, now] of Object.entries(queued))
        record({
          name: `${NAMES[name]}, workers: ${count}`,
          key: { run: name, count },
          slices: { now, floor: inline },
        });
    }
  },
};

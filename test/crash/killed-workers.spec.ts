import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, it } from '@jest/globals';
import { RedisServer, canStopRedis, describeWithRedis } from '../support/queue-server.js';
import { ServiceFleet } from '../support/service-fleet.js';
import { expectAllOnce, expectAllOnceThoughKilled, postAll } from './killed-fleet.js';

const RUNS = Number(process.env['KILLED_FLEET_RUNS'] ?? 250);
const TIMEOUT_MS = 300_000;

describeWithRedis('runs that are posted while processes are killed', () => {
  let fleet: ServiceFleet;

  afterEach(() => fleet.stop());

  it(
    'each end once, and are the same to callers who ask again',
    async () => {
      fleet = await ServiceFleet.start({ workers: 3, queue: await RedisServer.start() });
      await expectAllOnceThoughKilled(fleet, RUNS);
    },
    TIMEOUT_MS,
  );

  (canStopRedis ? it : it.skip)(
    'all end although the queue is ended and emptied',
    async () => {
      fleet = await ServiceFleet.start({
        queue: await RedisServer.start(),
        env: { MAX_CONCURRENT_RUNS: '10' },
      });
      const posting = postAll(fleet, RUNS);
      await sleep(500);
      await fleet.queue.kill();
      const kept = await posting;
      await fleet.queue.startAgain();
      await expectAllOnce(fleet, kept);
    },
    TIMEOUT_MS,
  );
});

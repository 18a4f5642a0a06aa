import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { PureRandomSource } from '../../src/common/index.js';
import { killServices } from '../support/service-process.js';
import { expectAllRecovered, postRun, survivesSimulating, withCrashingService } from './crashing-service.js';
import { allEndedUnlessDead } from './recovered-runs.js';

const REPOSITORIES = ['sqlite', 'file'] as const;
/** Of each repository. */
const RANDOM_KILLS = Number(process.env['RANDOM_KILLS'] ?? 25);
/** After each start, which costs more than all of them. */
const RUNS_IN_FLIGHT = 8;
/** Of each repository, so that equal runs can be compared. */
const RANDOM_SEEDS = 10;
/** The share of processes that have accepted a run before their time begins. */
const ACCEPTED_SHARE = 0.8;
/** The longest that a process lives before such a kill. */
const RANDOM_LIFE_MS = 150;
const TIMEOUT_MS = 480_000;

// The tests run beside each other: most of their time goes into starts.
describe('a run whose process is killed', () => {
  afterAll(killServices);

  it.concurrent.each(REPOSITORIES)(
    'is finished by the next process, whichever durable step it was killed at (%s)',
    (repository) =>
      withCrashingService(repository, async (crash) => {
        const unborn = await crash.startDying({ at: 1, when: 'before' });
        expect(await survivesSimulating(unborn, crash.simulation('calm'))).toBe(false);
        let step = 0;
        for (let survived = false; !survived;) {
          step += 1;
          const service = await crash.startDying({ at: step, when: 'after' }); // and so before the next one
          survived = await survivesSimulating(service, crash.simulation('calm'));
          await service.kill();
        }
        expect(step).toBe(5); // creation, the first two rounds, and all the rest; none after these
        const { runs, cut } = await expectAllRecovered(crash);
        expect(runs).toHaveLength(step);
        expect(cut).toBeGreaterThanOrEqual(step - 2); // but the run that survived, and the one that had just ended
      }),
    TIMEOUT_MS,
  );

  it.concurrent.each(REPOSITORIES)(
    'is finished although those who recover it are killed, each one step later (%s)',
    (repository) =>
      withCrashingService(repository, async (crash) => {
        let ended = false;
        for (let at = 1; !ended; at++) {
          const service = await crash.startDyingOfAny({ at, when: at % 2 === 0 ? 'before' : 'after' });
          if (at === 1) await postRun(service, crash.simulation('calm'));
          ended = (await allEndedUnlessDead(service)) !== null;
          await service.kill();
        }
        const { runs, cut } = await expectAllRecovered(crash);
        expect(runs).toHaveLength(1);
        expect(cut).toBeGreaterThan(1);
      }),
    TIMEOUT_MS,
  );

  it.concurrent.each(REPOSITORIES)(
    'is finished by the next process, whenever it was killed (%s)',
    (repository) =>
      withCrashingService(repository, async (crash) => {
        const random = new PureRandomSource().seeded('crash').stream(repository);
        const accepted = new Set<string>();
        for (let kill = 0; kill < RANDOM_KILLS; kill++) {
          const service = await crash.start();
          const seedOf = (index: number) => `seed-${(kill + index) % RANDOM_SEEDS}`;
          const post = async (index: number) => {
            const run = await postRun(service, crash.simulation(seedOf(index)));
            if (run !== null) accepted.add(run);
          };
          if (random.next() < ACCEPTED_SHARE) await post(0); // a start is slow: most kills are to meet work
          const posts = Array.from({ length: RUNS_IN_FLIGHT }, (_, index) => post(index));
          await sleep(random.next() * RANDOM_LIFE_MS);
          await service.kill();
          await Promise.all(posts);
        }
        const { runs, cut } = await expectAllRecovered(crash);
        expect(runs.map(({ run_id }) => run_id)).toEqual(expect.arrayContaining([...accepted]));
        expect(cut).toBeGreaterThan(Math.max(0, RANDOM_KILLS / 2 - 2)); // a few kills may all be late
      }),
    TIMEOUT_MS,
  );
});

import { DIAL_AXES, type Dial, type DialAxis, type Seed } from '../../src/simulation/domain/seed.js';
import { exampleSeeds } from '../support/seeds.js';
import type { Simulated, Simulator } from '../support/simulate.js';

export type Axis = DialAxis;

/** Random seeds that each incident is played with. */
const DRAWS = ['one', 'two', 'three', 'four'];
/** Hours of evidence that the incidents are given in turn. */
const HOURS = [24, 72, 120, 200];

/** A dial that gives all to one axis. */
function dialOf(axis: Axis): Dial {
  return Object.fromEntries(DIAL_AXES.map((other) => [other, other === axis ? 100 : 0])) as unknown as Dial;
}

/** Runs of the example seeds under each pure dial: `rounds` rounds, some draws of each. */
export async function runsByAxis(
  simulator: Simulator,
  rounds: number,
): Promise<ReadonlyMap<Axis, readonly Simulated[]>> {
  const seeds = (await exampleSeeds()).map(([, seed]) => seed);
  const byAxis = new Map<Axis, Simulated[]>();
  for (const axis of DIAL_AXES) {
    const runs: Simulated[] = [];
    for (const [index, seed] of seeds.entries()) {
      for (const [place, draws] of DRAWS.entries()) {
        const evidence_expiry_hours = HOURS[(index + place) % HOURS.length] ?? 72;
        const given: Seed = { ...seed, dial: dialOf(axis), evidence_expiry_hours };
        runs.push(await simulator.simulate(given, rounds, draws));
      }
    }
    byAxis.set(axis, runs);
  }
  return byAxis;
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isMet, measure, type Measure } from './content/measures.mjs';
import { archetypesOfWorld, contentSeeds, playAll } from './content/play.mjs';
import { startSimulator, type Simulator } from '../support/simulate.js';

/** Fewer runs than `npm run bench:content` plays. */
const SIZE = { texts: 2, argued: 2, rounds: 6 };

let simulator: Simulator;
let measures: readonly Measure[];

beforeAll(async () => {
  simulator = await startSimulator();
  const play = async (...run: Parameters<Simulator['simulate']>) => (await simulator.simulate(...run)).rows;
  const played = await playAll(play, await contentSeeds(), SIZE);
  measures = measure({ ...played, archetypeOf: await archetypesOfWorld() });
}, 240_000);
afterAll(() => simulator.close());

describe('what threads say of their incident', () => {
  it('is as good as it should be, by every measure', () => {
    const missed = measures.filter((each) => !isMet(each)).map(({ name, value }) => `${name}: ${value}`);
    expect(missed).toEqual([]);
  });

  it('is better by a tenth than it has to be, where little would be too little', () => {
    const narrow = [
      'comments that name no fact',
      'citations that are',
      'runs in which',
      'archetypes',
      'sentences',
    ];
    const close = measures.filter(({ name }) => narrow.some((start) => name.startsWith(start)));
    expect(close.filter((each) => !isMet(each, 0.1)).map(({ name }) => name)).toEqual([]);
  });
});

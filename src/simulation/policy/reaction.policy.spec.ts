import { describe, expect, it } from '@jest/globals';
import type { RandomStream } from '../../common/index.js';
import type { Dial } from '../domain/seed.js';
import {
  OFFENCE_WEIGHTS,
  UNSUPPORTED_BY_GRADE,
  drawReports,
  drawUpvotes,
  offence,
  readersOf,
  repetition,
  type OffenceParts,
} from './reaction.policy.js';

const NOTHING: OffenceParts = { taboo: 0, unsupported: 0, hostility: 0, similarity: 0 };
const CALM: Dial = { U: 50, E: 50, M: 0, S: 0, H: 0 };
const STRICT: Dial = { U: 0, E: 0, M: 60, S: 40, H: 0 };

/** What a binomial draw was asked for. */
function asked(draw: (random: RandomStream) => number): { trials: number; probability: number } {
  let drawn = { trials: Number.NaN, probability: Number.NaN };
  const random: Pick<RandomStream, 'binomial'> = {
    binomial(trials, probability) {
      drawn = { trials, probability };
      return 0;
    },
  };
  draw(random as RandomStream);
  return drawn;
}

describe('the offence of a comment', () => {
  it('has parts that weigh 1 together', () => {
    expect(Object.values(OFFENCE_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it.each<[keyof OffenceParts, number]>([
    ['taboo', 0.45],
    ['unsupported', 0.25],
    ['hostility', 0.2],
    ['similarity', 0.1],
  ])('is made of %s with %d', (part, weight) => {
    expect(offence({ ...NOTHING, [part]: 1 })).toBeCloseTo(weight, 12);
    expect(offence({ ...NOTHING, [part]: 0.5 })).toBeCloseTo(weight / 2, 12);
  });

  it('is 0 for nothing and 1 at the most', () => {
    expect(offence(NOTHING)).toBe(0);
    expect(offence({ taboo: 9, unsupported: 9, hostility: 9, similarity: 9 })).toBeCloseTo(1, 12);
    expect(offence({ ...NOTHING, taboo: -1 })).toBe(0);
  });

  it('of citing nothing is greater the worse the evidence is', () => {
    expect(UNSUPPORTED_BY_GRADE).toEqual({ A: 0.3, B: 0.6, C: 1 });
  });

  it('of repeating begins at a similarity of 0.6 and is whole at 0.85', () => {
    expect([0, 0.6, 0.85, 1].map(repetition)).toEqual([0, 0, 1, 1]);
    expect(repetition(0.725)).toBeCloseTo(0.5, 12);
  });
});

describe('the readers of a comment', () => {
  it('are 10 for a thread that ranks last and 30 for one that ranks first', () => {
    expect([0, 7.5, 15, 30].map((score) => readersOf(1, 0, score))).toEqual([10, 15, 20, 30]);
  });

  it('have a rank of 0.5 to 1.5, however bad or good the score', () => {
    expect(readersOf(1, 0, -1_000)).toBe(10);
    expect(readersOf(1, 0, 1_000)).toBe(30);
  });

  it('come in the measure of the culture and of the heat', () => {
    expect(readersOf(1.06, 0, 15)).toBe(21);
    expect(readersOf(0.95, 0, 15)).toBe(19);
    expect(readersOf(1, 1.8, 15)).toBe(56);
  });
});

const reportChance = (offended: number, dial: Dial) =>
  asked((random) => drawReports(40, offended, dial, random)).probability;

const upvoteChance = (offended: number, fit: number, heat: number) =>
  asked((random) => drawUpvotes(40, offended, fit, heat, random)).probability;

describe('each reader', () => {
  it('reports with a chance that grows with the offence, and with how much the dial is about safety and mediation', () => {
    expect(reportChance(1, CALM)).toBeCloseTo(0.02, 12);
    expect(reportChance(1, STRICT)).toBeCloseTo(0.12, 12);
    expect(reportChance(0.5, STRICT)).toBeCloseTo(0.06, 12);
    expect(reportChance(0, STRICT)).toBe(0);
  });

  it('upvotes with a chance that grows with the fit and the heat, and falls with the offence', () => {
    expect(upvoteChance(0, 0, 0)).toBeCloseTo(0.05, 12);
    expect(upvoteChance(0, 1, 0)).toBeCloseTo(0.15, 12);
    expect(upvoteChance(0.5, 1, 1)).toBeCloseTo(0.15, 12);
    expect(upvoteChance(1, 1, 1)).toBe(0);
    expect(upvoteChance(0, 1, 100)).toBe(1);
  });

  it('is asked once', () => {
    expect(asked((random) => drawReports(40, 1, CALM, random)).trials).toBe(40);
    expect(asked((random) => drawUpvotes(41, 0, 0, 0, random)).trials).toBe(41);
  });
});

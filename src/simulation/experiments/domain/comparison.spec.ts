import { describe, expect, it } from '@jest/globals';
import { PureRandomSource, type RandomStream } from '../../../common/index.js';
import { compareExperiments, type ComparedExperiment } from './comparison.js';
import { differenceOfMeans, differenceOfShares } from './differences.js';
import type { ExperimentRun } from './experiment-run.js';
import { ExperimentTally } from './experiment-tally.js';
import { normalQuantile, studentQuantile } from './quantiles.js';

const Z_95 = 1.96;

/** A number of reports that is often small, and now and then large. */
function reportsOf(random: RandomStream, mean: number): number {
  return Math.floor(-Math.log(1 - random.next()) * mean);
}

function runOf(index: number, random: RandomStream, mean: number): ExperimentRun {
  const reports = reportsOf(random, mean);
  const draw = random.next();
  const rare = random.next() < 0.02 ? 1 : 0;
  return {
    index,
    group: 0,
    run_id: `run-${index}`,
    random_seed: String(index),
    status: 'succeeded',
    error_code: null,
    ending: {
      thread_status: draw < 0.8 ? 'hidden' : draw < 0.97 ? 'ghost' : 'visible',
      termination_reason: draw < 0.99 ? 'round_limit' : 'moderation_lock',
      frame: 'rumor',
      figures: {
        comments: 10,
        upvotes: reportsOf(random, 20),
        reports,
        rounds_run: 4,
        position_changes: rare,
      },
      rounds: [],
    },
  };
}

/** An experiment whose figures are drawn from one distribution. */
function experiment(seed: string, runs: number, mean = 5): ComparedExperiment {
  const random = new PureRandomSource().seeded(seed).stream('runs');
  const tally = new ExperimentTally([{}]);
  for (let index = 0; index < runs; index++) tally.add(runOf(index, random, mean));
  return { results: tally.results(), counts: tally.counts };
}

/** A sample that does not vary. */
function constant(size: number, mean: number) {
  return { size, mean, variance: 0 };
}

function counted(tally: ExperimentTally): ComparedExperiment {
  return { results: tally.results(), counts: tally.counts };
}

function groupsOf(...rounds: number[]): ExperimentTally {
  return new ExperimentTally(rounds.map((limit) => ({ rounds: limit })));
}

describe('the quantiles of distributions', () => {
  it.each([
    [0.025, Infinity, 1.959964],
    [0.0005, Infinity, 3.290527],
    [0.025, 1, 12.7062],
    [0.025, 10, 2.228139],
    [0.001, 30, 3.385185],
  ])('are as tables have them: %d with %d degrees of freedom', (tail, freedom, expected) => {
    expect(studentQuantile(tail, freedom)).toBeCloseTo(expected, 3);
  });

  it('are those of the normal distribution without an end to freedom', () => {
    expect(normalQuantile(0.005)).toBeCloseTo(2.575829, 4);
  });
});

describe('the difference of two shares', () => {
  it("has the interval of Newcombe's example", () => {
    const { difference, low, high } = differenceOfShares(
      { count: 56, total: 70 },
      { count: 48, total: 80 },
      Z_95,
    );
    expect(difference).toBeCloseTo(0.2, 4);
    expect(low).toBeCloseTo(0.0428, 3);
    expect(high).toBeCloseTo(0.3422, 3);
  });

  it('of all and none is within -1 and 1', () => {
    const { low, high } = differenceOfShares({ count: 5, total: 5 }, { count: 0, total: 5 }, Z_95);
    expect(low).toBeGreaterThan(0);
    expect(high).toBe(1);
  });
});

describe('the difference of two means', () => {
  it("has Welch's interval", () => {
    const one = { size: 20, mean: 10, variance: 4 };
    const { low, high } = differenceOfMeans(one, { size: 20, mean: 8, variance: 9 }, 0.05);
    expect(low).toBeCloseTo(0.361, 2);
    expect(high).toBeCloseTo(3.639, 2);
  });

  it('says nothing of single values, and all of many that do not vary', () => {
    expect(differenceOfMeans(constant(1, 4), constant(1, 3), 0.05)).toEqual({
      difference: 1,
      low: null,
      high: null,
    });
    expect(differenceOfMeans(constant(3, 4), constant(3, 4), 0.05)).toEqual({
      difference: 0,
      low: 0,
      high: 0,
    });
    expect(differenceOfMeans(constant(3, 4), constant(3, 3), 0.001).low).toBeLessThan(0);
    expect(differenceOfMeans(constant(100, 4), constant(100, 3), 0.001).low).toBeGreaterThan(0.5);
  });
});

describe('the comparison of two experiments', () => {
  it('finds nothing between an experiment and itself', () => {
    const one = experiment('one', 50);
    const { figures, verdict } = compareExperiments(one, one);
    expect(verdict).toBe('same');
    expect(figures.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['failed', 'thread_status.hidden', 'frame.rumor', 'reports.mean']),
    );
    for (const { difference, low, high, verdict: own } of figures) {
      expect({ difference, own }).toEqual({ difference: 0, own: 'same' });
      expect(low).toBeLessThanOrEqual(0);
      expect(high).toBeGreaterThanOrEqual(0);
    }
  });

  it.each([5, 20, 100])('rarely finds a change between equal ones of %d runs', (runs) => {
    let alarms = 0;
    for (let trial = 0; trial < 200; trial++) {
      const [one, other] = [experiment(`a${trial}`, runs), experiment(`b${trial}`, runs)];
      if (compareExperiments(one, other).verdict === 'changed') alarms += 1;
    }
    expect(alarms / 200).toBeLessThanOrEqual(0.05);
  });

  it('finds a change, and says where', () => {
    const { figures, verdict } = compareExperiments(experiment('a', 200, 8), experiment('b', 200, 5));
    expect(verdict).toBe('changed');
    const changed = figures.filter((figure) => figure.verdict === 'changed');
    expect(changed.map(({ name }) => name)).toEqual(['reports.mean']);
    expect(changed[0]?.low).toBeGreaterThan(0);
  });

  it('finds that runs fail, though nothing else can be compared then', () => {
    const all = new ExperimentTally([{}]);
    for (let index = 0; index < 20; index++) {
      const failed = { status: 'failed', ending: null, error_code: 'ORCH_STAGE_FAILED' } as const;
      all.add({ index, group: 0, run_id: null, random_seed: '', ...failed });
    }
    const broken = { results: all.results(), counts: all.counts };
    const { figures } = compareExperiments(broken, experiment('a', 20));
    expect(figures).toMatchObject([{ name: 'failed', baseline: 0, value: 1, verdict: 'changed' }]);
  });

  it('compares groups of equal values, and the others in their order', () => {
    const tallies = [groupsOf(1, 2, 3), groupsOf(2, 9, 8)] as const;
    const random = new PureRandomSource().seeded('groups').stream('runs');
    for (const tally of tallies) {
      for (const group of [0, 1, 2]) tally.add({ ...runOf(group, random, 5), group });
    }
    const [mine, other] = [counted(tallies[0]), counted(tallies[1])];
    const { figures } = compareExperiments(mine, other);
    const compared = new Set(figures.map(({ group }) => group.rounds));
    expect(compared).toEqual(new Set([undefined, 1, 2, 3]));
  });
});

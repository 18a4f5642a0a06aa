import { describe, expect, it } from '@jest/globals';
import { PureRandomSource, type RandomStream } from '../../common/random.js';
import type { Dial } from '../domain/seed.js';
import {
  OFFENCE_WEIGHTS,
  READINESS,
  REPORT_REASONS,
  UNSUPPORTED_BY_GRADE,
  addReasons,
  drawReports,
  drawUpvotes,
  graveReason,
  leadingReason,
  offence,
  readersOf,
  repetition,
  reportChance,
  toneOf,
  type OffenceParts,
  type ReasonCounts,
} from './reaction.policy.js';

const NOTHING: OffenceParts = {
  uncited: 0,
  hostile: 0,
  private: 0,
  taboo: 0,
  repetition: 0,
  off_topic: 0,
};
const EVERYTHING = Object.fromEntries(REPORT_REASONS.map((reason) => [reason, 1])) as unknown as OffenceParts;
const NO_DIAL: Dial = { U: 0, E: 0, M: 0, S: 0, H: 0 };

/** What a binomial draw was asked for. */
function asked(draw: (random: RandomStream) => unknown): { trials: number; probability: number } {
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
  it.each(REPORT_REASONS)('is made of %s with its weight', (reason) => {
    const weight = OFFENCE_WEIGHTS[reason];
    expect(offence({ ...NOTHING, [reason]: 1 })).toBeCloseTo(weight, 12);
    expect(offence({ ...NOTHING, [reason]: 0.5 })).toBeCloseTo(weight / 2, 12);
  });

  it('is 0 for nothing and 1 at the most', () => {
    expect(offence(NOTHING)).toBe(0);
    expect(offence(EVERYTHING)).toBe(1);
    expect(offence({ ...NOTHING, taboo: -1 })).toBe(0);
    expect(offence({ ...NOTHING, taboo: 9 })).toBeCloseTo(OFFENCE_WEIGHTS.taboo, 12);
  });

  it('of citing nothing is greater the worse the evidence is', () => {
    expect(UNSUPPORTED_BY_GRADE).toEqual({ A: 0.3, B: 0.6, C: 1 });
  });

  it('of repeating begins at a similarity of 0.6 and is whole at 0.85', () => {
    expect([0, 0.6, 0.85, 1].map(repetition)).toEqual([0, 0, 1, 1]);
    expect(repetition(0.725)).toBeCloseTo(0.5, 12);
  });

  it('of its tone is greatest where it opposes somebody in heat, and none where it mediates', () => {
    expect(toneOf('hype', true)).toBeGreaterThan(toneOf('hype', false));
    expect(toneOf('alert', true)).toBeGreaterThan(toneOf('evidence', true));
    expect(toneOf('mediate', true)).toBe(0);
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

const chance = (reason: 'hostile' | 'uncited', dial: Partial<Dial>) =>
  reportChance(reason, EVERYTHING, { ...NO_DIAL, ...dial });
const upvoteChance = (offended: number, fit: number, heat: number) =>
  asked((random) => drawUpvotes(40, offended, fit, heat, random)).probability;

describe('each reader', () => {
  it.each(REPORT_REASONS)(
    'is no readier to report for %s the more the dial is about mediation and safety',
    (reason) => {
      const calm = reportChance(reason, EVERYTHING, { ...NO_DIAL, M: 100 });
      expect(calm).toBeCloseTo(OFFENCE_WEIGHTS[reason] * READINESS[reason].base, 12);
      expect(reportChance(reason, EVERYTHING, { ...NO_DIAL, S: 100 })).toBe(calm);
      for (const axis of ['U', 'E', 'H'] as const) {
        expect(reportChance(reason, EVERYTHING, { ...NO_DIAL, [axis]: 100 })).toBeGreaterThanOrEqual(calm);
      }
    },
  );

  it('is readier to report in heat, and what cites nothing also where the dial is about evidence', () => {
    expect(chance('hostile', { U: 60, H: 40 })).toBeGreaterThan(chance('hostile', { E: 100 }));
    expect(chance('uncited', { E: 100 })).toBeGreaterThan(chance('uncited', { M: 100 }));
    expect(chance('uncited', { H: 100 })).toBeGreaterThan(chance('uncited', { E: 100 }));
  });

  it('reports for a reason that the comment gives, in the measure in which it does', () => {
    const parts = { ...NOTHING, hostile: 0.5, uncited: 1 };
    const dial = { ...NO_DIAL, H: 100 };
    const random = new PureRandomSource().seeded('reasons').stream('reports');
    const { total, reasons } = drawReports(200_000, parts, dial, random);
    expect(Object.keys(reasons).toSorted()).toEqual(['hostile', 'uncited']);
    expect((reasons.hostile ?? 0) + (reasons.uncited ?? 0)).toBe(total);
    const expected = reportChance('hostile', parts, dial) / reportChance('uncited', parts, dial);
    expect((reasons.hostile ?? 0) / (reasons.uncited ?? 0)).toBeCloseTo(expected, 1);
  });

  it('reports nothing that offends nobody', () => {
    const random = new PureRandomSource().seeded('none').stream('reports');
    expect(drawReports(1_000, NOTHING, { ...NO_DIAL, H: 100 }, random)).toEqual({ total: 0, reasons: {} });
  });

  it('upvotes with a chance that grows with the fit and the heat, and falls with the offence', () => {
    expect(upvoteChance(0, 0, 0)).toBeCloseTo(0.05, 12);
    expect(upvoteChance(0, 1, 0)).toBeCloseTo(0.15, 12);
    expect(upvoteChance(0.5, 1, 1)).toBeCloseTo(0.15, 12);
    expect(upvoteChance(1, 1, 1)).toBe(0);
    expect(upvoteChance(0, 1, 100)).toBe(1);
  });

  it('is asked once', () => {
    expect(asked((random) => drawReports(40, EVERYTHING, NO_DIAL, random)).trials).toBe(40);
    expect(asked((random) => drawUpvotes(41, 0, 0, 0, random)).trials).toBe(41);
  });
});

describe('reasons', () => {
  it('add up', () => {
    const counts: ReasonCounts = { hostile: 2 };
    addReasons(counts, { hostile: 1, taboo: 4 });
    addReasons(counts, {});
    expect(counts).toEqual({ hostile: 3, taboo: 4 });
  });

  it('are led by the one that was given most, of equals by the first', () => {
    expect(leadingReason({})).toBeNull();
    expect(leadingReason({ taboo: 1, hostile: 3 })).toBe('hostile');
    expect(leadingReason({ off_topic: 2, uncited: 2 })).toBe('uncited');
  });

  it('of a finding that survived are what it is about', () => {
    expect(graveReason(['TABOO_TERM', 'PII_PHONE'])).toBe('private');
    expect(graveReason(['SEED_FORBIDDEN_TERM'])).toBe('taboo');
    expect(graveReason(['LATE'])).toBe('hostile');
  });
});

import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ACCOUNT_TYPES } from '../casting/cast.policy.js';
import { countdownFactor, scoreComment, type ScoredComment, type ScoringThread } from './score.policy.js';

const COMMENT: ScoredComment = {
  upvotes: 0,
  comments: 0,
  views: 0,
  reports: 0,
  cites: null,
  account: 'mask',
  offence: 0,
};
/** Every factor of it is 1 but the exposure of masks. */
const THREAD: ScoringThread = { sanctionLevel: 0, tab: 'weekly_hot', grade: 'B', hoursLeft: 72, culture: 1 };
const NEUTRAL: ScoredComment = { ...COMMENT, account: 'public' };

const GRADES = ['A', 'B', 'C'] as const;

const comments = fc.record({
  upvotes: fc.nat(60),
  comments: fc.integer({ min: 1, max: 2 }),
  views: fc.nat(90),
  reports: fc.nat(60),
  cites: fc.constantFrom(null, ...GRADES),
  account: fc.constantFrom(...ACCOUNT_TYPES),
  offence: fc.double({ min: 0, max: 1, noNaN: true }),
});
const threads = fc.record({
  sanctionLevel: fc.integer({ min: 0, max: 5 }),
  tab: fc.constantFrom('latest' as const, 'weekly_hot' as const, 'evidence_first' as const),
  grade: fc.constantFrom(...GRADES),
  hoursLeft: fc.nat(100),
  culture: fc.double({ min: 0.95, max: 1.06, noNaN: true }),
});

describe('the base of a score', () => {
  it.each<[string, Partial<ScoredComment>, number]>([
    ['1 for an upvote', { upvotes: 10 }, 10],
    ['1.3 for a comment', { comments: 2 }, 2.6],
    ['0.2 for a view', { views: 20 }, 4],
    ['-1.8 for a report', { reports: 5 }, -9],
    ['3 for evidence of grade A', { cites: 'A' }, 3],
    ['3 for evidence of grade B', { cites: 'B' }, 3],
    ['nothing for evidence of grade C', { cites: 'C' }, 0],
    ['1.1 for a verified account', { account: 'public' }, 1.1],
    ['half of it for an alias', { account: 'alias' }, 0.55],
    ['nothing for a mask', { account: 'mask' }, 0],
  ])('counts %s', (_, part, base) => {
    expect(scoreComment({ ...COMMENT, ...part }, THREAD).score_parts.base).toBe(base);
  });

  it('is the sum of all of them', () => {
    const counts = { upvotes: 4, comments: 2, views: 30, reports: 3 };
    const comment = { ...COMMENT, ...counts, cites: 'A', account: 'alias' } as const;
    expect(scoreComment(comment, THREAD).score_parts.base).toBe(4 + 2.6 + 6 - 5.4 + 3 + 0.55);
  });
});

describe('a score', () => {
  it.each<[string, Partial<ScoringThread>, number]>([
    ['as it is', {}, 1],
    ['less with every sanction level', { sanctionLevel: 1 }, 0.94],
    ['less still', { sanctionLevel: 5 }, 0.7],
    ['never less than half for sanctions', { sanctionLevel: 50 }, 0.5],
    ['by the tab latest', { tab: 'latest' }, 0.95],
    ['by the tab evidence_first', { tab: 'evidence_first' }, 0.98],
    ['by the tab preserve_first', { tab: 'preserve_first' }, 1.02],
    ['by grade A', { grade: 'A' }, 1.06],
    ['by grade C', { grade: 'C' }, 0.9],
    ['by 24 hours left', { hoursLeft: 24 }, 0.95],
    ['by 12 hours left', { hoursLeft: 12 }, 0.9],
    ['by its culture', { culture: 1.04 }, 1.04],
  ])('of 101.1 counts %s', (_, part, factor) => {
    const { score } = scoreComment({ ...NEUTRAL, upvotes: 100 }, { ...THREAD, ...part });
    expect(score).toBeCloseTo(101.1 * factor, 4);
  });

  it('counts less the better the account hides its author', () => {
    const scores = ACCOUNT_TYPES.map((account) => {
      const { score, score_parts } = scoreComment({ ...COMMENT, upvotes: 100, account }, THREAD);
      return score / score_parts.base;
    });
    expect(scores.map((factor) => factor.toFixed(3))).toEqual(['1.000', '0.940', '0.860']);
  });

  it('multiplies the factors', () => {
    const thread = { sanctionLevel: 2, tab: 'latest', grade: 'C', hoursLeft: 6, culture: 1.06 } as const;
    const { score } = scoreComment({ ...COMMENT, upvotes: 10, account: 'mask' }, thread);
    expect(score).toBeCloseTo(10 * 0.86 * 0.88 * 0.95 * 0.9 * 0.9 * 1.06, 4);
  });

  it('below zero is divided by the factors, so that what lowers a good score lowers a bad one too', () => {
    const bad = { ...NEUTRAL, reports: 10 };
    const { score: neutral } = scoreComment(bad, THREAD);
    const { score: sanctioned } = scoreComment(bad, { ...THREAD, sanctionLevel: 5 });
    expect(neutral).toBeCloseTo(-16.9, 9);
    expect(sanctioned).toBeCloseTo(-16.9 / 0.7, 4);
  });

  it('shows the offence with its parts, which counts through reports alone', () => {
    const [calm, offensive] = [0, 0.5].map((offence) => scoreComment({ ...NEUTRAL, offence }, THREAD));
    expect(offensive?.score_parts).toEqual({ ...calm?.score_parts, offence: 0.5 });
    expect(offensive?.score).toBe(calm?.score);
  });

  it('never rises with the sanction level, the passing hours, or a worse grade', () => {
    fc.assert(
      fc.property(comments, threads, (comment, thread) => {
        const { score } = scoreComment(comment, thread);
        for (const worse of [
          { sanctionLevel: thread.sanctionLevel + 1 },
          { hoursLeft: Math.max(0, thread.hoursLeft - 6) },
          { grade: 'C' as const },
        ]) {
          expect(scoreComment(comment, { ...thread, ...worse }).score).toBeLessThanOrEqual(score);
        }
      }),
    );
  });

  it('has four decimals at the most', () => {
    fc.assert(
      fc.property(comments, threads, (comment, thread) => {
        const { score } = scoreComment(comment, thread);
        expect(Number(score.toFixed(4))).toBe(score);
      }),
    );
  });
});

it('the countdown counts from 24 hours, and more from 12', () => {
  expect([0, 12, 13, 24, 25, 8_760].map(countdownFactor)).toEqual([0.9, 0.9, 0.95, 0.95, 1, 1]);
});

import { describe, expect, it } from '@jest/globals';
import type { Dial } from '../domain/seed.js';
import { appealChance, appealOutcome, hearCase, type ModerationCase } from './appeal.policy.js';

const DIAL: Dial = { U: 40, E: 20, M: 20, S: 10, H: 10 };
const LOCKED: ModerationCase = {
  status: 'locked',
  reports: 20,
  severity: 0,
  sanctionLevel: 3,
  views: 500,
  hoursLeft: 48,
  grade: 'B',
  dial: DIAL,
  author: 'alias',
};
const HIDDEN: ModerationCase = { ...LOCKED, status: 'hidden', reports: 12, sanctionLevel: 2 };

/** The actions of a hearing, in order. */
function actions(given: ModerationCase, outcome: Parameters<typeof hearCase>[1]): string[] {
  return hearCase(given, outcome).map(({ action_type }) => action_type);
}

describe('the chance of an appeal', () => {
  it('is a base and what evidence, grade and account add', () => {
    expect(appealChance(LOCKED)).toBeCloseTo(0.1 + 0.6 * 0.2 + 0.1 + 0.05, 12);
    expect(appealChance({ ...LOCKED, grade: 'A', author: 'public' })).toBeCloseTo(0.1 + 0.12 + 0.4, 12);
    expect(appealChance({ ...LOCKED, grade: 'C', author: 'mask' })).toBeCloseTo(0.22, 12);
    expect(appealChance({ ...LOCKED, author: null })).toBeCloseTo(0.32, 12);
  });

  it('is 1 at the most', () => {
    const dial = { U: 0, E: 100, M: 0, S: 0, H: 0 };
    expect(appealChance({ ...LOCKED, dial, grade: 'A', author: 'public' })).toBe(1);
  });
});

describe('an appeal', () => {
  it('is accepted when the draw is below its chance, and rejected from there on', () => {
    expect(appealOutcome(LOCKED, 0.369)).toBe('accepted');
    expect(appealOutcome(LOCKED, 0.3701)).toBe('rejected');
  });

  it('is put off with less than 24 hours left, or with evidence of grade C', () => {
    expect(appealOutcome({ ...LOCKED, hoursLeft: 24 }, 0)).toBe('accepted');
    expect(appealOutcome({ ...LOCKED, hoursLeft: 23 }, 0)).toBe('delayed');
    expect(appealOutcome({ ...LOCKED, grade: 'C' }, 0)).toBe('delayed');
  });

  it('is missing when nobody wrote anything that got through', () => {
    expect(appealOutcome({ ...LOCKED, author: null, grade: 'C' }, 0)).toBe('missing');
  });
});

describe('an appeal that is accepted', () => {
  it('takes the thread one status back and the sanction one level down', () => {
    expect(hearCase(LOCKED, 'accepted')).toEqual([
      {
        action_type: 'APPEAL',
        reason_rule_id: 'RULE-PLZ-SAN-02',
        next_status: 'hidden',
        sanction_level: 2,
        reports: 20,
      },
    ]);
    expect(hearCase(HIDDEN, 'accepted')[0]).toMatchObject({ next_status: 'visible', sanction_level: 1 });
  });

  it('helps against everything: no ghost, no sanction', () => {
    expect(actions({ ...LOCKED, reports: 90, severity: 3, sanctionLevel: 5 }, 'accepted')).toEqual([
      'APPEAL',
    ]);
  });

  it('leaves no level below zero', () => {
    expect(hearCase({ ...HIDDEN, sanctionLevel: 0 }, 'accepted')[0]?.sanction_level).toBe(0);
  });
});

describe('an appeal that is rejected', () => {
  it('leaves everything as it was', () => {
    expect(hearCase(LOCKED, 'rejected')).toEqual([
      {
        action_type: 'APPEAL_REJECT',
        reason_rule_id: 'RULE-PLZ-SAN-03',
        next_status: 'locked',
        sanction_level: 3,
        reports: 20,
      },
    ]);
  });

  it('brings no backlash', () => {
    expect(actions({ ...LOCKED, views: 90_000 }, 'rejected')).toEqual(['APPEAL_REJECT']);
  });
});

describe('an appeal that is put off', () => {
  it.each([
    [0, 1],
    [500, 3],
    [1_000, 6],
    [2_000, 12],
    [90_000, 12],
  ])('brings a backlash: with %d views, %d more reports', (views, reach) => {
    const steps = hearCase({ ...HIDDEN, views }, 'delayed');
    expect(steps.map(({ action_type, reports }) => [action_type, reports])).toEqual([
      ['APPEAL_DELAY', 12],
      ['CONSPIRACY_BACKLASH', 12 + reach],
    ]);
    expect(steps.every(({ next_status }) => next_status === 'hidden')).toBe(true);
  });

  it('can bring a thread over the bound with its backlash', () => {
    expect(actions({ ...LOCKED, reports: 22 }, 'delayed')).toEqual([
      'APPEAL_DELAY',
      'CONSPIRACY_BACKLASH',
      'GHOST_THREAD',
    ]);
    expect(hearCase({ ...LOCKED, reports: 22 }, 'delayed').at(-1)?.reports).toBe(25);
    expect(actions({ ...LOCKED, reports: 21 }, 'delayed')).toEqual(['APPEAL_DELAY', 'CONSPIRACY_BACKLASH']);
  });
});

describe('a locked thread that no appeal helped', () => {
  it.each([
    [24, 0, []],
    [25, 0, ['GHOST_THREAD']],
    [29, 0, ['GHOST_THREAD']],
    [30, 0, ['GHOST_THREAD', 'SANCTION_USER']],
    [0, 1, []],
    [0, 2, ['GHOST_THREAD']],
    [0, 3, ['GHOST_THREAD', 'SANCTION_USER']],
  ])('with %d reports and severity %d comes to %j', (reports, severity, further) => {
    expect(actions({ ...LOCKED, reports, severity }, 'missing')).toEqual(further);
    expect(actions({ ...LOCKED, reports, severity }, 'rejected')).toEqual(['APPEAL_REJECT', ...further]);
  });

  it('is first made a ghost at level 4, and then its author is sanctioned at level 5', () => {
    const steps = hearCase({ ...LOCKED, reports: 30 }, 'missing');
    expect(
      steps.map(({ reason_rule_id, next_status, sanction_level }) => [
        reason_rule_id,
        next_status,
        sanction_level,
      ]),
    ).toEqual([
      ['RULE-PLZ-MOD-03', 'ghost', 4],
      ['RULE-PLZ-SAN-01', 'sanctioned', 5],
    ]);
  });
});

it('a hidden thread is never made a ghost', () => {
  expect(actions({ ...HIDDEN, reports: 90, severity: 3 }, 'rejected')).toEqual(['APPEAL_REJECT']);
  expect(actions({ ...HIDDEN, reports: 90, severity: 3 }, 'missing')).toEqual([]);
});

it('a thread that is neither hidden nor locked has no hearing', () => {
  for (const status of ['visible', 'ghost', 'sanctioned'] as const) {
    expect(hearCase({ ...LOCKED, status, reports: 90 }, 'rejected')).toEqual([]);
  }
});

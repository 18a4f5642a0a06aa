import { describe, expect, it } from '@jest/globals';
import { decisionsByRound, type RoundDecision } from './decision.policy.js';

interface Row {
  readonly type: string;
  readonly [field: string]: unknown;
}

const REVIEW: Row = {
  type: 'action',
  action_type: 'REVIEW',
  reason_rule_id: 'R-REVIEW',
  sanction_level: 1,
  prev_status: 'visible',
  next_status: 'visible',
};
const HIDE: Row = {
  ...REVIEW,
  action_type: 'HIDE',
  reason_rule_id: 'R-HIDE',
  sanction_level: 2,
  next_status: 'hidden',
};
const LOCK: Row = {
  ...REVIEW,
  action_type: 'LOCK',
  reason_rule_id: 'R-LOCK',
  sanction_level: 3,
  prev_status: 'hidden',
  next_status: 'locked',
};
const HINT: Row = { ...REVIEW, action_type: 'HINT', prev_status: 'hidden', next_status: 'hidden' };

function summary(round: number, report_count: number): Row {
  return { type: 'round_summary', round, report_count };
}

async function decide(...rows: Row[]): Promise<RoundDecision[]> {
  async function* log() {
    yield* rows;
  }
  const decisions: RoundDecision[] = [];
  for await (const decision of decisionsByRound(log())) decisions.push(decision);
  return decisions;
}

describe('what moderation decided', () => {
  it('is nothing in a round without actions', async () => {
    expect(await decide(summary(1, 3))).toEqual([
      {
        round: 1,
        action_type: 'NO_ACTION',
        reason_rule_id: null,
        status_before: 'visible',
        status_after: 'visible',
        report_total: 3,
        sanction_level: 0,
      },
    ]);
  });

  it('is one decision a round, with the totals so far and the status carried on', async () => {
    const decisions = await decide(summary(1, 3), HIDE, summary(2, 8), summary(3, 1), LOCK, summary(4, 9));
    expect(decisions.map((d) => [d.round, d.action_type, d.status_before, d.status_after])).toEqual([
      [1, 'NO_ACTION', 'visible', 'visible'],
      [2, 'HIDE', 'visible', 'hidden'],
      [3, 'NO_ACTION', 'hidden', 'hidden'],
      [4, 'LOCK', 'hidden', 'locked'],
    ]);
    expect(decisions.map((d) => d.report_total)).toEqual([3, 11, 12, 21]);
    expect(decisions.map((d) => d.sanction_level)).toEqual([0, 2, 2, 3]);
    expect(decisions.map((d) => d.reason_rule_id)).toEqual([null, 'R-HIDE', null, 'R-LOCK']);
  });

  it('is the strongest action of a round: the last that changed the status', async () => {
    expect(await decide(HIDE, LOCK, summary(1, 30))).toMatchObject([
      { action_type: 'LOCK', reason_rule_id: 'R-LOCK', status_before: 'visible', status_after: 'locked' },
    ]);
    expect(await decide(REVIEW, HIDE, summary(1, 12))).toMatchObject([{ action_type: 'HIDE' }]);
    expect(await decide(HIDE, HINT, summary(1, 12))).toMatchObject([
      { action_type: 'HIDE', status_after: 'hidden' },
    ]);
  });

  it('is the first action of a round in which none changed the status', async () => {
    expect(await decide(REVIEW, { ...REVIEW, action_type: 'SECOND' }, summary(1, 8))).toMatchObject([
      { action_type: 'REVIEW', reason_rule_id: 'R-REVIEW', status_after: 'visible' },
    ]);
  });

  it('is nothing at all without rounds', async () => {
    expect(await decide()).toEqual([]);
  });
});

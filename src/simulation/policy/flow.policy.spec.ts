import { describe, expect, it } from '@jest/globals';
import { bodySections, escalates, escalationsOf, type Escalation } from './flow.policy.js';

const FLOW = { id: 'P1', name: 'Alert', phases: [], body_sections: [], escalation_rules: [] };
const THREAD = { reports: 7, round: 3, status: 'hidden' } as const;

function withCondition(condition: Partial<Escalation['condition']>): Escalation {
  return { action_type: 'X', reason_rule_id: 'R', condition: { status_in: [], ...condition } };
}

describe('the body sections of a flow', () => {
  it('are its own where it names some', () => {
    expect(bodySections({ ...FLOW, phases: ['a: b'], body_sections: ['c'] })).toEqual(['c']);
  });

  it('come from the part of each phase after its first colon', () => {
    const phases = ['opening: what was seen', 'times: at 9:30, and later', 'no colon', 'nothing: ', ':bare'];
    expect(bodySections({ ...FLOW, phases })).toEqual(['what was seen', 'at 9:30, and later', 'bare']);
  });

  it('are none where there is no flow', () => {
    expect(bodySections(undefined)).toEqual([]);
  });
});

describe('the escalations of a flow', () => {
  it('are its own where it has some', () => {
    const own = [withCondition({ reports_gte: 1 })];
    expect(escalationsOf({ ...FLOW, escalation_rules: own })).toEqual(own);
  });

  it.each([['a flow without any', FLOW] as const, ['no flow', undefined] as const])(
    'are a review at 8 reports and a hint to lock at 16 for %s',
    (_, flow) => {
      const usual = escalationsOf(flow);
      const told = (reports: number) =>
        usual
          .filter((escalation) => escalates(escalation, { reports, round: 1, status: 'visible' }))
          .map(({ action_type, reason_rule_id }) => [action_type, reason_rule_id]);
      expect(told(7)).toEqual([]);
      expect(told(8)).toEqual([['FLOW_ESCALATE_REVIEW', 'RULE-PLZ-MOD-01']]);
      expect(told(15)).toHaveLength(1);
      expect(told(16)).toEqual([
        ['FLOW_ESCALATE_REVIEW', 'RULE-PLZ-MOD-01'],
        ['FLOW_ESCALATE_LOCK_HINT', 'RULE-PLZ-MOD-02'],
      ]);
    },
  );
});

describe('an escalation', () => {
  it.each<[Partial<Escalation['condition']>, boolean]>([
    [{}, true],
    [{ reports_gte: 7 }, true],
    [{ reports_gte: 8 }, false],
    [{ round_gte: 3 }, true],
    [{ round_gte: 4 }, false],
    [{ status_in: ['visible', 'hidden'] }, true],
    [{ status_in: ['visible'] }, false],
    [{ reports_gte: 7, round_gte: 3, status_in: ['hidden'] }, true],
    [{ reports_gte: 7, round_gte: 4, status_in: ['hidden'] }, false],
    [{ reports_gte: 7, round_gte: 3, status_in: ['locked'] }, false],
  ])('on the condition %j comes: %p', (condition, comes) => {
    expect(escalates(withCondition(condition), THREAD)).toBe(comes);
  });
});

import { describe, expect, it } from '@jest/globals';
import { answering, evidence, roundRow } from '../../../test/support/report-rows.js';
import { incidentWords } from '../domain/incident-words.js';
import { conflictMap } from './conflict-map.js';
import { replyPairs } from './replies.js';
import type { ReportRow } from './row-fields.js';
import { readComment } from './thread-comment.js';

const [ann, bob, cat, dan] = [
  ['C1', 'ann'] as const,
  ['C2', 'bob'] as const,
  ['C3', 'cat'] as const,
  ['C1', 'dan'] as const,
];
const INCIDENT = {
  title: 'The harbour bell is missing',
  summary: '',
  public_facts: ['The harbour bell was polished on Tuesday.'],
  stakeholders: [],
};

function mapOf(...rows: ReportRow[]) {
  const comments = rows.map((row, index) => readComment(row, index, false));
  return conflictMap(comments, replyPairs(comments), incidentWords(INCIDENT));
}

const points = (...rows: ReportRow[]) =>
  mapOf(...rows).mediation_points.map(({ basis, claim }) => [basis, claim]);

describe('the conflict map', () => {
  it('sets the strongest claims of opposed intents of two communities against each other, the stronger first', () => {
    const { claim_a, claim_b } = mapOf(
      roundRow(1, ann, 'Weak alarm.', { intent: 'alert', score: 2 }),
      roundRow(1, bob, 'Calm.', { intent: 'mediate', score: 5 }),
      roundRow(2, ann, 'Strong alarm.', { intent: 'alert', score: 9 }),
      roundRow(2, dan, 'Calm of the same community.', { intent: 'mediate', score: 8 }),
    );
    expect(claim_a).toMatchObject({ claim: 'Strong alarm.', persona_id: 'ann', opposition: 'intents' });
    expect(claim_b).toMatchObject({ claim: 'Calm.', community_id: 'C2', round: 1, score: 5 });
  });

  it('takes an answer that opposes for a conflict, whatever the intents', () => {
    const { claim_a, claim_b } = mapOf(
      roundRow(1, ann, 'The log is wet.', { score: 3 }),
      roundRow(1, bob, 'The log is dry.', { score: 4, ...answering('ann', 'oppose') }),
    );
    expect(claim_a).toMatchObject({ claim: 'The log is dry.', opposition: 'reply' });
    expect(claim_b).toMatchObject({ claim: 'The log is wet.', opposition: 'reply' });
  });

  it('finds a quarrel within a community only when no two communities are at odds', () => {
    const within = [
      roundRow(1, ann, 'Ring.', { score: 9 }),
      roundRow(1, dan, 'Do not ring.', { score: 9, ...answering('ann', 'oppose') }),
    ];
    expect(mapOf(...within).claim_a?.claim).toBe('Ring.');
    const across = roundRow(2, bob, 'Ring softly.', { score: 1, ...answering('dan', 'oppose') });
    expect(mapOf(...within, across).claim_b?.claim).toBe('Ring softly.');
  });

  it('has no sides when nobody opposes anybody', () => {
    const { claim_a, claim_b, third_interest } = mapOf(
      roundRow(1, ann, 'One.'),
      roundRow(1, bob, 'Two.', answering('ann', 'agree')),
    );
    expect([claim_a, claim_b, third_interest]).toEqual([null, null, null]);
  });

  it('sets nobody against themselves', () => {
    const { claim_a } = mapOf(
      roundRow(1, ann, 'Ring.', { intent: 'alert' }),
      roundRow(2, ann, 'Let us talk.', { intent: 'mediate' }),
    );
    expect(claim_a).toBeNull();
  });

  it('names the strongest claim of a community on neither side as the third interest', () => {
    const sides = [
      roundRow(1, ann, 'Ring.', { intent: 'alert', score: 9 }),
      roundRow(1, bob, 'Wait.', { intent: 'mediate', score: 9 }),
    ];
    const others = [roundRow(1, cat, 'Weak.', { score: 1 }), roundRow(2, cat, 'Who pays?', { score: 2 })];
    expect(mapOf(...sides).third_interest).toBeNull();
    expect(mapOf(...sides, ...others).third_interest?.claim).toBe('Who pays?');
  });
});

describe('mediation points', () => {
  it('are the claims that mediate, those that another community agreed with, and what two communities cite', () => {
    const rows = [
      roundRow(1, dan, 'Ring every bell.', { intent: 'alert', score: 8 }),
      roundRow(1, cat, 'Ring none of them.', { intent: 'hype', score: 8, ...answering('dan', 'oppose') }),
      roundRow(1, ann, 'Sit down first.', { intent: 'mediate', score: 3 }),
      roundRow(1, bob, 'It was the wind.', { intent: 'hype', score: 4, evidence: evidence('E1') }),
      roundRow(2, ann, 'The wind, yes.', {
        intent: 'hype',
        score: 6,
        evidence: evidence('E1'),
        ...answering('bob', 'agree'),
      }),
    ];
    expect(points(...rows)).toEqual([
      ['mediating_claim', 'Sit down first.'],
      ['agreement', 'It was the wind.'],
      ['shared_evidence', 'The wind, yes.'],
    ]);
    expect(mapOf(...rows).mediation_points[1]?.agreed_by).toEqual({ persona_id: 'ann', name: 'Name of ann' });
    expect(mapOf(...rows).mediation_points[2]?.evidence?.id).toBe('E1');
  });

  it('are no claims that are a side of the conflict, nor nearly the same', () => {
    const { claim_a, claim_b, third_interest, mediation_points } = mapOf(
      roundRow(1, ann, 'Ring every bell tonight.', { intent: 'alert', score: 9 }),
      roundRow(1, bob, 'Sit down first.', { intent: 'mediate', score: 9, ...answering('ann', 'oppose') }),
      roundRow(1, cat, 'sit down, first!', { intent: 'mediate', score: 8 }),
      roundRow(2, cat, 'Read the log together.', { intent: 'mediate', score: 2 }),
      roundRow(2, dan, 'Then read it aloud.', { intent: 'mediate', score: 1 }),
    );
    expect([claim_a?.claim, claim_b?.claim]).toEqual(['Ring every bell tonight.', 'Sit down first.']);
    expect(third_interest?.claim).toBe('Read the log together.');
    expect(mediation_points.map(({ claim }) => claim)).toEqual([
      'Read the log together.',
      'Then read it aloud.',
    ]);
  });

  it('do not count agreement among neighbours', () => {
    const rows = [
      roundRow(1, ann, 'One.', { intent: 'hype' }),
      roundRow(1, dan, 'Yes.', { intent: 'hype', ...answering('ann', 'agree') }),
    ];
    expect(points(...rows)).toEqual([['strongest_claim', 'One.']]);
  });

  it('fall back to a claim that can be checked, and then to the strongest', () => {
    const strong = roundRow(1, ann, 'Strong.', { intent: 'hype', score: 9 });
    const cited = roundRow(1, bob, 'Cited.', { intent: 'hype', score: 1, evidence: evidence('E1') });
    expect(points(strong, cited)).toEqual([['checkable_claim', 'Cited.']]);
    expect(points(strong)).toEqual([['strongest_claim', 'Strong.']]);
    expect(points()).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { answering, evidence, roundRow } from '../../../test/support/report-rows.js';
import { incidentWords } from '../domain/incident-words.js';
import { highlights } from './highlights.js';
import { lensSummaries } from './lens-summaries.js';
import { replyPairs } from './replies.js';
import type { ReportRow } from './row-fields.js';
import { readComment } from './thread-comment.js';

const [ann, bob, dan] = [['C1', 'ann'] as const, ['C2', 'bob'] as const, ['C1', 'dan'] as const];
const commentsOf = (rows: readonly ReportRow[]) => rows.map((row, index) => readComment(row, index, false));
function lenses(...rows: ReportRow[]) {
  const comments = commentsOf(rows);
  return lensSummaries(comments, replyPairs(comments));
}

describe('lens summaries', () => {
  it('are one for each community that spoke, the most talkative first', () => {
    const found = lenses(roundRow(1, bob, 'One.'), roundRow(1, ann, 'Two.'), roundRow(1, dan, 'Three.'));
    expect(found.map(({ community_id, comment_count }) => [community_id, comment_count])).toEqual([
      ['C1', 2],
      ['C2', 1],
    ]);
    expect(found[0]?.speakers.map(({ persona_id }) => persona_id)).toEqual(['ann', 'dan']);
  });

  it('quote the three strongest claims, none of them twice', () => {
    const [lens] = lenses(
      roundRow(1, ann, 'Weakest.', { score: 1 }),
      roundRow(1, dan, 'Strongest.', { score: 9 }),
      roundRow(2, ann, 'Strongest.', { score: 8 }),
      roundRow(2, dan, 'Third.', { score: 3 }),
      roundRow(3, ann, 'Second.', { score: 5 }),
    );
    expect(lens?.claims.map(({ claim, persona_id, round }) => [claim, persona_id, round])).toEqual([
      ['Strongest.', 'dan', 1],
      ['Second.', 'ann', 3],
      ['Third.', 'dan', 2],
    ]);
  });

  it('name the leading intent, and what is cited most', () => {
    const [lens] = lenses(
      roundRow(1, ann, 'One.', { intent: 'hype', evidence: evidence('E1') }),
      roundRow(1, dan, 'Two.', { intent: 'safety', evidence: evidence('E2') }),
      roundRow(2, ann, 'Three.', { intent: 'safety', evidence: evidence('E2') }),
    );
    expect(lens).toMatchObject({ leading_intent: 'safety', intents: { alert: 0, hype: 1, safety: 2 } });
    expect(lens?.evidence.map(({ id, times }) => [id, times])).toEqual([
      ['E2', 2],
      ['E1', 1],
    ]);
  });

  it('tell whom its members answered, and how', () => {
    const [, lens] = lenses(
      roundRow(1, ann, 'One.'),
      roundRow(1, dan, 'Two.'),
      roundRow(1, bob, 'No.', answering('ann', 'oppose')),
    );
    expect(lens?.answers).toEqual([
      { community_id: 'C1', community_name: 'Name of C1', agree: 0, oppose: 1, ask: 0 },
    ]);
  });

  it.each([
    ['ignored', 0, 0],
    ['welcomed', 9, 3],
    ['contested', 9, 4],
    ['rejected', 4, 4],
  ])('call a community %s at %i upvotes and %i reports', (code, upvotes, reports) => {
    const [lens] = lenses(roundRow(1, ann, 'One.', { upvotes, reports, score: 2.5 }));
    expect(lens?.reception).toEqual({ code, upvotes, reports, views: 20, average_score: 2.5 });
  });
});

const INCIDENT = {
  title: 'The harbour bell is missing',
  summary: '',
  public_facts: ['The bell was polished on Tuesday.'],
  stakeholders: [],
};

describe('highlights', () => {
  it('are, where some comments name the incident, mostly those, and always the best one', () => {
    const rows = Array.from({ length: 20 }, (_, index) =>
      roundRow(1, ann, index % 4 === 0 ? `Polished on Tuesday, I say ${index}.` : `Weather ${index}.`, {
        score: 20 - (index === 1 ? -9 : index),
      }),
    );
    const found = highlights(commentsOf(rows), incidentWords(INCIDENT));
    expect(found.map(({ claim }) => claim)).toEqual([
      'Weather 1.',
      ...[0, 4, 8, 12, 16]
        .map((index) => `Polished on Tuesday, I say ${index}.`)
        .toSpliced(1, 0, 'Weather 2.'),
    ]);
    expect(found.filter(({ names_incident }) => names_incident)).toHaveLength(5);
  });

  it('are the ten best comments, best first, the earlier one of equals', () => {
    const scores = [3, 9, 1, 9, 2, 4, 5, 6, 7, 8, 0, -4];
    const found = highlights(
      commentsOf(scores.map((score, index) => roundRow(1, ann, `C${index}.`, { score }))),
      incidentWords(INCIDENT),
    );
    expect(found.map(({ rank, claim, score }) => [rank, claim, score])).toEqual([
      [1, 'C1.', 9],
      [2, 'C3.', 9],
      [3, 'C9.', 8],
      [4, 'C8.', 7],
      [5, 'C7.', 6],
      [6, 'C6.', 5],
      [7, 'C5.', 4],
      [8, 'C0.', 3],
      [9, 'C4.', 2],
      [10, 'C2.', 1],
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { answering, contextRow, endRow, roundRow } from '../../../test/support/report-rows.js';
import { buildReport } from './build-report.js';
import type { ReportRow } from './row-fields.js';

const FACT = 'The harbour bell was polished on Tuesday.';
const [ann, bob, cat] = [['C1', 'ann'] as const, ['C2', 'bob'] as const, ['C3', 'cat'] as const];
const fact = { evidence: { kind: 'public_fact', id: 'public_fact:1', text: FACT, source: null, grade: 'B' } };

const report = (...rows: ReportRow[]) =>
  buildReport(
    [contextRow({ public_facts: [FACT] }), ...rows, endRow()].map((row, index) => ({
      seq: index + 1,
      ...row,
    })),
  );

const THREAD = [
  roundRow(1, ann, 'It was polished on Tuesday.', { ...fact, score: 5 }),
  roundRow(1, bob, 'Polished on Tuesday, and stolen on Monday?', { ...answering('ann', 'ask'), score: 4 }),
  roundRow(1, cat, 'Rain again.', { score: 3 }),
  roundRow(2, ann, 'Nobody polished it on Tuesday.', { ...answering('bob', 'oppose'), score: 9 }),
  roundRow(2, bob, 'Then Tuesday is wrong.', { ...answering('ann', 'agree'), score: 2 }),
  roundRow(2, cat, 'More rain.', { score: 1 }),
];

describe('arcs', () => {
  it('have four parts that follow each other and hold every comment once', async () => {
    const { arcs } = await report(...THREAD);
    const [whole] = arcs;
    expect(whole).toMatchObject({ subject: 'The bell is gone', comment_count: 6 });
    const seqs = [whole?.set_up, whole?.escalation, whole?.turn, whole?.end].map((part) => part?.seqs);
    expect(seqs).toEqual([[2], [3, 4, 5], [6], [7]]);
    expect(whole?.turn).toMatchObject({ basis: 'agreement', said: { name: 'Name of bob', seq: 6 } });
    expect(whole?.escalation.said.quote).toBe('Nobody polished it on Tuesday.');
  });

  it('are also about the fact that is argued about, by those who name it and those who answer them', async () => {
    const { arcs } = await report(...THREAD);
    expect(arcs.map(({ subject, comment_count }) => [subject, comment_count])).toEqual([
      ['The bell is gone', 6],
      [FACT, 4],
    ]);
  });

  it('turn where somebody is moved, before anything else', async () => {
    const moved = {
      type: 'position_change',
      round: 2,
      persona_id: 'cat',
      from: { stance: 'undecided' },
      to: { stance: 'against', reason: FACT },
      because: 4,
    };
    const [first, ...rest] = THREAD;
    const { arcs, position_changes } = await report(first as ReportRow, ...rest, moved);
    expect(arcs[0]?.turn).toMatchObject({ basis: 'position_change', seqs: [4] });
    expect(position_changes).toEqual([
      {
        persona_id: 'cat',
        name: 'Name of cat',
        round: 2,
        seq: 8,
        from: 'undecided',
        to: 'against',
        reason: FACT,
        because: { persona_id: 'cat', name: 'Name of cat', seq: 4, round: 1, quote: 'Rain again.' },
      },
    ]);
  });

  it('are none where there is too little to tell', async () => {
    const { arcs } = await report(...THREAD.slice(0, 3));
    expect(arcs).toEqual([]);
  });
});

describe('a change of position', () => {
  it('by an intervention has no comment that caused it', async () => {
    const moved = { type: 'position_change', round: 1, persona_id: 'ann', from: 'for', to: 'against' };
    const { position_changes } = await report(...THREAD, { ...moved, because: 'intervention' });
    expect(position_changes).toMatchObject([{ from: 'for', to: 'against', reason: '', because: null }]);
  });
});

it('comments near a hidden fact are told with its number, and nothing of its words', async () => {
  const near = { ...THREAD[2], near_hidden_fact: 0 } as ReportRow;
  const { near_hidden_facts } = await report(near);
  expect(near_hidden_facts).toEqual([
    {
      index: 0,
      comments: [{ persona_id: 'cat', name: 'Name of cat', seq: 2, round: 1, quote: 'Rain again.' }],
    },
  ]);
});

it('what moderation said is told with who answered, and the appeal with its answer', async () => {
  const said = { round: 2, persona_id: 'bob', persona_name: 'Bob' };
  const { moderation } = await report(
    { ...THREAD[0], report_reasons: { hostile: 2 } } as ReportRow,
    { type: 'notice', round: 2, kind: 'hide', reason: 'hostile', text: 'Hidden.' },
    { type: 'notice_reply', ...said, kind: 'hide', stance: 'protest', text: 'Why?' },
    { type: 'notice', round: 2, kind: 'warning', reason: 'uncited', text: 'Mind that.' },
    { type: 'action', round: 2, report_reasons: { hostile: 1 } },
    { type: 'appeal', ...said, text: 'Please.', outcome: 'rejected', answer: 'No.' },
  );
  expect(moderation).toMatchObject({
    report_reasons: { hostile: 3 },
    notices: [
      { kind: 'hide', text: 'Hidden.', replies: [{ name: 'Bob', stance: 'protest', text: 'Why?' }] },
      { kind: 'warning', replies: [] },
    ],
    appeal: { name: 'Bob', outcome: 'rejected', text: 'Please.', answer: 'No.' },
  });
});

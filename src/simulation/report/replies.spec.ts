import { describe, expect, it } from '@jest/globals';
import { answering, roundRow } from '../../../test/support/report-rows.js';
import type { ReportRow } from './row-fields.js';
import { replyPairs } from './replies.js';
import { readComment } from './thread-comment.js';

const [ann, bob] = [['C1', 'ann'] as const, ['C2', 'bob'] as const];
const pairsOf = (...rows: ReportRow[]) =>
  replyPairs(rows.map((row, index) => readComment(row, index, false))).map(({ answered, answer, stance }) => [
    answered.claim,
    stance,
    answer.claim,
  ]);

describe('an answer', () => {
  it('belongs to the last comment of whom it answers', () => {
    const rows = [
      roundRow(1, ann, 'One.'),
      roundRow(2, ann, 'Two.'),
      roundRow(2, bob, 'No.', answering('ann', 'oppose')),
    ];
    expect(pairsOf(...rows)).toEqual([['Two.', 'oppose', 'No.']]);
  });

  it('belongs to an earlier one in sight that it quotes, with other quotation marks and no full stop', () => {
    const rows = [
      roundRow(1, ann, 'I call it “theft”.'),
      roundRow(2, ann, 'Two.'),
      roundRow(2, bob, 'No.', {
        text: '“I call it ‘theft’” is a slogan. No.',
        ...answering('ann', 'oppose'),
      }),
    ];
    expect(pairsOf(...rows)).toEqual([['I call it “theft”.', 'oppose', 'No.']]);
  });

  it('to somebody who has not spoken, or of an unknown stance, is none', () => {
    const rows = [
      roundRow(1, ann, 'One.', answering('bob', 'ask')),
      roundRow(1, bob, 'Two.', { reply_to: { persona_id: 'ann', stance: 'shrug' } }),
    ];
    expect(pairsOf(...rows)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { answering, roundRow } from '../../../test/support/report-rows.js';
import { dialogueCandidates, toneOf } from './dialogue.js';
import { replyPairs } from './replies.js';
import type { ReportRow } from './row-fields.js';
import { readComment } from './thread-comment.js';

const who = (persona: string) => [`C-${persona}`, persona] as const;
function candidates(...rows: ReportRow[]) {
  const comments = rows.map((row, index) => readComment(row, index, false));
  return dialogueCandidates(comments, replyPairs(comments));
}
const tone = (fields: object, slipped = false) =>
  toneOf(readComment(roundRow(1, who('ann'), 'x', fields), 0, slipped));

describe('dialogue candidates', () => {
  it('are real answers with what they answer', () => {
    const [first] = candidates(
      roundRow(1, who('ann'), 'Ring!', { intent: 'alert' }),
      roundRow(2, who('bob'), 'Wait.', {
        intent: 'mediate',
        text: 'Ann, please. Wait.',
        ...answering('ann', 'oppose'),
      }),
    );
    expect(first).toEqual({
      speaker: { persona_id: 'bob', name: 'Name of bob' },
      line: 'Ann, please. Wait.',
      quote: 'Ann, please. Wait.',
      tone: 'conciliatory',
      round: 2,
      seq: null,
      stance: 'oppose',
      replying_to: {
        speaker: { persona_id: 'ann', name: 'Name of ann' },
        line: 'Ring!',
        quote: 'Ring!',
        tone: 'urgent',
        round: 1,
        seq: null,
      },
    });
  });

  it('have an argument, a question and an agreement when the thread has them, and five exchanges at the most', () => {
    const thread = Array.from({ length: 12 }, (_, index) => [
      roundRow(index, who(`a${index}`), `Claim ${index}.`, { score: 10 }),
      roundRow(index, who(`b${index}`), `Against ${index}.`, {
        score: 10,
        ...answering(`a${index}`, 'oppose'),
      }),
    ]).flat();
    const rest = [
      roundRow(13, who('c'), 'How so?', { score: 0, ...answering('a11', 'ask') }),
      roundRow(13, who('d'), 'Just so.', { score: 0, ...answering('a11', 'agree') }),
    ];
    const found = candidates(...thread, ...rest);
    expect(found.map(({ stance }) => stance)).toEqual(['oppose', 'ask', 'agree', 'oppose', 'oppose']);
  });

  it('bring different people together before the same two again', () => {
    const rows = [
      roundRow(1, who('ann'), 'One.', { score: 9 }),
      roundRow(1, who('bob'), 'Two.', { score: 9, ...answering('ann', 'oppose') }),
      roundRow(2, who('ann'), 'Three.', { score: 9, ...answering('bob', 'oppose') }),
      roundRow(2, who('cat'), 'Four.', { score: 1, ...answering('ann', 'oppose') }),
    ];
    expect(candidates(...rows).map(({ line }) => line)).toEqual(['Two.', 'Four.', 'Three.']);
  });

  it('are filled up with the best comments, to three, when there are too few answers', () => {
    const rows = [
      roundRow(1, who('ann'), 'One.', { score: 1 }),
      roundRow(1, who('bob'), 'Two.', { score: 2, ...answering('ann', 'ask') }),
      roundRow(1, who('cat'), 'Three.', { score: 3 }),
      roundRow(1, who('dan'), 'Four.', { score: 4 }),
      roundRow(1, who('eve'), 'Five.', { score: 5 }),
    ];
    const found = candidates(...rows).map(({ line, replying_to }) => [line, replying_to?.line ?? null]);
    expect(found).toEqual([
      ['Two.', 'One.'],
      ['Five.', null],
      ['Four.', null],
    ]);
  });

  it('are fewer than three in a thread that does not have them', () => {
    expect(candidates(roundRow(1, who('ann'), 'One.'))).toHaveLength(1);
    expect(candidates()).toEqual([]);
  });
});

describe('the tone of a line', () => {
  it.each([
    ['alert', 'urgent'],
    ['evidence', 'dry'],
    ['mediate', 'conciliatory'],
    ['safety', 'guarded'],
    ['hype', 'playful'],
    [null, 'plain'],
  ])('of intent %s is %s', (intent, expected) => {
    expect(tone({ intent })).toBe(expected);
  });

  it('is probing in a question', () => {
    expect(tone(answering('bob', 'ask'))).toBe('probing');
  });

  it('is hostile where a taboo word was blacked out, and in a reported attack', () => {
    expect(tone({}, true)).toBe('hostile');
    expect(tone({ ...answering('bob', 'oppose'), reports: 2, upvotes: 1 })).toBe('hostile');
    expect(tone({ ...answering('bob', 'oppose'), reports: 1, upvotes: 1 })).toBe('dry');
  });
});

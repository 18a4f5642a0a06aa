import { describe, expect, it } from '@jest/globals';
import { answering, contextRow, evidence, roundRow } from '../../../test/support/report-rows.js';
import { buildReport } from './build-report.js';
import type { ReportRow } from './row-fields.js';

const [ann, bob, cat] = [['C1', 'ann'] as const, ['C2', 'bob'] as const, ['C3', 'cat'] as const];
const one = roundRow(1, ann, 'One.', { evidence: evidence('E1', 'The ledger.') });

async function hints(...rows: ReportRow[]) {
  const { foreshadowing } = await buildReport([contextRow(), ...rows]);
  return foreshadowing.map(({ hint_code, text, round }) => [hint_code, text, round]);
}
const withoutLast = async (...rows: ReportRow[]) => (await hints(...rows)).slice(0, -1);

const action = (action_type: string, actor_id: string) => ({
  type: 'action',
  round: 2,
  action_type,
  actor_id,
});
const flow = (round: number, phase: string) => ({ type: 'meme_flow', round, meme_seed_id: 'MM', phase });

describe('foreshadowing', () => {
  it('ends with the last word of the thread', async () => {
    expect(await hints(one)).toEqual([['last_word', 'One.', 1]]);
    expect(await hints()).toEqual([]);
  });

  it('has the questions that were not answered, the latest first', async () => {
    const asked = roundRow(1, bob, 'Who?', { evidence: evidence('E1'), ...answering('ann', 'ask') });
    const askedToo = roundRow(2, cat, 'When?', { evidence: evidence('E1'), ...answering('ann', 'ask') });
    expect(await withoutLast(one, asked, askedToo)).toEqual([
      ['unanswered_question', 'When?', 2],
      ['unanswered_question', 'Who?', 1],
    ]);
    const answer = roundRow(3, ann, 'Me.', { evidence: evidence('E1'), ...answering('bob', 'agree') });
    expect(await withoutLast(one, asked, askedToo, answer)).toEqual([['unanswered_question', 'When?', 2]]);
  });

  it('has the strongest claim that rests on nothing', async () => {
    const [weak, strong] = [
      roundRow(1, bob, 'Weak.', { score: 1 }),
      roundRow(2, cat, 'Strong.', { score: 5 }),
    ];
    expect(await withoutLast(one, weak, strong)).toEqual([['unproven_claim', 'Strong.', 2]]);
    const advice = roundRow(2, cat, 'Sit down.', { score: 9, intent: 'mediate' });
    expect(await withoutLast(one, weak, advice)).toEqual([['unproven_claim', 'Weak.', 1]]);
  });

  it('has the evidence that runs out, from the round in which the hours get few', async () => {
    const late = roundRow(5, ann, 'Late.', {
      evidence: evidence('E2', 'The last page.'),
      evidence_hours_left: 24,
    });
    expect(await withoutLast(one, late)).toEqual([['evidence_runs_out', 'The last page.', 5]]);
  });

  it('has what moderation left open, with the words of whom it is about', async () => {
    const found = await withoutLast(
      one,
      action('HIDE_PREVIEW', 'moderation'),
      action('APPEAL_DELAY', 'ann'),
      action('CONSPIRACY_BACKLASH', 'moderation'),
    );
    expect(found).toEqual([
      ['appeal_delayed', 'One.', 2],
      ['backlash', 'One.', 2],
    ]);
  });

  it('has those who came over: their first words, or where they came from', async () => {
    const inflow = {
      type: 'cross_inflow',
      round: 1,
      from_board_id: 'B1',
      to_board_id: 'B4',
      arrivals: ['cat'],
    };
    const word = roundRow(2, cat, 'We heard.', { evidence: evidence('E1') });
    expect(await withoutLast(one, inflow)).toEqual([['arrivals_silent', 'B4', 1]]);
    expect(await withoutLast(one, inflow, word)).toEqual([['arrivals_speak', 'We heard.', 2]]);
  });

  it('has where the meme stands in the end, and since when', async () => {
    expect(
      await withoutLast(one, flow(1, 'hub_to_factory'), flow(3, 'backflow'), flow(4, 'backflow')),
    ).toEqual([['meme_backflow', 'MM', 3]]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../testing/index.js';
import type { ReportRow } from '../report/row-fields.js';
import { diffRuns, type ReadRun, type RunDiff } from './run-diff.js';

/** A log of these rows, numbered as they come. */
function runOf(id: string, rows: readonly ReportRow[], attributes = {}): ReadRun {
  async function* numbered(): AsyncIterable<ReportRow> {
    let seq = 0;
    for (const row of rows) yield { ...row, seq: (seq += 1), at: `time of ${id}` };
  }
  return { run: { ...sampleRun(id), status: 'succeeded', attributes }, rows: numbered() };
}

const context = (input: object): ReportRow => ({
  type: 'context',
  seed: { title: 'T' },
  rounds: 2,
  ...input,
});
const comment = (round: number, persona_id: string, text: string): ReportRow => ({
  type: 'round',
  round,
  persona_id,
  text,
  upvotes: 1,
});
const summary = (round: number, comment_count: number): ReportRow => ({
  type: 'round_summary',
  round,
  comment_count,
  upvote_count: comment_count,
  report_count: 0,
  participant_count: comment_count,
  max_score: 1,
  status: 'visible',
});
const retry: ReportRow = {
  type: 'stage_checkpoint',
  node_id: 'round_loop',
  outcome: 'retry',
  duration_ms: 5,
};

const movedBy = (because: number): ReportRow => ({
  type: 'position_change',
  round: 1,
  persona_id: 'bob',
  because,
});

const answer = (seq: number) => ({ ...comment(2, 'ann', 'So?'), reply_to: { persona_id: 'bob', seq } });

const THREAD = [comment(1, 'ann', 'One.'), comment(1, 'bob', 'Two.'), summary(1, 2)];

function diff(left: readonly ReportRow[], right: readonly ReportRow[]): Promise<RunDiff> {
  return diffRuns(runOf('1', left), runOf('2', right));
}

describe('two runs', () => {
  it('are equal whatever their ids, times and retries', async () => {
    const left = [context({}), ...THREAD, movedBy(2), answer(3)];
    const right = [context({}), retry, ...THREAD, movedBy(3), answer(4)];
    const found = await diff(left, right);
    expect(found).toMatchObject({ equal: true, common_rows: 5, first_difference: null, inputs: [] });
    expect(found.comments).toEqual({ same: 3, changed: 0, only_left: 0, only_right: 0 });
  });

  it('are not equal when a change of position has another cause', async () => {
    const found = await diff([...THREAD, movedBy(1)], [...THREAD, movedBy(2)]);
    expect(found.first_difference).toEqual({
      seq: 4,
      left_seq: 4,
      right_seq: 4,
      type: 'position_change',
      round: 1,
      fields: ['because'],
    });
  });

  it('part at the first row that is not the same, and its members are named', async () => {
    const other = [comment(1, 'ann', 'One.'), { ...comment(1, 'bob', 'Else.'), upvotes: 7 }, summary(1, 2)];
    const found = await diff([context({}), ...THREAD], [context({}), ...other]);
    expect(found).toMatchObject({ equal: false, common_rows: 1 });
    expect(found.first_difference).toEqual({
      seq: 3,
      left_seq: 3,
      right_seq: 3,
      type: 'round',
      round: 1,
      fields: ['text', 'upvotes'],
    });
  });

  it('part where one of them ends', async () => {
    const found = await diff([...THREAD], [...THREAD, comment(2, 'ann', 'Three.')]);
    expect(found.first_difference).toEqual({
      seq: 4,
      left_seq: null,
      right_seq: 4,
      type: 'round',
      round: 2,
      fields: [],
    });
    expect(found.rounds.at(-1)).toMatchObject({ round: 2, left: null, right: null });
    expect(found.comments.only_right).toBe(1);
  });

  it('part at a row of each, whatever their logs hold before it', async () => {
    const found = await diff([...THREAD, movedBy(1)], [retry, ...THREAD, movedBy(3)]);
    expect(found.first_difference).toMatchObject({ seq: 4, left_seq: 4, right_seq: 5 });
  });

  it('have other inputs, which are no difference of what happened', async () => {
    const found = await diff([context({ rounds: 2 }), ...THREAD], [context({ rounds: 3 }), ...THREAD]);
    expect(found.equal).toBe(true);
    expect(found.inputs).toEqual([{ name: 'rounds', left: 2, right: 3 }]);
  });

  it('ended alike or not', async () => {
    const found = await diffRuns(
      runOf('1', THREAD, { thread_status: 'visible' }),
      runOf('2', THREAD, { thread_status: 'hidden' }),
    );
    expect(found.equal).toBe(false);
    expect(found.outcomes).toContainEqual({ name: 'thread_status', left: 'visible', right: 'hidden' });
    expect(found.outcomes).toContainEqual({ name: 'comments', left: 2, right: 2 });
  });
});

describe('comments of a round', () => {
  it('are compared persona by persona, first with first', async () => {
    const left = [comment(1, 'ann', 'One.'), comment(1, 'ann', 'Again.'), comment(1, 'bob', 'Two.')];
    const right = [comment(1, 'cy', 'New.'), comment(1, 'ann', 'One.'), comment(1, 'ann', 'Anew.')];
    const { comments, rounds } = await diff(left, right);
    expect(comments).toEqual({ same: 1, changed: 1, only_left: 1, only_right: 1 });
    expect(rounds[0]?.changes).toEqual([
      { kind: 'changed', persona_id: 'ann', left_seq: 2, right_seq: 3 },
      { kind: 'only_left', persona_id: 'bob', left_seq: 3, right_seq: null },
      { kind: 'only_right', persona_id: 'cy', left_seq: null, right_seq: 1 },
    ]);
  });

  it('are the same when only their votes differ', async () => {
    const { comments, equal } = await diff([comment(1, 'a', 'x')], [{ ...comment(1, 'a', 'x'), upvotes: 9 }]);
    expect(comments.same).toBe(1);
    expect(equal).toBe(false);
  });
});

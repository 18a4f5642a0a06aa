import assert from 'node:assert/strict';
import type { RowSelection, RunRepository } from '../runs/index.js';
import { ALL, assertSame, type ConformanceCase } from './conformance-case.js';
import { newRun, sampleRow, sampleRun, stored, withRows } from './samples.js';

/** Rows of nobody, and of two stage nodes in two attempts. */
const ROWS = [
  { ...sampleRow(1, 'context'), stageNode: null, attempt: null },
  { ...sampleRow(2, 'round'), stageNode: 'a' },
  { ...sampleRow(3, 'gate'), stageNode: 'a' },
  { ...sampleRow(4, 'round', { text: 'x\n\u2028\u001f' }, 2), stageNode: 'a' },
  { ...sampleRow(5, 'round'), stageNode: 'ab' },
  { ...sampleRow(6, 'round', {}, 12), stageNode: 'b' },
  { ...sampleRow(7, 'run_state'), stageNode: null, attempt: null },
];

/** Stores a run with {@link ROWS}; gives what finds the `seq` of rows. */
async function seqsIn(repository: RunRepository) {
  const run = withRows(sampleRun('1'), ROWS);
  await repository.create(newRun(run, ROWS));
  return async (selection: Partial<RowSelection>) =>
    (await repository.readRows(run.run_id, { ...ALL, ...selection })).map(({ seq }) => seq);
}

/** Choosing rows by who wrote them. */
export const ROW_CONFORMANCE: readonly ConformanceCase[] = [
  {
    name: 'keeps who wrote a row, and that nobody did',
    async run(repository) {
      const run = withRows(sampleRun('1'), ROWS);
      await repository.create(newRun(run, ROWS));
      assertSame(await repository.readRows(run.run_id, ALL), ROWS.map(stored));
    },
  },
  {
    name: 'reads the rows of a stage node, and of no other',
    async run(repository) {
      const seqs = await seqsIn(repository);
      assertSame(await seqs({ stageNode: 'a' }), [2, 3, 4]);
      assertSame(await seqs({ stageNode: 'b' }), [6]);
      for (const stageNode of ['A', 'a%', '', 'null', "a' OR 1=1 --"])
        assertSame(await seqs({ stageNode }), []);
    },
  },
  {
    name: 'reads the rows of attempts of a number',
    async run(repository) {
      const seqs = await seqsIn(repository);
      assertSame(await seqs({ attempt: 1 }), [2, 3, 5]);
      assertSame(await seqs({ attempt: 12 }), [6]);
      assertSame(await seqs({ attempt: 3 }), []);
    },
  },
  {
    name: 'combines all that a selection says',
    async run(repository) {
      const seqs = await seqsIn(repository);
      assertSame(await seqs({ stageNode: 'a', attempt: 1, types: ['round'] }), [2]);
      assertSame(await seqs({ stageNode: 'a', afterSeq: 2 }), [3, 4]);
      assertSame(await seqs({ stageNode: 'a', throughSeq: 3 }), [2, 3]);
      assertSame(await seqs({ stageNode: 'a', limit: 1 }), [2]);
      assertSame(await seqs({ types: ['round'], afterSeq: 2, limit: 2 }), [4, 5]);
    },
  },
  {
    name: 'gives the text of rows as it is stored, if it gives any',
    async run(repository) {
      const run = withRows(sampleRun('1'), ROWS);
      await repository.create(newRun(run, ROWS));
      if (!repository.readRowText) return;
      for (const afterSeq of [0, 3, 6]) {
        const text = await repository.readRowText(run.run_id, { afterSeq, throughSeq: 7, limit: 100 });
        const expected = ROWS.slice(afterSeq, afterSeq + (text?.rows ?? 0));
        assert.ok(expected.length > 0);
        assertSame(text?.bytes.toString(), expected.map(({ json }) => `${json}\n`).join(''));
      }
      const two = await repository.readRowText(run.run_id, { afterSeq: 1, throughSeq: 3, limit: 100 });
      assertSame(two?.bytes.toString(), `${ROWS[1]?.json}\n${ROWS[2]?.json}\n`);
      const one = await repository.readRowText(run.run_id, { afterSeq: 1, throughSeq: 7, limit: 1 });
      assertSame(one?.bytes.toString(), `${ROWS[1]?.json}\n`);
    },
  },
  {
    name: 'gives no text of rows that are not there',
    async run(repository) {
      const run = withRows(sampleRun('1'), ROWS);
      await repository.create(newRun(run, ROWS));
      if (!repository.readRowText) return;
      const beyond = { afterSeq: 7, throughSeq: 8, limit: 1 };
      assertSame(await repository.readRowText(run.run_id, beyond), null);
      assertSame(await repository.readRowText('run-unknown', { ...beyond, afterSeq: 0 }), null);
    },
  },
];

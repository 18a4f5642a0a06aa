import assert from 'node:assert/strict';
import { type RunRecord, RunNotFoundError, type NewRun, type RunRepository } from '../runs/index.js';
import { ALL, assertSame, type ConformanceCase } from './conformance-case.js';
import { newRun, sampleKey, sampleRow, sampleRun, sampleTime, stored, withRows } from './samples.js';

const TEXT = 'a\u2028b\u2029c\u0085d 😀 \u202Ee\n"';
/** The rows of the copied run; the last checkpoint of `a` is at 4, that of `b` at 3. */
const ROWS = [
  { ...sampleRow(1, 'context', { text: TEXT }), stageNode: null, attempt: null },
  sampleRow(2, 'round', { n: 1.0e21 }),
  { ...sampleRow(3, 'gate', {}, 2), stageNode: 'b' },
  sampleRow(4, 'round'),
];

/** Stores the run that is copied. */
async function createSource(repository: RunRepository): Promise<RunRecord> {
  let run = sampleRun('1');
  await repository.create(newRun(run));
  for (const row of ROWS) {
    run = withRows(run, [row]);
    const checkpoint = { stageNode: row.seq === 3 ? 'b' : 'a', seq: row.seq, state: `{"at":${row.seq}}` };
    await repository.commit({ run, rows: [row], token: 1, checkpoints: [checkpoint] });
  }
  return run;
}

/** What stores a run that begins with the source's rows up to one. */
function copyOf(
  source: RunRecord,
  throughSeq: number,
  rows: readonly ReturnType<typeof sampleRow>[],
): NewRun {
  const copied = withRows(sampleRun('2', 0, { forked_from: source.run_id }), ROWS.slice(0, throughSeq));
  return newRun(withRows(copied, rows), rows, { copy: { runId: source.run_id, throughSeq } });
}

/** Runs that begin with a copy of another's log. */
export const COPY_CONFORMANCE: readonly ConformanceCase[] = [
  {
    name: "begins a copied run's log with the other's rows, and its own follow",
    async run(repository) {
      const source = await createSource(repository);
      const copy = copyOf(source, 3, [sampleRow(4, 'fork', { text: 'own' })]);
      await repository.create(copy);
      assertSame(await repository.find(copy.run.run_id), copy.run);
      const expected = [...ROWS.slice(0, 3), ...copy.rows].map(stored);
      assertSame(await repository.readRows(copy.run.run_id, ALL), expected);
      assertSame(await repository.readRows(source.run_id, ALL), ROWS.map(stored));
    },
  },
  {
    name: 'takes over the checkpoints up to where it copies, and no later ones',
    async run(repository) {
      const source = await createSource(repository);
      const copy = copyOf(source, 3, []);
      await repository.create(copy);
      assertSame(await repository.readCheckpoints(copy.run.run_id), [
        { stageNode: 'b', seq: 3, state: '{"at":3}' },
      ]);
      assert.equal((await repository.readCheckpoints(source.run_id)).length, 2);
    },
  },
  {
    name: 'goes on with a copied run without a change to the other',
    async run(repository) {
      const source = await createSource(repository);
      const copy = copyOf(source, 4, []);
      await repository.create(copy);
      const rows = [sampleRow(5, 'round', { text: TEXT })];
      const checkpoint = { stageNode: 'a', seq: 5, state: '{"at":5}' };
      await repository.commit({ run: withRows(copy.run, rows), rows, token: 1, checkpoints: [checkpoint] });
      assertSame(await repository.readRows(copy.run.run_id, ALL), [...ROWS, ...rows].map(stored));
      assertSame(await repository.readCheckpoints(copy.run.run_id), [
        { stageNode: 'b', seq: 3, state: '{"at":3}' },
        checkpoint,
      ]);
      assertSame(await repository.find(source.run_id), source);
      assertSame(
        (await repository.readCheckpoints(source.run_id)).map(({ seq }) => seq),
        [3, 4],
      );
    },
  },
  {
    name: 'stores no copy of a run that is gone, and leaves others alone',
    async run(repository) {
      const source = await createSource(repository);
      await repository.commit({ run: { ...source, status: 'failed' }, rows: [], token: 1 });
      assert.equal(await repository.delete(source.run_id, { now: sampleTime(0) }), true);
      const other = newRun(sampleRun('3'));
      for (const throughSeq of [0, 3]) {
        const copy = { ...copyOf(source, throughSeq, []), key: sampleKey() };
        const [refused] = await Promise.allSettled([
          repository.create(copy),
          ...(throughSeq ? [] : [repository.create(other)]),
        ]);
        assert.ok(refused?.status === 'rejected' && refused.reason instanceof RunNotFoundError);
        assert.equal(await repository.find(copy.run.run_id), null);
        assert.equal(await repository.findKey(sampleKey().scope, sampleKey().key), null);
      }
      assertSame(await repository.find(other.run.run_id), other.run);
      assertSame(await repository.list({ filter: {}, limit: 9, offset: 0 }), {
        items: [other.run],
        total: 1,
      });
    },
  },
  {
    name: 'copies all of a run that is deleted at the same time, or nothing',
    async run(repository) {
      const source = await createSource(repository);
      await repository.commit({ run: { ...source, status: 'failed' }, rows: [], token: 1 });
      const copies = Array.from({ length: 20 }, (_, index) => {
        const copy = copyOf(source, 3, []);
        return { ...copy, run: { ...copy.run, run_id: sampleRun(String(index + 2)).run_id } };
      });
      const half = copies.length / 2;
      const [before, after] = [copies.slice(0, half), copies.slice(half)];
      const stores = before.map((copy) => repository.create(copy));
      const deletion = repository.delete(source.run_id, { now: sampleTime(0) });
      const outcomes = await Promise.allSettled([...stores, ...after.map((copy) => repository.create(copy))]);
      assert.equal(await deletion, true);
      for (const [index, outcome] of outcomes.entries()) {
        const runId = copies[index]?.run.run_id ?? '';
        const isStored = outcome.status === 'fulfilled';
        if (!isStored) assert.ok(outcome.reason instanceof RunNotFoundError, String(outcome.reason));
        assert.equal((await repository.find(runId)) !== null, isStored);
        assert.equal((await repository.readRows(runId, ALL)).length, isStored ? 3 : 0);
      }
    },
  },
  {
    name: 'begins with nothing when nothing is copied',
    async run(repository) {
      const source = await createSource(repository);
      const copy = copyOf(source, 0, [sampleRow(1, 'context')]);
      await repository.create(copy);
      assertSame(await repository.readRows(copy.run.run_id, ALL), copy.rows.map(stored));
      assertSame(await repository.readCheckpoints(copy.run.run_id), []);
    },
  },
];

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RunNotFoundError, type AnswerStore, type RunRepository } from '../../src/runs/index.js';
import { openRunRepository, type StoreOptions } from '../../src/storage/index.js';
import { newRun, sampleRun } from '../../src/testing/index.js';
import { testStores } from '../support/test-stores.js';

const answer = (key: string, second: number, units = 0, text = `{"n":${second}}`) => ({
  key,
  recordedAt: `2026-01-0${1 + Math.floor(second / 60)}T00:00:${String(second % 60).padStart(2, '0')}.000Z`,
  units,
  answer: text,
});
const [A, B] = ['1', '2'].map((id) => sampleRun(id, 0, { status: 'succeeded' })) as [
  ReturnType<typeof sampleRun>,
  ReturnType<typeof sampleRun>,
];

describe.each(await testStores())('the answers of the $kind repository', ({ kind, open }) => {
  let options: StoreOptions;
  let repository: RunRepository;
  let remove: () => Promise<void>;

  const answers = (): AnswerStore => {
    if (!repository.answers) throw new Error('It keeps no answers.');
    return repository.answers;
  };

  beforeEach(async () => {
    ({ options, remove } = await open());
    repository = await openRunRepository(options);
    for (const run of [A, B]) {
      const { lease: _, ...free } = newRun(run);
      await repository.create(free);
    }
  });

  afterEach(async () => {
    await repository.close();
    await remove();
  });

  const reopen = async () => {
    if (kind === 'memory') return;
    await repository.close();
    repository = await openRunRepository(options);
  };

  it('are found by run and by key, also when the store was opened again', async () => {
    await answers().record(A.run_id, answer('k', 1, 5, '{"text":"a\u2028😀"}'));
    await reopen();
    expect(await answers().find(A.run_id, 'k')).toEqual(answer('k', 1, 5, '{"text":"a\u2028😀"}'));
    expect(await answers().find(B.run_id, 'k')).toBeNull();
    expect(await answers().find(A.run_id, 'other')).toBeNull();
  });

  it('replace an earlier answer of their run, and add to its units', async () => {
    await answers().record(A.run_id, answer('k', 1, 5));
    await answers().record(A.run_id, answer('k', 2, 3));
    await reopen();
    expect(await answers().find(A.run_id, 'k')).toEqual(answer('k', 2, 8));
    expect(await answers().unitsOf(A.run_id)).toBe(8);
    expect(await answers().unitsOf(B.run_id)).toBe(0);
  });

  it('are found whoever has them, the newest first, imported ones too', async () => {
    expect(await answers().findAnywhere('k')).toBeNull();
    await answers().record(A.run_id, answer('k', 2));
    await answers().record(B.run_id, answer('k', 1));
    expect(await answers().findAnywhere('k')).toEqual(answer('k', 2));
    await answers().importAnswers([answer('k', 3), answer('i', 4)]);
    await reopen();
    expect(await answers().findAnywhere('k')).toEqual(answer('k', 3));
    expect(await answers().findAnywhere('i')).toEqual(answer('i', 4));
  });

  it('are refused for a run that is not there', async () => {
    await expect(answers().record('run-none', answer('k', 1, 5))).rejects.toThrow(RunNotFoundError);
    expect(await answers().findAnywhere('k')).toBeNull();
    expect(await answers().unitsOn('2026-01-01')).toBe(0);
  });

  it('go with their run; what they cost that day stays counted', async () => {
    await answers().record(A.run_id, answer('k', 1, 5));
    await answers().record(B.run_id, answer('k', 2, 7));
    await answers().record(B.run_id, answer('k', 61, 1));
    await repository.delete(A.run_id, { now: '2026-01-01T00:00:00.000Z' });
    expect(await answers().find(A.run_id, 'k')).toBeNull();
    expect(await answers().unitsOf(A.run_id)).toBe(0);
    await reopen();
    expect(await answers().unitsOn('2026-01-01')).toBe(12);
    expect(await answers().unitsOn('2026-01-02')).toBe(1);
    expect(await answers().page(9, null)).toEqual([{ ...answer('k', 61, 8), runId: B.run_id }]);
  });

  it('are read page by page in one order, of all or of one run', async () => {
    await answers().record(B.run_id, answer('k', 2));
    await answers().record(A.run_id, answer('k', 1));
    await answers().record(A.run_id, answer('a', 3));
    await answers().importAnswers([answer('k', 4)]);
    const all = [
      { ...answer('a', 3), runId: A.run_id },
      { ...answer('k', 4), runId: null },
      { ...answer('k', 1), runId: A.run_id },
      { ...answer('k', 2), runId: B.run_id },
    ];
    expect(await answers().page(9, null)).toEqual(all);
    expect(await answers().page(2, null)).toEqual(all.slice(0, 2));
    expect(await answers().page(9, all[1] ?? null)).toEqual(all.slice(2));
    expect(await answers().page(9, null, A.run_id)).toEqual([all[0], all[2]]);
  });

  it('can be recorded by many at once', async () => {
    const keys = Array.from({ length: 50 }, (_, index) => `k${index}`);
    await Promise.all(keys.map((key) => answers().record(A.run_id, answer(key, 1, 2))));
    await reopen();
    expect((await answers().page(99, null, A.run_id)).map(({ key }) => key)).toEqual(keys.toSorted());
    expect(await answers().unitsOn('2026-01-01')).toBe(100);
  });
});

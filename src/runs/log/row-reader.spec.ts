import { describe, expect, it } from '@jest/globals';
import { newRun, sampleRow, sampleRun, withRows } from '../../testing/index.js';
import { MemoryRunRepository } from '../../storage/index.js';
import { readRowPages, type LoggedRun, type RowChoice } from './row-reader.js';
import { CorruptRunlogError } from '../run.errors.js';

/** A run of so many rows, of which every tenth is a gate. */
async function stored(count: number, text: (seq: number) => string = () => '') {
  const repository = new MemoryRunRepository();
  const rows = Array.from({ length: count }, (_, index) =>
    sampleRow(index + 1, index % 10 === 9 ? 'gate' : 'round', { text: text(index + 1) }),
  );
  const run = withRows(sampleRun('1'), rows);
  await repository.create(newRun(run, rows));
  const pagesOf = async (choice?: RowChoice, logged: LoggedRun = run) => {
    const pages: number[][] = [];
    for await (const page of readRowPages(repository, logged, choice)) pages.push(page.map(({ seq }) => seq));
    return pages;
  };
  return { run, pagesOf };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('the pages that a log is read in', () => {
  it.each([0, 1, 99, 100, 101, 5_000])('have every one of %i rows, in order', async (count) => {
    const { pagesOf } = await stored(count);
    const pages = await pagesOf();
    expect(pages.flat()).toEqual(upTo(count));
    expect(pages.every((page) => page.length > 0)).toBe(true);
  });

  it('have what is chosen', async () => {
    const { pagesOf } = await stored(3_000);
    const gates = upTo(3_000).filter((seq) => seq % 10 === 0);
    expect((await pagesOf({ types: ['gate'] })).flat()).toEqual(gates);
    const some = await pagesOf({ types: ['gate'], afterSeq: 1_000, throughSeq: 1_990 });
    expect(some.flat()).toEqual(gates.slice(100, 199));
    expect(await pagesOf({ afterSeq: 3_000 })).toEqual([]);
    expect(await pagesOf({ afterSeq: 9_000 })).toEqual([]);
  });

  it('become short where rows are long', async () => {
    const { pagesOf } = await stored(2_000, (seq) => (seq > 1_000 ? 'x'.repeat(40_000) : ''));
    const lengths = (await pagesOf()).map((page) => page.length);
    expect(Math.max(...lengths)).toBeGreaterThan(100);
    expect(lengths.at(-2)).toBe(16);
  });

  it.each([{}, { types: ['gate'] }, { stageNode: 'node' }, { attempt: 7 }])(
    'are no whole log when its last rows are missing (%j)',
    async (choice) => {
      const { run, pagesOf } = await stored(500);
      const longer = { ...run, summary: { ...run.summary, rows: 501 } };
      await expect(pagesOf(choice, longer)).rejects.toThrow(CorruptRunlogError);
    },
  );
});

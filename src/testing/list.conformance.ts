import assert from 'node:assert/strict';
import type { RunFilter, RunCursor, RunRepository } from '../runs/index.js';
import { assertSame, type ConformanceCase } from './conformance-case.js';
import { newRun, sampleRun, sampleTime } from './samples.js';

/** Reads a list to its end, page after page; gives the last character of each run's id. */
async function readOn(repository: RunRepository, filter: RunFilter, limit: number): Promise<string> {
  const ids: string[] = [];
  let after: RunCursor | undefined;
  for (;;) {
    const { items, total } = await repository.list({ filter, limit, offset: 0, ...(after && { after }) });
    assert.equal(total === null, after !== undefined);
    ids.push(...items.map(({ run_id }) => run_id.slice(-1)));
    after = items.at(-1);
    if (items.length < limit) return ids.join('');
  }
}

/** Lists that begin after a cursor. */
export const LIST_CONFORMANCE: readonly ConformanceCase[] = [
  {
    name: 'lists every run once, page after page, also those that were made at the same moment',
    async run(repository) {
      const seconds = [1, 3, 3, 3, 2, 0];
      for (const [id, second] of seconds.entries()) {
        await repository.create(newRun(sampleRun(String(id), second)));
      }
      for (const limit of [1, 2, 3, 4, 6, 10]) assert.equal(await readOn(repository, {}, limit), '321405');
      assert.equal(await readOn(repository, { created_after: sampleTime(2) }, 2), '3214');
      assert.equal(await readOn(repository, { created_before: sampleTime(3) }, 2), '405');
    },
  },
  {
    name: 'lists what fits a filter, page after page',
    async run(repository) {
      await repository.declareFilters?.(['genre']);
      for (let id = 0; id < 10; id++) {
        const attributes = { genre: `g${id % 2}`, words: id % 3 };
        await repository.create(newRun(sampleRun(String(id), id, { attributes })));
      }
      for (const limit of [1, 2, 5, 7]) {
        assert.equal(await readOn(repository, { attributes: { genre: 'g1' } }, limit), '97531');
        assert.equal(await readOn(repository, { attributes: { genre: 'g0', words: 0 } }, limit), '60');
        assert.equal(await readOn(repository, { attributes: { genre: 'g2' } }, limit), '');
      }
    },
  },
  {
    name: 'lists the runs whose title contains a text, in upper or lower case, page after page',
    async run(repository) {
      const titles = [
        'Heron stairs',
        'The HERONS are gone',
        null,
        '100% "heron"_\\',
        'Éclair ﬁnal',
        '꿈의 계단',
      ];
      for (const [id, title] of titles.entries()) {
        const fields = { title, attributes: { genre: `g${id % 2}` } };
        await repository.create(newRun(sampleRun(String(id), id, fields)));
      }
      const found = {
        heron: '310',
        'HERON S': '0',
        '%': '3',
        _: '3',
        '"': '3',
        '\\': '3',
        éCLAIR: '4',
        FINAL: '4',
      };
      for (const limit of [1, 2, 10]) {
        for (const [title, ids] of Object.entries({ ...found, 계단: '5', none: '', null: '' })) {
          assert.equal(await readOn(repository, { title }, limit), ids, title);
        }
        assert.equal(await readOn(repository, { title: 'heron', attributes: { genre: 'g1' } }, limit), '31');
        assert.equal(
          await readOn(repository, { title: 'heron', created_before: sampleTime(3) }, limit),
          '10',
        );
      }
      const page = await repository.list({ filter: { title: 'Heron' }, limit: 1, offset: 1 });
      assert.equal(page.total, 3);
      assertSame(
        page.items.map(({ title }) => title),
        ['The HERONS are gone'],
      );
    },
  },
  {
    name: 'finds a run by the title that a commit gives it, and no longer by the one before',
    async run(repository) {
      const run = sampleRun('1', 1, { title: 'Draft' });
      await repository.create(newRun(run));
      await repository.commit({ run: { ...run, title: 'Fair copy' }, rows: [], token: 1 });
      assert.equal(await readOn(repository, { title: 'draft' }, 5), '');
      assert.equal(await readOn(repository, { title: 'fair' }, 5), '1');
    },
  },
  {
    name: 'finds a run by the attributes that a commit gives it, also when they are declared afterwards',
    async run(repository) {
      const run = sampleRun('1', 1, { attributes: { genre: 'draft' } });
      await repository.create(newRun(run));
      await repository.create(newRun(sampleRun('2', 2, { attributes: { genre: 'myth' } })));
      await repository.declareFilters?.(['genre', 'tone']);
      await repository.declareFilters?.(['genre', 'tone']);
      const changed = { ...run, attributes: { genre: 'myth', tone: 'dark' } };
      await repository.commit({ run: changed, rows: [], token: 1 });
      assert.equal(await readOn(repository, { attributes: { genre: 'draft' } }, 5), '');
      assert.equal(await readOn(repository, { attributes: { genre: 'myth' } }, 1), '21');
      assert.equal(await readOn(repository, { attributes: { genre: 'myth', tone: 'dark' } }, 5), '1');
      await repository.commit({ run, rows: [], token: 1 });
      assert.equal(await readOn(repository, { attributes: { tone: 'dark' } }, 5), '');
    },
  },
  {
    name: 'goes on after a cursor whose run is gone, and skips no run that came later',
    async run(repository) {
      for (const id of [1, 2, 4, 5]) await repository.create(newRun(sampleRun(String(id), id)));
      const after = { created_at: sampleTime(3), run_id: sampleRun('3').run_id };
      await repository.create(newRun(sampleRun('9', 9)));
      const { items, total } = await repository.list({ filter: {}, limit: 10, offset: 0, after });
      assertSame(
        items.map(({ run_id }) => run_id),
        [sampleRun('2').run_id, sampleRun('1').run_id],
      );
      assert.equal(total, null);
    },
  },
];

import assert from 'node:assert/strict';
import { RunConflictError, type RowSelection, type RunRepository } from '../runs/index.js';
import { ALL, assertSame, type ConformanceCase } from './conformance-case.js';
import { COPY_CONFORMANCE } from './copy.conformance.js';
import { DELETION_CONFORMANCE } from './deletion.conformance.js';
import { KEY_CONFORMANCE } from './idempotency-key.conformance.js';
import { LEASE_CONFORMANCE } from './lease.conformance.js';
import { LIST_CONFORMANCE } from './list.conformance.js';
import { ROW_CONFORMANCE } from './row-selection.conformance.js';
import { SAMPLE_REQUEST, newRun, sampleRow, sampleRun, stored, withRows } from './samples.js';
import { UNLEASED_CONFORMANCE } from './unleased.conformance.js';
import { VOID_LEASE_CONFORMANCE } from './void-lease.conformance.js';

/** Storing runs, and reading them again. */
const STORE_CONFORMANCE: readonly ConformanceCase[] = [
  {
    name: 'gives back a run, its request and its first rows as they were stored',
    async run(repository) {
      const rows = [sampleRow(1, 'context', { text: 'a\u2028b\u2029c\u0085d 😀 \u202Ee\n"' })];
      const run = withRows(
        sampleRun('1', 0, { attributes: { genre: 'myth', words: 12, share: 0.25, isShort: true } }),
        rows,
      );
      await repository.create(newRun(run, rows));
      assertSame(await repository.find(run.run_id), run);
      assertSame(await repository.findRequest(run.run_id), SAMPLE_REQUEST);
      assertSame(await repository.readRows(run.run_id, ALL), rows.map(stored));
    },
  },
  {
    name: 'gives null and no rows for a run that it does not have, whatever its id looks like',
    async run(repository) {
      for (const id of ['run-1', '..', '../run-1', 'run-1/../..', '%2e%2e', '', 'constructor', '__proto__']) {
        assert.equal(await repository.find(id), null);
        assert.equal(await repository.findRequest(id), null);
        assertSame(await repository.readRows(id, ALL), []);
        assertSame(await repository.readCheckpoints(id), []);
      }
    },
  },
  {
    name: 'appends rows and replaces the record',
    async run(repository) {
      const first = [sampleRow(1, 'context')];
      const created = withRows(sampleRun('1'), first);
      await repository.create(newRun(created, first));
      const second = [sampleRow(2, 'round', { n: 1 }), sampleRow(3, 'gate', { n: 2 }, 2)];
      const changed = {
        ...withRows(created, second),
        status: 'succeeded' as const,
        attributes: { genre: 'tale' },
      };
      await repository.commit({ run: changed, rows: second, token: 1 });
      assertSame(await repository.find(created.run_id), changed);
      assertSame(await repository.readRows(created.run_id, ALL), [...first, ...second].map(stored));
    },
  },
  {
    name: 'commits a change of the record without rows',
    async run(repository) {
      const run = sampleRun('1');
      await repository.create(newRun(run));
      const changed = { ...run, status: 'cancelled' as const };
      await repository.commit({ run: changed, rows: [], token: 1 });
      assertSame(await repository.find(run.run_id), changed);
    },
  },
  {
    name: 'refuses rows that do not follow the last one, and keeps nothing of them',
    async run(repository) {
      const run = sampleRun('1');
      await repository.create(newRun(run));
      const rows = [sampleRow(1, 'round')];
      const next = withRows(run, rows);
      await repository.commit({
        run: next,
        rows,
        token: 1,
        checkpoints: [{ stageNode: 'node', seq: 1, state: '{"n":1}' }],
      });
      const late = {
        run: next,
        rows,
        token: 1,
        checkpoints: [{ stageNode: 'node', seq: 1, state: '{"n":2}' }],
      };
      await assert.rejects(repository.commit(late), RunConflictError);
      assert.equal((await repository.readRows(run.run_id, ALL)).length, 1);
      assert.equal((await repository.readCheckpoints(run.run_id))[0]?.state, '{"n":1}');
    },
  },
  {
    name: 'lets one conflicting commit fail without harm to commits next to it',
    async run(repository) {
      const runs = Array.from({ length: 5 }, (_, index) => sampleRun(String(index + 1)));
      await Promise.all(runs.map((run) => repository.create(newRun(run))));
      const commits = runs.map((run, index) => {
        const rows = [sampleRow(index === 2 ? 7 : 1, 'round')];
        const next = withRows(run, rows);
        const summary = index === 2 ? { ...next.summary, rows: 7 } : next.summary;
        return repository.commit({ run: { ...next, summary }, rows, token: 1 });
      });
      const results = await Promise.allSettled(commits);
      assertSame(
        results.map(({ status }) => status === 'fulfilled'),
        [true, true, false, true, true],
      );
      assert.equal((await repository.find(runs[4]?.run_id ?? ''))?.summary.rows, 1);
    },
  },
  {
    name: 'takes the checkpoints of several stage nodes in one commit',
    async run(repository) {
      const run = sampleRun('1');
      await repository.create(newRun(run, []));
      const rows = [sampleRow(1, 'round'), sampleRow(2, 'round')];
      const checkpoints = [
        { stageNode: 'b', seq: 1, state: '{"at":1}' },
        { stageNode: 'a', seq: 2, state: '{"at":2}' },
      ];
      await repository.commit({ run: withRows(run, rows), rows, token: 1, checkpoints });
      assertSame(await repository.readCheckpoints(run.run_id), checkpoints);
    },
  },
  {
    name: 'keeps the last checkpoint of each stage node',
    async run(repository) {
      const run = sampleRun('1');
      await repository.create(newRun(run));
      let current = run;
      for (const [seq, stageNode] of ['a', 'b', 'b'].entries()) {
        const rows = [sampleRow(seq + 1, 'round')];
        current = withRows(current, rows);
        const checkpoint = { stageNode, seq: seq + 1, state: `{"at":${seq + 1}}` };
        await repository.commit({ run: current, rows, token: 1, checkpoints: [checkpoint] });
      }
      assertSame(await repository.readCheckpoints(run.run_id), [
        { stageNode: 'a', seq: 1, state: '{"at":1}' },
        { stageNode: 'b', seq: 3, state: '{"at":3}' },
      ]);
    },
  },
  {
    name: 'reads rows after a seq, through a seq, of some types, and no more than asked for',
    async run(repository) {
      const rows = Array.from({ length: 9 }, (_, index) =>
        sampleRow(index + 1, index % 3 === 0 ? 'round' : 'gate'),
      );
      const run = withRows(sampleRun('1'), rows);
      await repository.create(newRun(run, rows));
      const seqs = async (selection: Partial<RowSelection>) =>
        (await repository.readRows(run.run_id, { ...ALL, ...selection })).map(({ seq }) => seq);
      assertSame(await seqs({ afterSeq: 7 }), [8, 9]);
      assertSame(await seqs({ afterSeq: 3, throughSeq: 5 }), [4, 5]);
      assertSame(await seqs({ types: ['round'] }), [1, 4, 7]);
      assertSame(await seqs({ types: ['round', 'gate'], limit: 2 }), [1, 2]);
      assertSame(await seqs({ types: ['none'] }), []);
      assertSame(await seqs({ afterSeq: 9 }), []);
    },
  },
  {
    name: 'lists runs newest first, ties by id, with the total',
    async run(repository) {
      for (const [id, second] of [
        ['1', 1],
        ['3', 2],
        ['2', 2],
        ['4', 0],
      ] as const) {
        await repository.create(newRun(sampleRun(id, second)));
      }
      const ids = async (limit: number, offset: number) => {
        const { items, total } = await repository.list({ filter: {}, limit, offset });
        assert.equal(total, 4);
        return items.map(({ run_id }) => run_id.at(-1));
      };
      assertSame(await ids(10, 0), ['3', '2', '1', '4']);
      assertSame(await ids(2, 1), ['2', '1']);
      assertSame(await ids(2, 4), []);
    },
  },
  {
    name: 'lists the runs that fit every filter',
    async run(repository) {
      await repository.declareFilters?.(['genre', 'words']);
      const attributes = { genre: 'myth', author: 'ada', words: 7, printed: false };
      await repository.create(newRun(sampleRun('1', 5, { status: 'failed', attributes })));
      const other = { ...attributes, author: 'bea', words: 8, printed: true };
      await repository.create(newRun(sampleRun('2', 6, { status: 'failed', attributes: other })));
      await repository.create(newRun(sampleRun('3', 7)));
      const count = async (filter: Parameters<RunRepository['list']>[0]['filter']) => {
        const { items, total } = await repository.list({ filter, limit: 10, offset: 0 });
        assert.equal(items.length, total);
        return total;
      };
      assert.equal(await count({}), 3);
      assert.equal(await count({ status: 'failed', pipeline: 'essay', attributes }), 1);
      assert.equal(await count({ attributes: { genre: 'myth' } }), 2);
      assert.equal(await count({ attributes: { words: 7 } }), 1);
      assert.equal(await count({ attributes: { author: 'ada' } }), 1); // declared by nobody
      assert.equal(await count({ attributes: { printed: true, genre: 'myth' } }), 1);
      assert.equal(await count({ attributes: { genre: 'myth' }, status: 'running' }), 0);
      assert.equal(await count({ attributes: { unheard: 'of' } }), 0);
      assert.equal(await count({ created_after: '2026-01-01T00:00:06.000Z' }), 2);
      assert.equal(await count({ created_before: '2026-01-01T00:00:06.000Z' }), 1);
      assert.equal(await count({ attributes: { genre: "' OR 1=1 --" } }), 0);
    },
  },
  {
    name: 'takes many runs at once without losing or mixing rows',
    async run(repository) {
      const runs = Array.from({ length: 30 }, (_, index) => sampleRun(String(index), index % 7));
      await Promise.all(
        runs.map(async (run, index) => {
          await repository.create(newRun(run));
          let current = run;
          for (let seq = 1; seq <= 5; seq++) {
            const rows = [sampleRow(seq, 'round', { owner: index })];
            current = withRows(current, rows);
            await repository.commit({ run: current, rows, token: 1 });
          }
        }),
      );
      for (const [index, run] of runs.entries()) {
        const rows = await repository.readRows(run.run_id, ALL);
        assertSame(
          rows.map(({ json }) => (JSON.parse(json) as { owner: number }).owner),
          Array(5).fill(index),
        );
      }
    },
  },
  {
    name: 'keeps rows that are nested deeply, and large ones',
    async run(repository) {
      const deep = `{"seq":1,"at":"2026-01-01T00:00:00.000Z","type":"deep","v":${'['.repeat(2_500)}${']'.repeat(2_500)}}`;
      const rows = [
        { ...sampleRow(1, 'deep'), json: deep },
        sampleRow(2, 'large', { text: 'x'.repeat(2_000_000) }),
      ];
      const run = withRows(sampleRun('1'), rows);
      await repository.create(newRun(run, rows));
      assertSame(await repository.readRows(run.run_id, ALL), rows.map(stored));
    },
  },
  {
    name: 'says that it can be used',
    async run(repository) {
      await repository.probe();
    },
  },
];

/**
 * The behaviour of a run repository, written once. For a repository of your own, run each case against an empty
 * one, with whatever test runner you use.
 */
export const RUN_REPOSITORY_CONFORMANCE: readonly ConformanceCase[] = [
  ...STORE_CONFORMANCE,
  ...LEASE_CONFORMANCE,
  ...VOID_LEASE_CONFORMANCE,
  ...UNLEASED_CONFORMANCE,
  ...KEY_CONFORMANCE,
  ...COPY_CONFORMANCE,
  ...LIST_CONFORMANCE,
  ...DELETION_CONFORMANCE,
  ...ROW_CONFORMANCE,
];

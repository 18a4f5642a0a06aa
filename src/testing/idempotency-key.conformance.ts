import assert from 'node:assert/strict';
import { IdempotencyKeyTakenError } from '../runs/index.js';
import { ALL, assertSame, type ConformanceCase } from './conformance-case.js';
import { newRun, sampleKey, sampleLease, sampleRow, sampleRun, sampleTime, withRows } from './samples.js';

/** A key makes one run, however often it is used. */
export const KEY_CONFORMANCE: readonly ConformanceCase[] = [
  {
    name: 'keeps a key with the run that it made',
    async run(repository) {
      const run = sampleRun('1');
      assert.equal(await repository.findKey('POST /simulate', 'k'), null);
      await repository.create(newRun(run, [], { key: sampleKey() }));
      assertSame(await repository.findKey('POST /simulate', 'k'), {
        bodyHash: 'hash',
        runId: run.run_id,
        response: null,
      });
      for (const [scope, key] of [
        ['POST /simulate', 'K'],
        ['POST /other', 'k'],
        ['', ''],
      ] as const) {
        assert.equal(await repository.findKey(scope, key), null);
      }
    },
  },
  {
    name: 'refuses a key that was used before, and stores nothing',
    async run(repository) {
      await repository.create(newRun(sampleRun('1'), [], { key: sampleKey() }));
      const rows = [sampleRow(1, 'context')];
      const run = withRows(sampleRun('2'), rows);
      const again = newRun(run, rows, { key: sampleKey('k', { bodyHash: 'other' }) });
      await assert.rejects(repository.create(again), IdempotencyKeyTakenError);
      assert.equal(await repository.find(run.run_id), null);
      assertSame(await repository.readRows(run.run_id, ALL), []);
      assertSame(await repository.takeOrphans(sampleLease('b', 90), sampleTime(60), 9), [
        { runId: sampleRun('1').run_id, token: 2, cancelRequested: false },
      ]);
      assert.equal((await repository.findKey('POST /simulate', 'k'))?.bodyHash, 'hash');
      await repository.create(newRun(run, rows, { key: sampleKey('k', { scope: 'POST /other' }) }));
      assert.equal((await repository.findKey('POST /other', 'k'))?.runId, run.run_id);
    },
  },
  {
    name: 'stores one run of fifty that come at once with one key, among others',
    async run(repository) {
      const created = await Promise.allSettled(
        Array.from({ length: 60 }, (_, index) =>
          repository.create(newRun(sampleRun(String(index)), [], index < 50 ? { key: sampleKey() } : {})),
        ),
      );
      const refused = created.filter((result) => result.status === 'rejected');
      assert.equal(refused.length, 49);
      assert.ok(refused.every(({ reason }) => reason instanceof IdempotencyKeyTakenError));
      const { items, total } = await repository.list({ filter: {}, limit: 99, offset: 0 });
      assert.equal(total, 11);
      const runId = (await repository.findKey('POST /simulate', 'k'))?.runId;
      assert.ok(items.some(({ run_id }) => run_id === runId));
    },
  },
  {
    name: 'keeps the first response to a key, as it was then',
    async run(repository) {
      const run = sampleRun('1');
      await repository.create(newRun(run, [], { key: sampleKey() }));
      const response = { ...run, status: 'failed' as const };
      await repository.saveResponse('POST /simulate', 'none', response);
      await repository.saveResponse('POST /simulate', 'k', response);
      await repository.saveResponse('POST /simulate', 'k', { ...run, status: 'succeeded' });
      await repository.commit({ run: { ...run, status: 'queued' }, rows: [], token: 1 });
      assertSame((await repository.findKey('POST /simulate', 'k'))?.response, response);
      assert.equal(await repository.findKey('POST /simulate', 'none'), null);
    },
  },
];

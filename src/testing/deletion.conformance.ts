import assert from 'node:assert/strict';
import {
  type RunRecord,
  type RunStatus,
  RunConflictError,
  type Deleter,
  type RunRepository,
} from '../runs/index.js';
import { ALL, assertSame, type ConformanceCase } from './conformance-case.js';
import {
  SAMPLE_REQUEST,
  leaseFrom,
  newRun,
  sampleKey,
  sampleLease,
  sampleRow,
  sampleRun,
  sampleTime,
  withRows,
} from './samples.js';

/** The deletion of a run whose lease, if it has one, is not over. */
const AT_ONCE: Deleter = { owner: 'c', now: sampleTime(1) };

/** Stores a run that was made at the given second, and ended a second later, without a lease. */
async function storeEnded(
  repository: RunRepository,
  id: string,
  second = 0,
  status: RunStatus = 'succeeded',
): Promise<RunRecord> {
  const run = sampleRun(id, second);
  await repository.create(newRun(run));
  const ended = { ...run, status, ended_at: sampleTime(second + 1) };
  await repository.commit({ run: ended, rows: [], token: 1 });
  return ended;
}

/** Stores a run with a log of some rows, a checkpoint and a key, and ends it. */
async function storeWhole(repository: RunRepository, id: string, count: number): Promise<RunRecord> {
  const rows = Array.from({ length: count }, (_, index) => sampleRow(index + 1, 'round'));
  const run = withRows(sampleRun(id), rows);
  await repository.create(newRun(run, rows, { key: sampleKey(id) }));
  const ended = { ...run, status: 'succeeded', ended_at: sampleTime(1) } as const;
  const checkpoints = [{ stageNode: 'node', seq: count, state: '{}' }];
  await repository.commit({ run: ended, rows: [], token: 1, checkpoints });
  await repository.saveResponse(sampleKey(id).scope, id, ended);
  return ended;
}

/** Checks that nothing is left of a run. */
async function assertGone(repository: RunRepository, { run_id }: RunRecord, key: string): Promise<void> {
  assert.equal(await repository.find(run_id), null);
  assert.equal(await repository.findRequest(run_id), null);
  assertSame(await repository.readRows(run_id, ALL), []);
  assertSame(await repository.readCheckpoints(run_id), []);
  assert.equal(await repository.findKey(sampleKey(key).scope, key), null);
}

const idsOf = (...ids: string[]) => ids.map((id) => sampleRun(id).run_id);

/** Deleting runs, and finding those that have expired. */
export const DELETION_CONFORMANCE: readonly ConformanceCase[] = [
  {
    name: 'deletes a run with all that is known of it, and nothing of others',
    async run(repository) {
      const gone = await storeWhole(repository, '1', 3);
      const kept = await storeWhole(repository, '2', 2);
      assert.equal(await repository.delete(gone.run_id, AT_ONCE), true);
      await assertGone(repository, gone, '1');
      assertSame(await repository.list({ filter: {}, limit: 10, offset: 0 }), { items: [kept], total: 1 });
      assert.equal((await repository.readRows(kept.run_id, ALL)).length, 2);
      assertSame(await repository.findRequest(kept.run_id), SAMPLE_REQUEST);
      assert.equal((await repository.findKey(sampleKey('2').scope, '2'))?.runId, kept.run_id);
      assert.equal(await repository.delete(gone.run_id, AT_ONCE), false);
    },
  },
  {
    name: 'deletes a run with a long log',
    async run(repository) {
      const run = await storeWhole(repository, '1', 5_000);
      assert.equal(await repository.delete(run.run_id, AT_ONCE), true);
      await assertGone(repository, run, '1');
      await repository.reclaimSpace();
      assertSame(await repository.list({ filter: {}, limit: 10, offset: 0 }), { items: [], total: 0 });
    },
  },
  {
    name: 'stores a run again under the id and the key of a deleted one',
    async run(repository) {
      await repository.delete((await storeWhole(repository, '1', 5_000)).run_id, AT_ONCE);
      const again = await storeWhole(repository, '1', 1);
      assertSame(await repository.find(again.run_id), again);
      assert.equal((await repository.readRows(again.run_id, ALL)).length, 1);
    },
  },
  {
    name: 'deletes no run that has not ended, and none that somebody is about to resume',
    async run(repository) {
      for (const [index, status] of (['queued', 'running', 'interrupted'] as const).entries()) {
        const run = sampleRun(String(index), 0, { status });
        await repository.create(newRun(run));
        await assert.rejects(repository.delete(run.run_id, AT_ONCE), RunConflictError);
        assertSame(await repository.find(run.run_id), run);
      }
      const failed = await storeEnded(repository, '9', 0, 'failed');
      const held = await repository.take(failed.run_id, sampleLease('b'), sampleTime(5));
      await assert.rejects(repository.delete(failed.run_id, AT_ONCE), RunConflictError);
      await repository.release(failed.run_id, held?.token ?? 0);
      assert.equal(await repository.delete(failed.run_id, AT_ONCE), true);
    },
  },
  {
    name: 'deletes an ended run that somebody was about to resume and died, when the lease is over',
    async run(repository) {
      const failed = await storeEnded(repository, '1', 0, 'failed');
      await repository.take(failed.run_id, sampleLease('b', 30), sampleTime(5));
      for (const [owner, second] of [
        ['c', 29],
        ['b', 29],
      ] as const) {
        const early = repository.delete(failed.run_id, { owner, now: sampleTime(second) });
        await assert.rejects(early, RunConflictError);
      }
      assert.equal(await repository.delete(failed.run_id, { owner: 'c', now: sampleTime(30) }), true);
      assert.equal(await repository.find(failed.run_id), null);
    },
  },
  {
    name: 'deletes an ended run whose lease was given an hour later than now: the clock was set back since',
    async run(repository) {
      const failed = await storeEnded(repository, '1', 0, 'failed');
      await repository.take(failed.run_id, leaseFrom('b', 3_600), sampleTime(3_600));
      const early = repository.delete(failed.run_id, { owner: 'c', now: sampleTime(3_601) });
      await assert.rejects(early, RunConflictError);
      assert.equal(await repository.delete(failed.run_id, { owner: 'c', now: sampleTime(10) }), true);
    },
  },
  {
    name: 'does not delete a run that has not ended, even when its lease is over',
    async run(repository) {
      const run = sampleRun('1');
      await repository.create(newRun(run));
      const late = repository.delete(run.run_id, { owner: 'c', now: sampleTime(99) });
      await assert.rejects(late, RunConflictError);
      assertSame(await repository.find(run.run_id), run);
    },
  },
  {
    name: 'does not have runs that it never had, whatever their ids look like',
    async run(repository) {
      for (const id of ['run-1', '..', '../run-1', 'run-1/../..', '', 'constructor', '__proto__']) {
        assert.equal(await repository.delete(id, AT_ONCE), false);
      }
    },
  },
  {
    name: 'refuses what the former owner of a deleted run still commits',
    async run(repository) {
      const run = await storeEnded(repository, '1');
      await repository.delete(run.run_id, AT_ONCE);
      await assert.rejects(repository.commit({ run, rows: [], token: 1 }), RunConflictError);
      assert.equal(await repository.find(run.run_id), null);
    },
  },
  {
    name: 'deletes each of many runs once, however many ask at the same time',
    async run(repository) {
      const runs = await Promise.all(
        Array.from({ length: 20 }, (_, index) => storeEnded(repository, String(index), index)),
      );
      const twice = [...runs, ...runs];
      const deleted = await Promise.all(twice.map(({ run_id }) => repository.delete(run_id, AT_ONCE)));
      assert.equal(deleted.filter(Boolean).length, 20);
      assertSame(await repository.list({ filter: {}, limit: 10, offset: 0 }), { items: [], total: 0 });
    },
  },
  {
    name: 'finds the ended runs that have expired, oldest first',
    async run(repository) {
      await storeEnded(repository, '3', 30, 'cancelled');
      await storeEnded(repository, '1', 10);
      await storeEnded(repository, '2', 20, 'failed');
      await storeEnded(repository, '4', 40);
      await repository.create(newRun(sampleRun('0', 0)));
      await repository.create(newRun(sampleRun('9', 90, { status: 'queued' })));
      const find = (expiry: Parameters<RunRepository['findExpired']>[0], limit = 10) =>
        repository.findExpired(expiry, limit);
      assertSame(await find({}), []);
      assertSame(await find({ endedBefore: sampleTime(21) }), idsOf('1'));
      assertSame(await find({ endedBefore: sampleTime(22) }), idsOf('1', '2'));
      assertSame(await find({ keepNewest: 3 }), idsOf('1'));
      assertSame(await find({ keepNewest: 4 }), []);
      assertSame(await find({ keepNewest: 0 }), idsOf('1', '2', '3', '4'));
      assertSame(await find({ endedBefore: sampleTime(12), keepNewest: 2 }), idsOf('1', '2'));
      assertSame(await find({ endedBefore: sampleTime(32), keepNewest: 3 }), idsOf('1', '2', '3'));
      assertSame(await find({ keepNewest: 0 }, 2), idsOf('1', '2'));
    },
  },
  {
    name: 'finds no run that has been resumed',
    async run(repository) {
      const failed = await storeEnded(repository, '1', 0, 'failed');
      const held = await repository.take(failed.run_id, sampleLease('b'), sampleTime(5));
      assertSame(await repository.findExpired({ keepNewest: 0 }, 10), []);
      const run = { ...failed, status: 'queued', ended_at: null } as const;
      await repository.commit({ run, rows: [], token: held?.token ?? 0 });
      assertSame(await repository.findExpired({ endedBefore: sampleTime(99), keepNewest: 0 }, 10), []);
    },
  },
  {
    name: 'can give space back at any time',
    async run(repository) {
      await repository.reclaimSpace();
      const run = await storeEnded(repository, '1');
      await Promise.all([repository.reclaimSpace(), repository.reclaimSpace()]);
      assertSame(await repository.find(run.run_id), run);
    },
  },
];

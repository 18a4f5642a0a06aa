import assert from 'node:assert/strict';
import { type RunRecord, type RunStatus, RunConflictError, type RunRepository } from '../runs/index.js';
import { ALL, assertSame, type ConformanceCase } from './conformance-case.js';
import { held, newRun, sampleLease, sampleRow, sampleRun, sampleTime, withRows } from './samples.js';

/** Stores a run of a status that `a` has a lease on, until second 30. */
async function createRun(
  repository: RunRepository,
  id: string,
  status: RunStatus = 'running',
): Promise<RunRecord> {
  const run = sampleRun(id, Number(id), { status });
  await repository.create(newRun(run));
  return run;
}

/** Commits another status, without rows. */
async function commitStatus(
  repository: RunRepository,
  run: RunRecord,
  status: RunStatus,
  token = 1,
): Promise<void> {
  await repository.commit({ run: { ...run, status }, rows: [], token });
}

/** Stores a run of each status; only those that are live stay leased. */
async function createOneOfEach(repository: RunRepository): Promise<RunRecord[]> {
  const statuses = ['succeeded', 'failed', 'cancelled', 'interrupted', 'queued', 'running'] as const;
  return Promise.all(
    statuses.map(async (status, index) => {
      const run = await createRun(repository, String(index));
      await commitStatus(repository, run, status);
      return run;
    }),
  );
}

/** Who works on a run, and who may no longer. */
export const LEASE_CONFORMANCE: readonly ConformanceCase[] = [
  {
    name: 'refuses a commit under another token, and keeps nothing of it',
    async run(repository) {
      const run = await createRun(repository, '1');
      const rows = [sampleRow(1, 'round')];
      const checkpoint = { stageNode: 'node', seq: 1, state: '{}' };
      for (const token of [0, 2]) {
        const commit = { run: withRows(run, rows), rows, token, checkpoint };
        await assert.rejects(repository.commit(commit), RunConflictError);
      }
      assertSame(await repository.find(run.run_id), run);
      assertSame(await repository.readRows(run.run_id, ALL), []);
      assertSame(await repository.readCheckpoints(run.run_id), []);
    },
  },
  {
    name: 'refuses what the old owner commits once another has taken the run',
    async run(repository) {
      const run = await createRun(repository, '1');
      const taken = await repository.take(run.run_id, sampleLease('b', 90), sampleTime(31));
      assertSame(taken, held(run, 2));
      await assert.rejects(commitStatus(repository, run, 'succeeded', 1), RunConflictError);
      await commitStatus(repository, run, 'failed', 2);
      assert.equal((await repository.find(run.run_id))?.status, 'failed');
    },
  },
  {
    name: 'takes two commits of one run that wait together one after the other',
    async run(repository) {
      const run = await createRun(repository, '1');
      const first = [sampleRow(1, 'round'), sampleRow(2, 'round')];
      const second = [sampleRow(3, 'gate')];
      const next = withRows(run, first);
      const last = withRows(next, second);
      const results = await Promise.allSettled([
        repository.commit({ run: next, rows: first, token: 1 }),
        repository.commit({ run: last, rows: second, token: 1 }),
        repository.commit({ run: last, rows: second, token: 1 }),
      ]);
      assertSame(
        results.map(({ status }) => status),
        ['fulfilled', 'fulfilled', 'rejected'],
      );
      assertSame(await repository.find(run.run_id), last);
      assert.equal((await repository.readRows(run.run_id, ALL)).length, 3);
    },
  },
  {
    name: 'keeps the last of several commits without rows that wait together',
    async run(repository) {
      const run = await createRun(repository, '1');
      const changed = ['c', 'a', 'b'].map((genre) => ({ ...run, attributes: { genre } }));
      const late = repository.commit({ run: { ...run, attributes: { genre: 'late' } }, rows: [], token: 2 });
      const commits = changed.map((next) => repository.commit({ run: next, rows: [], token: 1 }));
      await assert.rejects(late, RunConflictError);
      await Promise.all(commits);
      assertSame(await repository.find(run.run_id), changed[2]);
    },
  },
  {
    name: 'lets nobody take a run before its lease is over',
    async run(repository) {
      const run = await createRun(repository, '1');
      assert.equal(await repository.take(run.run_id, sampleLease('b', 60), sampleTime(29)), null);
      assertSame(await repository.takeOrphans(sampleLease('b', 60), sampleTime(29), 10), []);
      assertSame(await repository.take(run.run_id, sampleLease('b', 60), sampleTime(30)), held(run, 2));
      assert.equal(await repository.take(run.run_id, sampleLease('c', 99), sampleTime(59)), null);
      assert.equal(await repository.take('run-none', sampleLease('b', 60), sampleTime(99)), null);
    },
  },
  {
    name: 'lets a run be taken when a commit has ended its lease, whatever its status, and keeps its token',
    async run(repository) {
      for (const run of await createOneOfEach(repository)) {
        const status = (await repository.find(run.run_id))?.status;
        const taken = await repository.take(run.run_id, sampleLease('b', 60), sampleTime(1));
        assertSame(taken, status === 'queued' || status === 'running' ? null : held(run, 2));
      }
    },
  },
  {
    name: 'lets go of a released run, and of no other',
    async run(repository) {
      const [run, other] = [await createRun(repository, '1'), await createRun(repository, '2')];
      await repository.release(run.run_id, 2);
      await repository.release('run-none', 1);
      assertSame(await repository.takeOrphans(sampleLease('b', 60), sampleTime(1), 10), []);
      await repository.release(run.run_id, 1);
      assertSame(await repository.takeOrphans(sampleLease('b', 60), sampleTime(1), 10), [held(run, 2)]);
      await commitStatus(repository, other, 'succeeded');
    },
  },
  {
    name: 'takes orphans that are queued, running or interrupted, oldest first, and no more than asked for',
    async run(repository) {
      const [, , , interrupted, queued, running] = (await createOneOfEach(repository)) as [
        RunRecord,
        RunRecord,
        RunRecord,
        RunRecord,
        RunRecord,
        RunRecord,
      ];
      const take = (limit: number) => repository.takeOrphans(sampleLease('b', 60), sampleTime(31), limit);
      assertSame(await take(2), [held(interrupted, 2), held(queued, 2)]);
      assertSame(await take(2), [held(running, 2)]);
      assertSame(await take(2), []);
    },
  },
  {
    name: 'takes the one with the lower id first when two orphans are equally old',
    async run(repository) {
      const runs = ['2', '1', '3'].map((id) => sampleRun(id, 5));
      await Promise.all(runs.map((run) => repository.create(newRun(run))));
      const taken = await repository.takeOrphans(sampleLease('b', 60), sampleTime(31), 10);
      assertSame(
        taken.map(({ runId }) => runId.at(-1)),
        ['1', '2', '3'],
      );
    },
  },
  {
    name: 'gives an orphan to one of many that want it',
    async run(repository) {
      await Promise.all(['1', '2', '3'].map((id) => createRun(repository, id)));
      const taken = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          repository.takeOrphans(sampleLease(`owner-${index}`, 60), sampleTime(31), 1),
        ),
      );
      const ids = taken.flat().map(({ runId }) => runId);
      assert.equal(ids.length, 3);
      assert.equal(new Set(ids).size, 3);
    },
  },
  {
    name: "renews the owner's leases on live runs, even when their time is over, and gives them back",
    async run(repository) {
      const runs = await createOneOfEach(repository);
      const other = sampleRun('9', 9);
      await repository.create(newRun(other, [], { lease: sampleLease('b', 30) }));
      const renewed = await repository.renewLeases(sampleLease('a', 90));
      const [queued, running] = runs.slice(4) as [RunRecord, RunRecord];
      assertSame(
        renewed.toSorted((a, b) => (a.runId < b.runId ? -1 : 1)),
        [held(queued, 1), held(running, 1)],
      );
      const taken = await repository.takeOrphans(sampleLease('c', 200), sampleTime(89), 10);
      assertSame(
        taken.map(({ runId }) => runId.at(-1)),
        ['3', '9'],
      );
    },
  },
  {
    name: 'renews no lease that another has taken, or that was given back',
    async run(repository) {
      const [taken, released] = [await createRun(repository, '1'), await createRun(repository, '2')];
      await repository.take(taken.run_id, sampleLease('b', 60), sampleTime(31));
      await repository.release(released.run_id, 1);
      assertSame(await repository.renewLeases(sampleLease('a', 90)), []);
      assertSame(await repository.renewLeases(sampleLease('b', 90)), [held(taken, 2)]);
    },
  },
  {
    name: 'renews no lease on a run that is not live, though somebody has taken it',
    async run(repository) {
      const runs = await createOneOfEach(repository);
      for (const { run_id } of runs.slice(0, 4)) {
        assert.equal((await repository.take(run_id, sampleLease('b', 60), sampleTime(1)))?.token, 2);
      }
      assertSame(await repository.renewLeases(sampleLease('b', 90)), []);
      for (const { run_id } of runs.slice(0, 4)) {
        assert.equal((await repository.take(run_id, sampleLease('c', 99), sampleTime(60)))?.token, 3);
      }
    },
  },
  {
    name: 'interrupts running runs whose lease is over, fences them off, and leaves queued ones',
    async run(repository) {
      const run = await createRun(repository, '1');
      const released = await createRun(repository, '2');
      const queued = await createRun(repository, '3', 'queued');
      await repository.release(released.run_id, 1);
      await repository.interruptOrphans('c', sampleTime(29));
      assert.equal((await repository.find(run.run_id))?.status, 'running');
      assertSame(await repository.find(released.run_id), { ...released, status: 'interrupted' });
      await repository.interruptOrphans('c', sampleTime(30));
      assertSame(await repository.find(run.run_id), { ...run, status: 'interrupted' });
      assertSame(await repository.find(queued.run_id), queued);
      const { items } = await repository.list({ filter: { status: 'interrupted' }, limit: 9, offset: 0 });
      assert.equal(items.length, 2);
      await assert.rejects(commitStatus(repository, run, 'succeeded', 1), RunConflictError);
      assertSame(await repository.renewLeases(sampleLease('a', 90)), [held(queued, 1)]);
      assertSame(await repository.take(run.run_id, sampleLease('b', 60), sampleTime(1)), held(run, 3));
    },
  },
  {
    name: 'never gives an owner its own runs as orphans, however late it renews its leases',
    async run(repository) {
      const run = await createRun(repository, '1');
      assertSame(await repository.takeOrphans(sampleLease('a', 200), sampleTime(99), 10), []);
      await repository.interruptOrphans('a', sampleTime(99));
      assertSame(await repository.find(run.run_id), run);
      assertSame(await repository.renewLeases(sampleLease('a', 200)), [held(run, 1)]);
    },
  },
  {
    name: 'asks for a live run to be cancelled, and its owner, and the next one, learn of it',
    async run(repository) {
      for (const run of await createOneOfEach(repository)) {
        const status = (await repository.find(run.run_id))?.status;
        const isAsked = await repository.requestCancel(run.run_id);
        assert.equal(isAsked, status === 'queued' || status === 'running');
      }
      assert.equal(await repository.requestCancel('run-none'), false);
      const [run] = await repository.renewLeases(sampleLease('a', 30));
      assert.equal(run?.cancelRequested, true);
      const asked = await repository.cancelsAsked?.('a');
      if (asked) assertSame([asked.includes(run.runId), await repository.cancelsAsked?.('b')], [true, []]);
      await repository.interruptOrphans('c', sampleTime(31));
      const taken = await repository.takeOrphans(sampleLease('b', 60), sampleTime(31), 10);
      assertSame(
        taken.map(({ cancelRequested }) => cancelRequested),
        [false, true, true],
      );
    },
  },
  {
    name: 'forgets a request to cancel when the run has ended or is queued again, and not before',
    async run(repository) {
      const cancelled = async (id: string, ...statuses: readonly RunStatus[]) => {
        const run = await createRun(repository, id);
        await repository.requestCancel(run.run_id);
        for (const status of statuses) await commitStatus(repository, run, status);
        const taken = await repository.take(run.run_id, sampleLease('b', 60), sampleTime(31));
        return taken?.cancelRequested;
      };
      assert.equal(await cancelled('1', 'running'), true);
      assert.equal(await cancelled('2', 'queued'), false);
      assert.equal(await cancelled('3', 'cancelled'), false);
      assert.equal(await cancelled('4', 'interrupted'), false);
    },
  },
  {
    name: 'takes a request to cancel while many commits wait',
    async run(repository) {
      const runs = await Promise.all(
        Array.from({ length: 30 }, (_, index) => createRun(repository, String(index))),
      );
      const commits = runs.map((run) => commitStatus(repository, run, 'running'));
      const asked = await Promise.all(runs.map((run) => repository.requestCancel(run.run_id)));
      await Promise.all(commits);
      assert.ok(asked.every(Boolean));
      const renewed = await repository.renewLeases(sampleLease('a', 60));
      assert.equal(renewed.filter(({ cancelRequested }) => cancelRequested).length, 30);
    },
  },
];

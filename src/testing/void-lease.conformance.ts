import assert from 'node:assert/strict';
import { type RunRecord, RunConflictError } from '../runs/index.js';
import { assertSame, type ConformanceCase } from './conformance-case.js';
import { held, leaseFrom, newRun, sampleLease, sampleRun, sampleTime } from './samples.js';

/** Leases that were given before the clock was set back: they lie further ahead than their length. */
export const VOID_LEASE_CONFORMANCE: readonly ConformanceCase[] = [
  {
    name: 'lets a run be taken whose lease was given an hour later than now: the clock was set back since',
    async run(repository) {
      const given = [sampleRun('1'), sampleRun('2', 1), sampleRun('3', 2), sampleRun('4', 3)];
      for (const run of given) await repository.create(newRun(run, [], { lease: leaseFrom('a', 3_600) }));
      const [first, second, third, fourth] = given as [RunRecord, RunRecord, RunRecord, RunRecord];
      assertSame(await repository.take(first.run_id, leaseFrom('b', 10), sampleTime(10)), held(first, 2));
      assert.equal(await repository.take(first.run_id, leaseFrom('c', 20), sampleTime(20)), null);
      assertSame(await repository.takeOrphans(leaseFrom('b', 10), sampleTime(10), 1), [held(second, 2)]);
      await repository.interruptOrphans('a', sampleTime(10));
      assert.equal((await repository.find(third.run_id))?.status, 'running');
      await repository.interruptOrphans('b', sampleTime(10));
      assertSame(await repository.find(third.run_id), { ...third, status: 'interrupted' });
      const late = repository.commit({ run: { ...fourth, status: 'succeeded' }, rows: [], token: 1 });
      await assert.rejects(late, RunConflictError);
      assertSame(await repository.renewLeases(leaseFrom('a', 11)), []);
    },
  },
  {
    name: 'keeps a lease that was given within a second after now, and one of which that is not known',
    async run(repository) {
      const [dated, undated] = [sampleRun('1'), sampleRun('2', 1)];
      await repository.create(newRun(dated, [], { lease: leaseFrom('a', 60) }));
      await repository.create(newRun(undated, [], { lease: sampleLease('a', 3_600) }));
      assert.equal(await repository.take(dated.run_id, leaseFrom('b', 59), sampleTime(59)), null);
      assert.equal(await repository.take(undated.run_id, leaseFrom('b', 59), sampleTime(59)), null);
      assertSame(await repository.takeOrphans(leaseFrom('b', 58), sampleTime(58), 10), [held(dated, 2)]);
    },
  },
  {
    name: 'goes by when a lease was renewed, rather than given',
    async run(repository) {
      const run = sampleRun('1');
      await repository.create(newRun(run, [], { lease: leaseFrom('a', 3_600) }));
      await repository.renewLeases(leaseFrom('a', 10));
      assert.equal(await repository.take(run.run_id, leaseFrom('b', 11), sampleTime(11)), null);
      await repository.renewLeases(leaseFrom('a', 3_600));
      assertSame(await repository.take(run.run_id, leaseFrom('b', 12), sampleTime(12)), held(run, 2));
    },
  },
];

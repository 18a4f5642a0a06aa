import assert from 'node:assert/strict';
import { RunConflictError } from '../runs/index.js';
import { assertSame, type ConformanceCase } from './conformance-case.js';
import { held, newRun, sampleLease, sampleRun, sampleTime } from './samples.js';

/** A queued run that nobody has a lease on: it waits for whichever worker takes it. */
export const UNLEASED_CONFORMANCE: readonly ConformanceCase[] = [
  {
    name: 'stores a queued run without a lease, for whichever worker takes it first',
    async run(repository) {
      const run = sampleRun('1', 1, { status: 'queued' });
      const { lease: _lease, ...unleased } = newRun(run);
      await repository.create(unleased);
      assertSame(await repository.renewLeases(sampleLease('a')), []);
      const taken = await repository.take(run.run_id, sampleLease('b'), sampleTime(0));
      assertSame(taken, held(run, 2));
      assertSame(await repository.take(run.run_id, sampleLease('c'), sampleTime(0)), null);
      const running = { ...run, status: 'running' as const };
      await assert.rejects(repository.commit({ run: running, rows: [], token: 1 }), RunConflictError);
      await repository.commit({ run: running, rows: [], token: 2 });
      assertSame(await repository.find(run.run_id), running);
    },
  },
  {
    name: 'finds a queued run without a lease among the orphans, at once',
    async run(repository) {
      const run = sampleRun('1', 1, { status: 'queued' });
      const { lease: _lease, ...unleased } = newRun(run);
      await repository.create(unleased);
      assertSame(await repository.takeOrphans(sampleLease('b'), sampleTime(0), 10), [held(run, 2)]);
    },
  },
];

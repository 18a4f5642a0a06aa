import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../common/index.js';
import { newRun, sampleRun } from '../testing/index.js';
import { MemoryRunRepository } from '../storage/index.js';
import { RepositoryRunJournal } from './log/repository-run-journal.js';
import type { BeforeRunEnds } from './run-endings.js';
import { RunObservers } from './run-observers.js';

const RUN = sampleRun('1');

async function ending(beforeEnd: BeforeRunEnds) {
  const repository = new MemoryRunRepository();
  await repository.create(newRun(RUN, []));
  const store = {
    repository,
    clock: new SystemClock(),
    project: () => ({}),
    observers: new RunObservers(),
    beforeEnd,
  };
  const statusOf = async () => (await repository.find(RUN.run_id))?.status;
  return { journal: new RepositoryRunJournal(RUN, 1, store), statusOf };
}

describe('the end of a run', () => {
  const ended = { status: 'succeeded', ended_at: '2026-01-01T00:00:01.000Z' } as const;

  it('becomes durable after what is to be done before, and before what is to be done after it', async () => {
    const statuses: unknown[] = [];
    const { journal, statusOf } = await ending(async (run) => {
      statuses.push(run.status, await statusOf());
      return () => void statuses.push(journal.record.status);
    });
    await journal.transition({ current_stage: null });
    expect(statuses).toEqual([]);
    await journal.transition(ended);
    expect(statuses).toEqual(['succeeded', RUN.status, 'succeeded']);
  });

  it('does not become durable when what is to be done before it fails', async () => {
    const { journal, statusOf } = await ending(() => Promise.reject(new Error('It cannot be done.')));
    await expect(journal.transition(ended)).rejects.toThrow('It cannot be done.');
    expect(await statusOf()).toBe(RUN.status);
  });
});

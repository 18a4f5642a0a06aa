import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../../common/index.js';
import { newRun, sampleRow, sampleRun, withRows } from '../../testing/index.js';
import type { RunRecord } from '../domain/run.js';
import { runOf } from '../routes/run-view.js';
import { MemoryRunRepository } from '../../storage/index.js';
import { RunChanges } from '../run-changes.js';
import { RunNotFoundError } from '../run.errors.js';
import { HEARTBEAT, endEvent, OPENING, rowEvent } from './event-text.js';
import { followRun } from './follow-run.js';

/** A clock on which waiting takes no time, but for the reading of it. */
class LeapingClock implements Clock {
  private time = 0;
  private setBy = 0;
  private toSetBy = 0;

  now(): Date {
    return new Date(this.time + this.setBy);
  }

  monotonicMs(): number {
    return this.time;
  }

  /** Sets the wall clock during the next wait. */
  set(byMs: number): void {
    this.toSetBy = byMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.time += ms;
    this.setBy += this.toSetBy;
    this.toSetBy = 0;
  }
}

const ROWS = [sampleRow(1, 'context'), sampleRow(2, 'round'), sampleRow(3, 'round')];

/** A run of two rows that goes on, and what follows it. */
async function following(afterSeq = 0) {
  const repository = new MemoryRunRepository();
  const clock = new LeapingClock();
  const run = withRows(sampleRun('1'), ROWS.slice(0, 2));
  await repository.create(newRun(run, ROWS.slice(0, 2)));
  const ending = new AbortController();
  const find = async (id: string): Promise<RunRecord> => {
    const found = await repository.find(id);
    if (!found) throw new RunNotFoundError(id);
    return found;
  };
  const changes = new RunChanges(repository, clock);
  const pieces = followRun({ find, show, repository, changes, clock }, run.run_id, afterSeq, ending.signal);
  const iterator = pieces[Symbol.asyncIterator]();
  const next = async () => (await iterator.next()).value as string | undefined;
  return { repository, clock, run, ending, next };
}

const show = async (run: RunRecord) => runOf(run, null, { prefix: '', optionsOf: () => undefined });

async function findNothing(runId: string): Promise<RunRecord> {
  throw new RunNotFoundError(runId);
}

const textOf = (rows: typeof ROWS) => rows.map(rowEvent).join('');

describe('what follows a run', () => {
  it('speaks at once, gives the rows, then a sign of life every 15 s, then what is new and the end', async () => {
    const { repository, clock, run, next } = await following();
    expect(await next()).toBe(OPENING);
    expect(await next()).toBe(textOf(ROWS.slice(0, 2)));
    for (const seconds of [15, 30]) {
      expect(await next()).toBe(HEARTBEAT);
      expect(clock.now().getTime()).toBe(seconds * 1_000);
    }
    const ended = { ...withRows(run, ROWS.slice(2)), status: 'succeeded' as const };
    await repository.commit({ run: ended, rows: ROWS.slice(2), token: 1 });
    expect(await next()).toBe(textOf(ROWS.slice(2)));
    expect(await next()).toBe(endEvent(await show(ended)));
    expect(await next()).toBeUndefined();
  });

  it.each([3_600_000, -3_600_000])(
    'gives its signs of life though the clock is set by %i ms',
    async (byMs) => {
      const { clock, next } = await following(2);
      await next();
      clock.set(byMs);
      for (const seconds of [15, 30]) {
        expect(await next()).toBe(HEARTBEAT);
        expect(clock.monotonicMs()).toBe(seconds * 1_000);
      }
    },
  );

  it('names the place where it is before the end when it had no row to give, so that whoever comes again can say it', async () => {
    const { repository, run, next } = await following(2);
    const ended = { ...run, status: 'succeeded' as const };
    await repository.commit({ run: ended, rows: [], token: 1 });
    expect(await next()).toBe(OPENING);
    expect(await next()).toBe(': no row follows\nid: 2\n\n');
    expect(await next()).toBe(endEvent(await show(ended)));
  });

  it('gives rows that have the name of another event an event of their own', () => {
    for (const type of ['end', 'error', 'message', 'open']) {
      const text = rowEvent(sampleRow(7, type));
      expect(text).toMatch(new RegExp(`^id: 7\nevent: row\\.${type}\ndata: .*"type":"${type}"`));
    }
    expect(rowEvent(sampleRow(8, 'ended'))).toContain('event: ended\n');
  });

  it('gives no row that comes before the place where it begins', async () => {
    const { next } = await following(1);
    await next();
    expect(await next()).toBe(textOf(ROWS.slice(1, 2)));
  });

  it('ends when it is told to, without saying that the run has ended', async () => {
    const { next, ending } = await following();
    await next();
    await next();
    ending.abort(new Error('Enough.'));
    expect(await next()).toBeUndefined();
  });

  it('says nothing of a run that does not exist', async () => {
    const { repository, clock } = await following();
    const changes = new RunChanges(repository, clock);
    const pieces = followRun(
      { find: findNothing, show, repository, changes, clock },
      'run-x',
      0,
      new AbortController().signal,
    );
    await expect(pieces[Symbol.asyncIterator]().next()).rejects.toThrow(RunNotFoundError);
  });
});

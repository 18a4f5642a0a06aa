import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../common/index.js';
import { MemoryRunRepository } from '../storage/index.js';
import type { RunNews, RunNewsSource } from './ports/run-news.js';
import { RunChanges, type PollPace } from './run-changes.js';

/** A clock on which nothing ends before it is told to. */
class StillClock implements Clock {
  readonly slept: number[] = [];
  private wake: () => void = () => undefined;

  now(): Date {
    return new Date(0);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms);
    return new Promise((resolve, reject) => {
      this.wake = resolve;
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
  }

  ring(): void {
    this.wake();
  }
}

/** A store that tells news when the test says so. */
class TellingRepository extends MemoryRunRepository {
  private listener: ((news: RunNews) => void) | undefined;
  readonly news: RunNewsSource = {
    listen: (listener) => {
      this.listener = listener;
      return () => (this.listener = undefined);
    },
  };

  tell(kind: RunNews['kind'], runId: string): void {
    this.listener?.({ kind, runId });
  }
}

/** What a wait was asked for, and whether it is over. */
function waiting(promise: Promise<void>) {
  const state = { isOver: false, promise };
  void promise.then(() => (state.isOver = true));
  return state;
}

const PACE: PollPace = { firstMs: 150, growth: 2, mostMs: 400 };

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('waiting for what happens to a run', () => {
  it('ends after a while, and a longer one each time, when the store tells nothing', async () => {
    const clock = new StillClock();
    const wait = new RunChanges(new MemoryRunRepository(), clock).follow('a', PACE);
    const next = waiting(wait.next());
    clock.ring();
    await next.promise;
    for (let more = 0; more < 2; more++) {
      const later = wait.next();
      clock.ring();
      await later;
    }
    expect(clock.slept).toEqual([150, 300, 400]);
  });

  it('ends with news of this run, with such as may have been missed, and now and then without any', async () => {
    const clock = new StillClock();
    const repository = new TellingRepository();
    const wait = new RunChanges(repository, clock).follow('a', PACE);
    const next = waiting(wait.next());
    repository.tell('written', 'b');
    repository.tell('cancel', 'a');
    await turn();
    expect(next.isOver).toBe(false);
    repository.tell('written', 'a');
    await next.promise;
    const missed = wait.next();
    repository.tell('missed', '');
    await missed;
    const doubted = wait.next();
    clock.ring();
    await doubted;
    expect(clock.slept).toEqual([2_000, 2_000, 2_000]);
  });

  it('ends at once when there was news since the last time', async () => {
    const repository = new TellingRepository();
    const wait = new RunChanges(repository, new StillClock()).follow('a', PACE);
    repository.tell('ended', 'a');
    await wait.next();
    const next = waiting(wait.next());
    await turn();
    expect(next.isOver).toBe(false);
    wait.end();
    repository.tell('ended', 'a');
    await turn();
    expect(next.isOver).toBe(false);
  });

  it('ends with the end alone where further rows do not matter, and when the signal aborts', async () => {
    const repository = new TellingRepository();
    const wait = new RunChanges(repository, new StillClock()).follow('a', PACE, true);
    const next = waiting(wait.next());
    repository.tell('written', 'a');
    await turn();
    expect(next.isOver).toBe(false);
    repository.tell('ended', 'a');
    await next.promise;
    const ending = new AbortController();
    const aborted = wait.next(ending.signal);
    ending.abort(new Error('Enough.'));
    await aborted;
  });
});

import { EventEmitter, once } from 'node:events';
import { Logger } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../test/support/manual-clock.js';
import { PureRandomSource } from '../common/index.js';
import { PlainAttempts, type AttemptInterceptor } from './attempt-interceptor.js';
import { AttemptScope, type ScopedAttempt } from './attempt-scope.js';
import type { Fault } from './fault-injection.js';
import { DEFAULT_RETRY_POLICY } from './retry.policy.js';
import type { JournalEntry, RunJournal } from './run-journal.js';
import { StageAttemptRunner } from './stage-attempt.runner.js';
import type { StageContext } from './stage-context.js';
import { StageContextError, StageTimeoutError } from './stage.errors.js';
import { StopSwitch } from './stop-switch.js';
import { TimeLimits } from './time-limits.js';

const LIMIT = 50;

let clock: ManualClock;
const scope = new AttemptScope();
/** Stops the run. */
let run: StopSwitch;
let interceptor: AttemptInterceptor;
let entries: JournalEntry[];
/** How the journal makes an entry durable. */
let flush: () => Promise<void>;

const journal: RunJournal = {
  append: async (entry) => {
    await flush();
    entries.push(entry);
  },
  rows: async function* () {},
};

function reset(): void {
  clock = new ManualClock();
  run = new StopSwitch();
  interceptor = new PlainAttempts();
  entries = [];
  flush = async () => undefined;
}

/** Runs one attempt that does `work` within 50 ms. */
function attempt(work: (context: StageContext) => Promise<void>, faults: readonly Fault[] = []) {
  const node = {
    id: 'a',
    pipeline: 'test',
    after: [],
    retry: { ...DEFAULT_RETRY_POLICY, maxAttempts: 1 },
    timeoutMs: LIMIT,
    emits: [],
    className: 'A',
    handler: { run: work },
  };
  const setup = {
    runId: 'run-1',
    pipeline: 'test',
    stageNode: 'a',
    attempt: 1,
    maxAttempts: 1,
    grant: 1,
    input: {},
    state: '{}',
    random: new PureRandomSource().seeded('seed'),
    journal,
    ownersOf: () => [],
  };
  return new StageAttemptRunner(clock, interceptor, scope, new TimeLimits(clock)).run(
    node,
    setup,
    faults,
    run,
  );
}

/** A promise, and the function that settles it. */
function door(): { readonly opened: Promise<void>; readonly open: () => void } {
  const door = new EventEmitter();
  return { opened: once(door, 'open').then(() => undefined), open: () => void door.emit('open') };
}

describe('the scope of an attempt', () => {
  beforeEach(() => {
    reset();
    scope.track();
  });

  it('is visible to work that its stage starts without awaiting it, and to nothing else', async () => {
    const seen: unknown[] = [];
    const seenInTimer = door();
    await attempt(async () => {
      setImmediate(() => {
        seen.push(scope.current);
        seenInTimer.open();
      });
    });
    expect(scope.current).toBeUndefined();
    await seenInTimer.opened;
    expect(seen).toMatchObject([{ runId: 'run-1', pipeline: 'test', stageNode: 'a', attempt: 1 }]);
  });

  it('is not known before somebody wants to know it', () => {
    const untracked = new AttemptScope();
    const me = { runId: 'run-1', pipeline: 'test', stageNode: 'a', attempt: 1, fail: () => true };
    const seen = untracked.run(me, () => untracked.current);
    expect(seen).toBeUndefined();
  });

  it('can fail the attempt while it runs, but not after its end', async () => {
    const error = new TypeError('nobody waits for me');
    const scopes: ScopedAttempt[] = [];
    const { outcome, context } = await attempt(async () => {
      if (scope.current) scopes.push(scope.current);
      expect(scope.current?.fail(error)).toBe(true);
      await new Promise(() => undefined);
    });
    expect(outcome).toEqual({ error });
    expect(context.signal.reason).toBe(error);
    expect(scopes.map((over) => over.fail(new Error('late')))).toEqual([false]);
    expect(clock.sleepers.size).toBe(0);
  });
});

describe('an attempt', () => {
  beforeAll(() => Logger.overrideLogger(false));

  beforeEach(reset);

  it('ends with its state and its times, and leaves no timer running', async () => {
    const result = await attempt(async ({ state }) => {
      state['n'] = 1;
      clock.advance(LIMIT - 1);
    });
    expect(result.outcome).toEqual({ state: '{"n":1}' });
    expect(result.endedAt.getTime() - result.startedAt.getTime()).toBe(LIMIT - 1);
    expect(result.context.signal.aborted).toBe(false);
    expect(clock.sleepers.size).toBe(0);
  });

  it.each([3_600_000, -3_600_000])(
    'measures how long it took when the wall clock is set by %i ms meanwhile',
    async (byMs) => {
      const durations: number[] = [];
      interceptor = {
        around: async (_, make) => {
          durations.push((await make()).durationMs);
        },
      };
      const result = await attempt(async () => {
        clock.set(byMs);
        clock.advance(LIMIT - 1);
      });
      expect(result.durationMs).toBe(LIMIT - 1);
      expect(durations).toEqual([LIMIT - 1]);
    },
  );

  it('ends with the error that its stage threw, and leaves no timer running', async () => {
    const error = new TypeError('x');
    const { outcome } = await attempt(() => Promise.reject(error));
    expect(outcome).toEqual({ error });
    expect(clock.sleepers.size).toBe(0);
  });

  it('ends at its time limit when its stage hangs, and aborts the signal of the stage', async () => {
    const { outcome, context } = await attempt(async () => {
      clock.advance(LIMIT);
      await new Promise(() => undefined);
    });
    expect(outcome).toEqual({ error: new StageTimeoutError(LIMIT) });
    expect(context.signal.reason).toBeInstanceOf(StageTimeoutError);
  });

  it('may take longer than its time limit when it makes checkpoints with something new', async () => {
    const { outcome } = await attempt(async (stage) => {
      for (let step = 1; step <= 20; step++) {
        clock.advance(LIMIT - 1);
        stage.state['step'] = step;
        await stage.checkpoint();
      }
    });
    expect(outcome).toEqual({ state: '{"step":20}' });
    expect(clock.sleepers.size).toBe(0);
  });

  it('ends at its time limit after its last checkpoint, and keeps that checkpoint', async () => {
    let wasInTime = false;
    const { outcome, context } = await attempt(async (stage) => {
      clock.advance(LIMIT - 1);
      stage.emit({ type: 'news' });
      await stage.checkpoint();
      clock.advance(LIMIT - 1);
      await stage.checkpoint(); // with nothing new; rejects when the time is over
      wasInTime = true;
      clock.advance(1);
      await new Promise(() => undefined);
    });
    expect(outcome).toEqual({ error: new StageTimeoutError(LIMIT) });
    expect(wasInTime).toBe(true);
    expect(context).toMatchObject({ savedRows: 1, hasAdvanced: true });
    expect(clock.sleepers.size).toBe(0);
  });

  it('ends at its time limit even if it makes checkpoints with nothing new', async () => {
    const { outcome } = await attempt(async (stage) => {
      clock.advance(LIMIT - 1);
      await stage.checkpoint();
      clock.advance(1);
      await new Promise(() => undefined);
    });
    expect(outcome).toEqual({ error: new StageTimeoutError(LIMIT) });
  });

  it('leaves no timer running when a checkpoint becomes durable after its end', async () => {
    const disk = door();
    flush = () => disk.opened;
    const { outcome } = await attempt(async (stage) => {
      stage.emit({ type: 'news' });
      void stage.checkpoint();
      disk.open();
    });
    expect(outcome).toEqual({ state: '{}' });
    expect(clock.sleepers.size).toBe(0);
  });

  it('ends at its time limit when a fault makes it hang', async () => {
    const running = attempt(async () => undefined, [{ stage_node: 'a', kind: 'hang', attempts: 1 }]);
    clock.advance(LIMIT);
    expect((await running).outcome).toEqual({ error: new StageTimeoutError(LIMIT) });
  });

  it('is not changed by anything that its stage does after the time limit', async () => {
    const late = door();
    const seen: unknown[] = [];
    const ended = door();
    const { outcome, context } = await attempt(async (stage) => {
      stage.emit({ type: 'in_time' });
      clock.advance(LIMIT);
      await late.opened;
      stage.state['late'] = true;
      try {
        stage.emit({ type: 'late' });
      } catch (error) {
        seen.push(error);
      }
      await stage.checkpoint().catch((error: unknown) => seen.push(error));
      ended.open();
    });
    late.open();
    await ended.opened;
    expect(seen).toEqual([expect.any(StageContextError), expect.any(StageContextError)]);
    expect(outcome).toEqual({ error: new StageTimeoutError(LIMIT) });
    expect(context).toMatchObject({ savedState: '{}', savedRows: 0 });
    expect(context.takePending()).toMatchObject([{ type: 'in_time' }]);
    expect(entries).toEqual([]);
  });

  it('does not end before a checkpoint that was in progress at its time limit', async () => {
    const disk = door();
    flush = () => disk.opened;
    const { context, outcome } = await attempt(async (stage) => {
      stage.state['n'] = 1;
      const checkpoint = stage.checkpoint();
      clock.advance(LIMIT);
      stage.signal.addEventListener('abort', () => disk.open(), { once: true });
      await checkpoint;
      await new Promise(() => undefined);
    });
    expect(outcome).toEqual({ error: new StageTimeoutError(LIMIT) });
    expect(context.savedState).toBe('{"n":1}');
    expect(entries).toHaveLength(1);
  });
});

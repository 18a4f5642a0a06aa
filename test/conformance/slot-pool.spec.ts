import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemClock, type Clock } from '../../src/common/index.js';
import { SlotLostError, SlotPool, type RunRepository, type SlotStore } from '../../src/runs/index.js';
import { openRunRepository } from '../../src/storage/index.js';
import { ManualClock } from '../support/manual-clock.js';
import { until } from '../crash/recovered-runs.js';

const never = () => new AbortController().signal;
/** The longest that a slot is held without a renewal. */
const HELD_MS = 8_000;

let dataDir: string;
let opened: RunRepository[];
let holders: string[];

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dream-slots-'));
  opened = [];
  holders = [];
});

afterEach(async () => {
  for (const repository of opened) await repository.close();
  await rm(dataDir, { recursive: true });
});

async function slotStore(): Promise<SlotStore> {
  const repository = await openRunRepository({ kind: 'sqlite', dataDir });
  opened.push(repository);
  if (!repository.slots) throw new Error('It has no slots.');
  return repository.slots;
}

function nextHolder(): string {
  holders.push(`holder ${holders.length}`);
  return holders.at(-1) ?? '';
}

/** The slots as a process of its own sees them. */
async function pool(places: number, clock: Clock = new SystemClock()): Promise<SlotPool> {
  return new SlotPool({ name: 'calls', places }, await slotStore(), nextHolder, clock);
}

/** Something that goes on until it is told to end, or its slot is lost. */
function work() {
  let end: (() => void) | undefined;
  let isUnderWay = false;
  const run = (lost: AbortSignal) => {
    isUnderWay = true;
    return new Promise<void>((resolve, reject) => {
      end = resolve;
      lost.addEventListener('abort', () => reject(lost.reason as Error));
    });
  };
  return { run, end: () => end?.(), begun: () => until('it has begun', async () => isUnderWay) };
}

describe('slots over several processes', () => {
  it('are never more than there are, and everybody gets one', async () => {
    const pools = [await pool(3), await pool(3), await pool(3)];
    let active = 0;
    let most = 0;
    const task = async () => {
      active += 1;
      most = Math.max(most, active);
      await until('all are in use', async () => most === 3);
      active -= 1;
    };
    await Promise.all(pools.flatMap((each) => Array.from({ length: 20 }, () => each.run(task, never()))));
    expect(most).toBe(3);
  });

  it('go to the next when whoever waits first gives up', async () => {
    const clock = new ManualClock();
    const [first, second, third] = [await pool(1, clock), await pool(1, clock), await pool(1, clock)];
    const held = work();
    const holding = first.run(held.run, never());
    await held.begun();
    const cancel = new AbortController();
    const given = second.run(() => Promise.resolve(), cancel.signal);
    await until('it has asked', async () => clock.sleepers.size === 2); // beside the renewals of the first
    let isServed = false;
    const waiting = third.run(async () => void (isServed = true), never());
    cancel.abort(new Error('cancelled'));
    await expect(given).rejects.toThrow('cancelled');
    held.end();
    await holding;
    await until('it has a slot', async () => {
      clock.advance(50);
      return isServed;
    });
    await waiting;
    expect(clock.monotonicMs()).toBeLessThan(HELD_MS); // it did not have to die
  });

  it('are lost when the store gives them to others', async () => {
    const clock = new ManualClock();
    const slots = await pool(1, clock);
    const held = work();
    const holding = slots.run(held.run, never());
    await held.begun();
    await (await slotStore()).release(holders[0] ?? '');
    clock.advance(HELD_MS / 4);
    await expect(holding).rejects.toThrow(SlotLostError);
  });

  it('are kept as long as they are renewed, and lost before their time is over when the store cannot be reached', async () => {
    const clock = new ManualClock();
    const slots = await pool(1, clock);
    const held = work();
    let lostAt: number | null = null;
    const holding = slots.run(held.run, never()).catch(() => (lostAt = clock.monotonicMs()));
    await held.begun();
    for (let turn = 1; turn <= 8; turn++) {
      await until('it waits again', async () => clock.started >= turn && clock.sleepers.size > 0);
      clock.advance(HELD_MS / 4);
    }
    await until('it waits again', async () => clock.sleepers.size > 0);
    expect(lostAt).toBeNull();
    const closedAt = clock.monotonicMs();
    await opened.shift()?.close();
    await until('it is lost', async () => {
      clock.advance(HELD_MS / 4);
      return lostAt !== null;
    });
    await holding;
    expect(lostAt).toBeLessThan(closedAt + HELD_MS);
  });
});

import { describe, expect, it } from '@jest/globals';
import { SlotPool } from '../../runs/index.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { EndpointGate } from './endpoint-gate.js';
import { ModelUnavailableError } from './model.errors.js';

const never = new AbortController().signal;

/** The gate of one process alone. */
const gateOf = (places: number, mostPauseMs: number, clock = new ManualClock()) => {
  const slots = new SlotPool({ name: 'test', places }, null, () => '', clock);
  return new EndpointGate(slots, mostPauseMs, clock);
};

/** Something that goes on until it is told to end. */
function work() {
  let end: (() => void) | undefined;
  let begun = 0;
  const run = () => {
    begun += 1;
    return new Promise<void>((resolve) => (end = resolve));
  };
  return { run, end: () => end?.(), begun: () => begun };
}

const turns = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the gate of an endpoint', () => {
  it('lets only so many in at a time, in the order in which they came', async () => {
    const gate = gateOf(1, 1_000);
    const first = work();
    const done: string[] = [];
    const entered = gate.pass(never, first.run);
    const others = ['b', 'c'].map((name) => gate.pass(never, async () => void done.push(name)));
    await turns();
    expect(done).toEqual([]);
    first.end();
    await Promise.all([entered, ...others]);
    expect(done).toEqual(['b', 'c']);
  });

  it('forgets those that give up while they wait, and keeps their place for the next', async () => {
    const gate = gateOf(1, 1_000);
    const first = work();
    const entered = gate.pass(never, first.run);
    const cancel = new AbortController();
    const second = work();
    const given = gate.pass(cancel.signal, second.run);
    cancel.abort(new Error('cancelled'));
    await expect(given).rejects.toThrow('cancelled');
    first.end();
    await entered;
    await gate.pass(never, () => Promise.resolve());
    expect(second.begun()).toBe(0);
  });

  it('lets nobody in while it is closed, and everybody afterwards', async () => {
    const clock = new ManualClock();
    const gate = gateOf(2, 1_000, clock);
    gate.pause(500);
    const inside = work();
    const entered = gate.pass(never, inside.run);
    await turns();
    expect(inside.begun()).toBe(0);
    clock.advance(500);
    await turns();
    expect(inside.begun()).toBe(1);
    inside.end();
    await entered;
  });

  it('sends away those that would wait too long, with the time that is left', async () => {
    const gate = gateOf(2, 1_000);
    gate.pause(60_000);
    const refused: unknown = await gate.pass(never, () => Promise.resolve()).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ModelUnavailableError);
    expect(refused).toMatchObject({ retryAfterMs: 60_000, endsAttempt: 'while_retries_are_left' });
  });

  it('gives a place back when what was done there fails', async () => {
    const gate = gateOf(1, 1_000);
    await expect(gate.pass(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate.pass(never, () => Promise.resolve('yes'))).toBe('yes');
  });
});

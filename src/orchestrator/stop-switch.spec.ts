import { describe, expect, it } from '@jest/globals';
import { StopSwitch } from './stop-switch.js';

const REASON = new Error('enough');

describe('a stop switch', () => {
  it('tells its listeners once, with the first reason', () => {
    const stop = new StopSwitch();
    const seen: unknown[] = [];
    stop.onStop(() => seen.push(stop.reason));
    expect([stop.isStopped, stop.reason]).toEqual([false, undefined]);
    stop.stop(REASON);
    stop.stop(new Error('again'));
    expect(seen).toEqual([REASON]);
    expect(stop.isStopped).toBe(true);
    expect(() => stop.throwIfStopped()).toThrow(REASON);
  });

  it('does not tell a listener that was taken away', () => {
    const stop = new StopSwitch();
    const seen: string[] = [];
    stop.onStop(() => seen.push('taken away'))();
    stop.stop(REASON);
    expect(seen).toEqual([]);
  });

  it('tells a listener that comes late at once', () => {
    const stop = new StopSwitch();
    stop.stop(REASON);
    const seen: unknown[] = [];
    stop.onStop(() => seen.push(stop.reason));
    expect(seen).toEqual([REASON]);
  });

  it.each([
    ['before', (stop: StopSwitch) => [stop.signal, stop.stop(REASON)][0]],
    ['after', (stop: StopSwitch) => [stop.stop(REASON), stop.signal][1]],
  ])('has one signal, which aborts with the reason when it is asked for %s the stop', (_, signalOf) => {
    const stop = new StopSwitch();
    const signal = signalOf(stop) as AbortSignal;
    expect(signal).toBe(stop.signal);
    expect(signal).toMatchObject({ aborted: true, reason: REASON });
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../common/index.js';
import { injectFaults, type Fault } from './fault-injection.js';
import { InjectedFaultError } from './stage.errors.js';

/** What happens to an attempt of the node `a`, and how long it is made to wait. */
async function attemptWith(faults: readonly Fault[], attempt = 1, signal = new AbortController().signal) {
  const waits: number[] = [];
  const clock: Clock = {
    now: () => new Date(0),
    sleep: (ms, given) => {
      waits.push(ms);
      return given?.aborted ? Promise.reject(given.reason as Error) : Promise.resolve();
    },
  };
  const outcome = await injectFaults(faults, { stageNode: 'a', attempt, signal, clock }).then(
    () => 'goes on',
    (error: unknown) => error,
  );
  return { outcome, waits };
}

const ERROR: Fault = { stage_node: 'a', kind: 'error', attempts: 1 };
const DELAY: Fault = { stage_node: 'a', kind: 'delay', attempts: 'all', delay_ms: 70 };

describe('an injected fault', () => {
  it('does not affect an attempt when there is none', async () => {
    expect(await attemptWith([])).toEqual({ outcome: 'goes on', waits: [] });
  });

  it('does not affect other stage nodes', async () => {
    const other: Fault = { stage_node: 'b', kind: 'error', attempts: 'all' };
    expect(await attemptWith([other])).toEqual({ outcome: 'goes on', waits: [] });
  });

  it('fails the first n attempts only', async () => {
    const faults: Fault[] = [{ ...ERROR, attempts: 2 }];
    const outcomes = [];
    for (const attempt of [1, 2, 3, 4]) outcomes.push((await attemptWith(faults, attempt)).outcome);
    const failed = expect.any(InjectedFaultError);
    expect(outcomes).toEqual([failed, failed, 'goes on', 'goes on']);
  });

  it("fails every attempt when its attempts are 'all'", async () => {
    const { outcome } = await attemptWith([{ ...ERROR, attempts: 'all' }], 1_000);
    expect(outcome).toMatchObject({
      code: 'ORCH_FAULT_INJECTED',
      message: "A fault was injected into attempt 1000 of 'a'.",
    });
  });

  it('makes an attempt start late, then lets it continue', async () => {
    expect(await attemptWith([DELAY])).toEqual({ outcome: 'goes on', waits: [70] });
  });

  it('ends a delay with the reason of the time limit', async () => {
    const reason = new Error('time is over');
    expect((await attemptWith([DELAY], 1, AbortSignal.abort(reason))).outcome).toBe(reason);
  });

  it('makes an attempt hang until its time limit', async () => {
    const controller = new AbortController();
    const attempt = attemptWith([{ ...ERROR, kind: 'hang' }], 1, controller.signal);
    const first = await Promise.race([
      attempt,
      new Promise((resolve) => setImmediate(resolve, 'still hangs')),
    ]);
    expect(first).toBe('still hangs');
    const reason = new Error('time is over');
    controller.abort(reason);
    expect((await attempt).outcome).toBe(reason);
  });

  it('does not hang when the time limit has already passed', async () => {
    const reason = new Error('time is over');
    const { outcome } = await attemptWith([{ ...ERROR, kind: 'hang' }], 1, AbortSignal.abort(reason));
    expect(outcome).toBe(reason);
  });

  it('is applied in the order in which the faults were given', async () => {
    expect((await attemptWith([DELAY, ERROR])).waits).toEqual([70]);
    expect((await attemptWith([ERROR, DELAY])).waits).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../common/index.js';
import { LateError, CoalescedCheck } from './coalesced-check.js';

/** A clock whose waits end when the test ends them. */
class ManualClock implements Clock {
  private readonly waits: (() => void)[] = [];

  now(): Date {
    return new Date(0);
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waits.push(resolve);
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  }

  passAll(): void {
    for (const end of this.waits.splice(0)) end();
  }
}

describe('a coalesced check', () => {
  it('runs once for all callers that arrive while it runs, and again for later ones', async () => {
    const checks: ((found: string) => void)[] = [];
    const shared = new CoalescedCheck(
      () => new Promise<string>((resolve) => checks.push(resolve)),
      new ManualClock(),
      100,
    );
    const first = [shared.run(), shared.run()];
    checks[0]?.('a');
    expect(await Promise.all(first)).toEqual(['a', 'a']);
    const second = shared.run();
    checks[1]?.('b');
    expect(await second).toBe('b');
    expect(checks).toHaveLength(2);
  });

  it('makes callers wait no longer than its limit, and continues', async () => {
    const clock = new ManualClock();
    const checks: ((found: string) => void)[] = [];
    const shared = new CoalescedCheck(
      () => new Promise<string>((resolve) => checks.push(resolve)),
      clock,
      100,
    );
    const asked = shared.run();
    clock.passAll();
    await expect(asked).rejects.toThrow(new LateError(100));
    await expect(shared.run()).rejects.toThrow(LateError); // at once: the first check has not finished yet
    expect(checks).toHaveLength(1);
  });

  it('rejects with the error of the check', async () => {
    const shared = new CoalescedCheck(() => Promise.reject(new Error('broken')), new ManualClock(), 100);
    await expect(shared.run()).rejects.toThrow('broken');
    await expect(shared.run()).rejects.toThrow('broken');
  });
});

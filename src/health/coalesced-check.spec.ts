import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../common/index.js';
import { LateError, CoalescedCheck } from './coalesced-check.js';

/** A clock whose waits end when the test says so. */
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

describe('a shared look', () => {
  it('is taken once for all who ask while it is under way, and anew for those who ask later', async () => {
    const looks: ((found: string) => void)[] = [];
    const shared = new CoalescedCheck(
      () => new Promise<string>((resolve) => looks.push(resolve)),
      new ManualClock(),
      100,
    );
    const first = [shared.run(), shared.run()];
    looks[0]?.('a');
    expect(await Promise.all(first)).toEqual(['a', 'a']);
    const second = shared.run();
    looks[1]?.('b');
    expect(await second).toBe('b');
    expect(looks).toHaveLength(2);
  });

  it('is waited for no longer than its limit, and goes on', async () => {
    const clock = new ManualClock();
    const looks: ((found: string) => void)[] = [];
    const shared = new CoalescedCheck(
      () => new Promise<string>((resolve) => looks.push(resolve)),
      clock,
      100,
    );
    const asked = shared.run();
    clock.passAll();
    await expect(asked).rejects.toThrow(new LateError(100));
    await expect(shared.run()).rejects.toThrow(LateError); // at once: the first look still has not answered
    expect(looks).toHaveLength(1);
  });

  it('throws what the look throws', async () => {
    const shared = new CoalescedCheck(() => Promise.reject(new Error('broken')), new ManualClock(), 100);
    await expect(shared.run()).rejects.toThrow('broken');
    await expect(shared.run()).rejects.toThrow('broken');
  });
});

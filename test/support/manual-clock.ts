import type { Clock } from '../../src/common/index.js';

/** A clock that stands still until the test advances it; its wall clock can be set. */
export class ManualClock implements Clock {
  private time = 0;
  private setBy = 0;
  /** How often a timer was started. */
  started = 0;
  readonly sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();

  now(): Date {
    return new Date(this.time + this.setBy);
  }

  monotonicMs(): number {
    return this.time;
  }

  set(byMs: number): void {
    this.setBy += byMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.started += 1;
    return new Promise((resolve, reject) => {
      const sleeper = { at: this.time + ms, wake: resolve };
      this.sleepers.add(sleeper);
      const callOff = () => {
        this.sleepers.delete(sleeper);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', callOff, { once: true });
    });
  }

  advance(ms: number): void {
    this.time += ms;
    for (const sleeper of this.sleepers) {
      if (sleeper.at > this.time) continue;
      this.sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}

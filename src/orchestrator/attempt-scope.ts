import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { AttemptInfo } from './attempt-interceptor.js';

/** An attempt, as whatever it has started can find it. */
export interface ScopedAttempt extends AttemptInfo {
  /**
   * Ends the attempt as failed.
   * @returns false when it has ended before: nothing changes then
   */
  fail(error: Error): boolean;
}

/**
 * Knows of everything that an attempt starts, timers and promises that nobody waits for included, which attempt it
 * belongs to.
 */
@Injectable()
export class AttemptScope {
  private readonly storage = new AsyncLocalStorage<ScopedAttempt>();

  /** The attempt that the present code belongs to; undefined outside of attempts. */
  get current(): ScopedAttempt | undefined {
    return this.storage.getStore();
  }

  run<T>(attempt: ScopedAttempt, work: () => T): T {
    return this.storage.run(attempt, work);
  }
}

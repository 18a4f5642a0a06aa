import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { AttemptInfo } from './attempt-interceptor.js';

/** An attempt, as seen by the code that it has started. */
export interface ScopedAttempt extends AttemptInfo {
  /**
   * Ends the attempt as failed.
   * @returns false when it has already ended; nothing changes then
   */
  fail(error: Error): boolean;
}

/** Tracks which attempt the running code belongs to, including timers and promises that nothing awaits. */
@Injectable()
export class AttemptScope {
  private readonly storage = new AsyncLocalStorage<ScopedAttempt>();

  /** The attempt that the running code belongs to; undefined outside attempts. */
  get current(): ScopedAttempt | undefined {
    return this.storage.getStore();
  }

  run<T>(attempt: ScopedAttempt, work: () => T): T {
    return this.storage.run(attempt, work);
  }
}

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

/**
 * Tracks which attempt the running code belongs to, including timers and promises that nothing awaits. Only from when
 * somebody wants to know: it makes every promise of the process slower.
 */
@Injectable()
export class AttemptScope {
  private storage: AsyncLocalStorage<ScopedAttempt> | null = null;

  /** The attempt that the running code belongs to; undefined outside attempts, and before {@link track}. */
  get current(): ScopedAttempt | undefined {
    return this.storage?.getStore();
  }

  /** Tracks the attempts that begin from now on. */
  track(): void {
    this.storage ??= new AsyncLocalStorage();
  }

  run<T>(attempt: ScopedAttempt, work: () => T): T {
    return this.storage ? this.storage.run(attempt, work) : work();
  }
}

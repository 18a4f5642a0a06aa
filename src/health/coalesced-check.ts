import type { Clock } from '../common/index.js';

/** The check exceeded its time limit. */
export class LateError extends Error {
  constructor(limitMs: number) {
    super(`There was no answer within ${limitMs} ms.`);
    this.name = 'LateError';
  }
}

/**
 * Runs a check that may be slow. Callers that arrive while one is running share its result, and none waits longer than
 * the limit, so that many callers cost no more than one.
 */
export class CoalescedCheck<T> {
  private running: Promise<T> | null = null;

  constructor(
    private readonly check: () => Promise<T>,
    private readonly clock: Clock,
    private readonly limitMs: number,
  ) {}

  /** @throws LateError, or the error of the check */
  run(): Promise<T> {
    this.running ??= this.begin();
    return this.running;
  }

  private begin(): Promise<T> {
    const timer = new AbortController();
    const check = this.check();
    const late = this.clock.sleep(this.limitMs, timer.signal).then(() => {
      throw new LateError(this.limitMs);
    });
    const end = () => {
      this.running = null;
      timer.abort(new Error('The check has ended.'));
    };
    void check.then(end, end);
    return Promise.race([check, late]);
  }
}

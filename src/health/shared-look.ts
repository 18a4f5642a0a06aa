import type { Clock } from '../common/index.js';

/** What is given up when it takes longer. */
export class LateError extends Error {
  constructor(limitMs: number) {
    super(`There was no answer within ${limitMs} ms.`);
    this.name = 'LateError';
  }
}

/**
 * Looks at something that may take its time. Whoever asks while a look is under way gets what comes of that one, and
 * waits no longer than the limit, so that many who ask cost no more than one.
 */
export class SharedLook<T> {
  private underWay: Promise<T> | null = null;

  constructor(
    private readonly look: () => Promise<T>,
    private readonly clock: Clock,
    private readonly limitMs: number,
  ) {}

  /** @throws LateError; what the look throws */
  take(): Promise<T> {
    this.underWay ??= this.begin();
    return this.underWay;
  }

  private begin(): Promise<T> {
    const timer = new AbortController();
    const look = this.look();
    const late = this.clock.sleep(this.limitMs, timer.signal).then(() => {
      throw new LateError(this.limitMs);
    });
    const end = () => {
      this.underWay = null;
      timer.abort(new Error('The look has ended.'));
    };
    void look.then(end, end);
    return Promise.race([look, late]);
  }
}

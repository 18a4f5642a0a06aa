import type { Clock } from '../../common/index.js';
import { ModelUnavailableError } from './model.errors.js';

/** Lets only so many calls be under way at a time, and none while the endpoint asks to be left alone. */
export class EndpointGate {
  private free: number;
  private readonly waiting: (() => void)[] = [];
  /** By the clock's monotonic counter. */
  private pausedUntil = 0;

  /** @param mostPauseMs the longest that somebody waits because the endpoint asks to be left alone */
  constructor(
    places: number,
    private readonly mostPauseMs: number,
    private readonly clock: Clock,
  ) {
    this.free = places;
  }

  /** Leaves the endpoint alone for a while. */
  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.now() + ms);
  }

  /**
   * Does something in a place of its own, as soon as there is one and the endpoint may be asked.
   * @throws the signal's reason when it aborts before; ModelUnavailableError when that would take too long
   */
  async pass<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.enter(signal);
    try {
      await this.pauseOver(signal);
      return await work();
    } finally {
      this.leave();
    }
  }

  private async pauseOver(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const pauseMs = Math.ceil(this.pausedUntil - this.now());
      if (pauseMs <= 0) return;
      if (pauseMs > this.mostPauseMs) {
        throw new ModelUnavailableError('The model endpoint has asked to be left alone for a while.', {
          retryAfterMs: pauseMs,
          endsAttempt: 'while_retries_are_left',
        });
      }
      await this.clock.sleep(pauseMs, signal);
    }
  }

  private enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const turn = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        const place = this.waiting.indexOf(turn);
        if (place >= 0) this.waiting.splice(place, 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.waiting.push(turn);
    });
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free += 1;
  }

  private now(): number {
    return this.clock.monotonicMs?.() ?? this.clock.now().getTime();
  }
}

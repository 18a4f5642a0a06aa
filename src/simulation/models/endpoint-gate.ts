import type { Clock } from '../../common/index.js';
import type { SlotPool } from '../../runs/index.js';
import { ModelUnavailableError } from './model.errors.js';

/** Lets only so many calls be under way at a time, and none while the endpoint asks to be left alone. */
export class EndpointGate {
  /** By the clock's monotonic counter. */
  private pausedUntil = 0;

  /** @param mostPauseMs the longest that somebody waits because the endpoint asks to be left alone */
  constructor(
    private readonly slots: Pick<SlotPool, 'run'>,
    private readonly mostPauseMs: number,
    private readonly clock: Clock,
  ) {}

  /** Leaves the endpoint alone for a while. */
  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.now() + ms);
  }

  /**
   * Does something in a place of its own, as soon as there is one and the endpoint may be asked.
   * @param work is given a signal that aborts when the place is lost
   * @throws the signal's reason when it aborts before; ModelUnavailableError when that would take too long
   */
  pass<T>(signal: AbortSignal, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
    return this.slots.run(async (lost) => {
      await this.pauseOver(signal);
      return work(lost);
    }, signal);
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

  private now(): number {
    return this.clock.monotonicMs?.() ?? this.clock.now().getTime();
  }
}

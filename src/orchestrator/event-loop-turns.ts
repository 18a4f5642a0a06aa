import { Injectable } from '@nestjs/common';

/**
 * Lets stages that compute share the event loop: of all that wait, one goes on in each of its turns, so that requests and
 * timers wait for one step of one run at most.
 */
@Injectable()
export class EventLoopTurns {
  private readonly waiting: (() => void)[] = [];

  /** Resolves in a turn of the event loop that nobody else who waits here goes on in; in the order of the calls. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) setImmediate(this.give);
    });
  }

  private readonly give = (): void => {
    this.waiting.shift()?.();
    if (this.waiting.length > 0) setImmediate(this.give);
  };
}

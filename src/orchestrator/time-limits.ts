import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';

/** The reason with which an alarm is called off; creating an error for each would cost more than the alarm. */
const CALLED_OFF = new Error('The alarm was called off.');

/** A time limit that has not been reached. */
export interface TimeLimit {
  /** Measures from now on again; without effect when the limit was reached or ended. */
  restart(): void;
  /** Ends the limit: it will not be reached any more. */
  end(): void;
}

/** A time limit, and the monotonic moment at which it is reached, in milliseconds. */
interface RunningLimit {
  at: number;
  readonly onReached: () => void;
}

interface Alarm {
  readonly at: number;
  readonly off: AbortController;
}

/**
 * The time limits of everything that is executed here. They share one timer, which is set to the earliest of them and not
 * set again when that ends or restarts: hardly any limit is ever reached, and a timer of its own would cost each attempt
 * as much as recording it.
 */
@Injectable()
export class TimeLimits {
  private readonly running = new Set<RunningLimit>();
  private alarm: Alarm | null = null;

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** Calls back once when `ms` milliseconds are over, unless the limit is ended before. */
  start(ms: number, onReached: () => void): TimeLimit {
    const limit: RunningLimit = { at: this.now() + ms, onReached };
    this.running.add(limit);
    this.setAlarm(limit.at, ms);
    return {
      restart: () => (limit.at = this.now() + ms),
      end: () => this.end(limit),
    };
  }

  private end(limit: RunningLimit): void {
    this.running.delete(limit);
    if (this.running.size > 0) return;
    this.alarm?.off.abort(CALLED_OFF);
    this.alarm = null;
  }

  /** Sets the alarm, unless it rings early enough. */
  private setAlarm(at: number, inMs: number): void {
    if (this.alarm && this.alarm.at <= at) return;
    this.alarm?.off.abort(CALLED_OFF);
    const alarm = { at, off: new AbortController() };
    this.alarm = alarm;
    void this.clock.sleep(inMs, alarm.off.signal).then(
      () => this.ring(alarm),
      () => undefined, // called off
    );
  }

  private ring(alarm: Alarm): void {
    if (this.alarm !== alarm) return;
    this.alarm = null;
    const now = Math.max(alarm.at, this.now()); // timers may be a fraction of a millisecond early
    for (const limit of this.running) {
      if (limit.at > now || !this.running.delete(limit)) continue;
      limit.onReached();
    }
    if (this.running.size === 0) return;
    const next = Math.min(...[...this.running].map(({ at }) => at));
    this.setAlarm(next, next - now);
  }

  private now(): number {
    return this.clock.monotonicMs?.() ?? this.clock.now().getTime();
  }
}

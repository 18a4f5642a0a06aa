import type { Clock } from '../common/index.js';
import { StageTimeoutError } from './stage.errors.js';

/** The reason with which a timer is aborted; creating an error per attempt would cost more than the timer. */
const STOPPED = new Error('The timer was stopped.');

/** Aborts a stage that makes no progress within its timeout; each checkpoint with something new restarts it. */
export class StageTimer {
  private current: AbortController | null = null;

  /**
   * @param timeoutMs how long the stage may go without a checkpoint, in milliseconds
   * @param stage aborted with a {@link StageTimeoutError}
   */
  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
    private readonly stage: AbortController,
  ) {}

  start(): void {
    const stopped = new AbortController();
    this.current = stopped;
    void this.clock.sleep(this.timeoutMs, stopped.signal).then(
      () => {
        if (this.current === stopped) this.stage.abort(new StageTimeoutError(this.timeoutMs));
      },
      () => undefined, // stopped first
    );
  }

  /** Restarts the timer if it is running. */
  restart(): void {
    if (!this.current) return;
    this.current.abort(STOPPED);
    this.start();
  }

  end(): void {
    this.current?.abort(STOPPED);
    this.current = null;
  }
}

import { Logger } from '@nestjs/common';

/** Errors about one job that somebody else has finished or taken: the run's lease decides, not these. */
const ABOUT_A_JOB =
  /^(Missing (lock|key) for job|Lock mismatch for job|Job .* is not in the)|could not renew lock/i;
/** User and password in a URL. */
const CREDENTIALS = /\/\/[^/\s@]*@/g;

/** Logs that the queue cannot be reached, once an outage, and that it can be reached again. */
export class OutageLog {
  private isOut = false;

  constructor(private readonly logger: Logger) {}

  /** Whether the last that was heard of the queue was a failure. */
  get lasts(): boolean {
    return this.isOut;
  }

  /** Only the message of an error is logged: errors of Redis carry the command, and with it a password. */
  failed(error: unknown): void {
    const reason = (error instanceof Error ? error.message : String(error)).replaceAll(CREDENTIALS, '//');
    if (ABOUT_A_JOB.test(reason)) {
      this.logger.debug({ msg: 'A job had left this worker', reason });
      return;
    }
    if (this.isOut) return;
    this.isOut = true;
    const what = 'The queue cannot be reached; runs are accepted, and wait';
    this.logger.error({ msg: what, reason: reason || (error as Error).name });
  }

  works(): void {
    if (this.isOut) this.logger.log({ msg: 'The queue is reached again' });
    this.isOut = false;
  }
}

import { Injectable } from '@nestjs/common';
import type { RunRecord } from './domain/run.js';

/**
 * Called before the end of a run becomes durable; the end waits for it. When it rejects, the end is not stored: the run is
 * interrupted, and recovered like one whose store has failed.
 * @param run the run with its end
 * @returns called once the end is durable
 */
export type BeforeRunEnds = (run: RunRecord) => Promise<(() => void) | undefined>;

/** Lets one part of the service take note of every end before it is durable, so that none is missed after a crash. */
@Injectable()
export class RunEndings {
  private listener: BeforeRunEnds | undefined;

  /** At most one listens. */
  listen(listener: BeforeRunEnds): void {
    if (this.listener) throw new Error('Somebody listens to the ends of runs already.');
    this.listener = listener;
  }

  /** Undefined when nobody listens. */
  get before(): BeforeRunEnds | undefined {
    return this.listener;
  }
}

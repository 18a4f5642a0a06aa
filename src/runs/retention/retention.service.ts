import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, stopwatch, wallNow, type Clock, type Stopwatch } from '../../common/index.js';
import { RunConflictError } from '../run.errors.js';
import { RUN_REPOSITORY, type RunRepository } from '../ports/run.repository.js';
import type { RunExpiry } from '../ports/store-maintenance.js';
import { RUNS_OPTIONS, type RunsOptions } from '../runs.options.js';

const DAY_MS = 86_400_000;
/** Runs that are looked for at a time. */
const BATCH_RUNS = 50;

/** Deletes ended runs that are too old, or too many, as the options say. */
@Injectable()
export class RetentionService {
  /** What the wall clock said when this process began. */
  private readonly startedAt: Date;
  private readonly elapsed: Stopwatch;

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RUNS_OPTIONS) private readonly options: Pick<RunsOptions, 'retention'>,
  ) {
    this.startedAt = wallNow(clock);
    this.elapsed = stopwatch(clock);
  }

  /** Whether runs ever expire. */
  get isOn(): boolean {
    return this.expiry() !== null;
  }

  /** The ids of the runs that {@link apply} would delete now, oldest first. */
  async preview(): Promise<readonly string[]> {
    const expiry = this.expiry();
    return expiry ? this.repository.findExpired(expiry, Number.MAX_SAFE_INTEGER) : [];
  }

  /**
   * Deletes the runs that have expired, and gives their space back. A run that somebody resumes meanwhile stays.
   * @param signal ends the work after the run that is being deleted
   * @returns how many were deleted
   */
  async apply(signal?: AbortSignal): Promise<number> {
    const expiry = this.expiry();
    if (!expiry) return 0;
    let deleted = 0;
    for (;;) {
      const runIds = await this.repository.findExpired(expiry, BATCH_RUNS);
      const before = deleted;
      for (const runId of runIds) {
        if (signal?.aborted) return deleted;
        if (await this.delete(runId)) deleted += 1;
      }
      if (runIds.length < BATCH_RUNS || deleted === before) break; // what cannot be deleted now waits for the next time
    }
    if (deleted > 0) await this.repository.reclaimSpace();
    return deleted;
  }

  private async delete(runId: string): Promise<boolean> {
    try {
      return await this.repository.delete(runId, { now: wallNow(this.clock).toISOString() });
    } catch (error) {
      if (error instanceof RunConflictError) return false;
      throw error;
    }
  }

  /** Null when no run expires. */
  private expiry(): RunExpiry | null {
    const { maxAgeDays, maxRuns } = this.options.retention;
    if (maxAgeDays === null && maxRuns === null) return null;
    return {
      ...(maxAgeDays !== null && { endedBefore: this.daysAgo(maxAgeDays) }),
      ...(maxRuns !== null && { keepNewest: maxRuns }),
    };
  }

  /**
   * So many days before now. A clock that is set forward makes nothing older: only what has passed in this process counts.
   * One that is set back keeps runs for longer.
   */
  private daysAgo(days: number): string {
    const passed = this.startedAt.getTime() + this.elapsed();
    const now = Math.min(wallNow(this.clock).getTime(), passed);
    return new Date(now - days * DAY_MS).toISOString();
  }
}

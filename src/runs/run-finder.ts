import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';
import { isLive, type RunRecord } from './domain/run.js';
import type { RunPage, RunPageRequest } from './ports/run-store.js';
import { RUN_REPOSITORY, type RunRepository } from './ports/run.repository.js';
import { RunNotFoundError } from './run.errors.js';

/** Finds runs, as they are at this moment. */
@Injectable()
export class RunFinder {
  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws RunNotFoundError */
  async get(runId: string): Promise<RunRecord> {
    const run = await this.repository.find(runId);
    if (!run) throw new RunNotFoundError(runId);
    return this.atPresent(run);
  }

  /** A page of runs, newest first. */
  async list(page: RunPageRequest): Promise<RunPage> {
    const { items, total } = await this.repository.list(page);
    return { items: items.map((run) => this.atPresent(run)), total };
  }

  /** A retry that is no longer waited for is none. */
  private atPresent(run: RunRecord): RunRecord {
    const { next_retry_at, status } = run;
    if (next_retry_at === null) return run;
    const isAhead = isLive(status) && Date.parse(next_retry_at) > this.clock.now().getTime();
    return isAhead ? run : { ...run, next_retry_at: null };
  }
}

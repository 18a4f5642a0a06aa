import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';
import { isLive, type RunRecord } from './domain/run.js';
import type { RunCursor, RunPage, RunPageRequest } from './ports/run-store.js';
import { PipelineRegistry } from './pipeline.registry.js';
import { RUN_REPOSITORY, type RunRepository } from './ports/run.repository.js';
import { RunNotFoundError } from './run.errors.js';

const FIRST_RUN = { filter: {}, limit: 1, offset: 0 } as const;
const NEXT_PAGE = { filter: {}, limit: 100, offset: 0 } as const;

/** Finds runs, as they are at this moment. */
@Injectable()
export class RunFinder {
  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly pipelines: PipelineRegistry,
  ) {}

  /** @throws RunNotFoundError */
  async get(runId: string): Promise<RunRecord> {
    const run = await this.repository.find(runId);
    if (!run) throw new RunNotFoundError(runId);
    return this.atPresent(run);
  }

  /** The newest run that is not internal; null when there is none. */
  async newest(): Promise<RunRecord | null> {
    let after: RunCursor | undefined;
    for (;;) {
      const { items } = await this.list({ ...(after ? NEXT_PAGE : FIRST_RUN), ...(after && { after }) });
      const newest = items.find(({ pipeline }) => !this.pipelines.optionsOf(pipeline)?.internal);
      if (newest) return newest;
      after = items.at(-1);
      if (!after) return null;
    }
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

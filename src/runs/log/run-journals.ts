import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/index.js';
import { PipelineRegistry } from '../pipeline.registry.js';
import type { LeasedRun } from '../ports/leased-run.js';
import { RUN_REPOSITORY, type RunRepository } from '../ports/run.repository.js';
import { UnknownPipelineError } from '../run.errors.js';
import { RepositoryRunJournal, type JournalEvents } from './repository-run-journal.js';

/** Opens the journals of runs that this process has a lease on. */
@Injectable()
export class RunJournals {
  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly pipelines: PipelineRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws UnknownPipelineError */
  of({ run, token, lastRows }: LeasedRun, events: JournalEvents = {}): RepositoryRunJournal {
    if (!this.pipelines.find(run.pipeline))
      throw new UnknownPipelineError(run.pipeline, this.pipelines.ids());
    const project = (state: unknown) => this.pipelines.project(run.pipeline, state);
    const { repository, clock } = this;
    return new RepositoryRunJournal(run, token, { repository, clock, project }, events, lastRows);
  }
}

import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/index.js';
import type { RunProjection } from '../domain/attributes.js';
import type { RunRecord } from '../domain/run.js';
import { RunEndings } from '../run-endings.js';
import { PipelineRegistry } from '../pipeline.registry.js';
import type { LeasedRun } from '../ports/leased-run.js';
import { RUN_REPOSITORY, type RunRepository } from '../ports/run.repository.js';
import { RunObservers } from '../run-observers.js';
import { ProjectionError, UnknownPipelineError } from '../run.errors.js';
import { RepositoryRunJournal, type JournalEvents } from './repository-run-journal.js';

/** Opens the journals of runs that this process has a lease on. */
@Injectable()
export class RunJournals {
  private readonly logger = new Logger(RunJournals.name);

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly pipelines: PipelineRegistry,
    private readonly observers: RunObservers,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly endings: RunEndings,
  ) {}

  /** @throws UnknownPipelineError */
  of({ run, token, lastRows }: LeasedRun, events: JournalEvents = {}): RepositoryRunJournal {
    if (!this.pipelines.find(run.pipeline))
      throw new UnknownPipelineError(run.pipeline, this.pipelines.ids());
    const project = (state: unknown) => this.projectionOf(run, state);
    const { repository, clock, observers } = this;
    const beforeEnd = this.endings.before;
    const store = { repository, clock, project, observers, ...(beforeEnd && { beforeEnd }) };
    return new RepositoryRunJournal(run, token, store, events, lastRows);
  }
  /** A fault of the pipeline's costs its attributes, not the run: nothing but the log tells of it. */
  private projectionOf({ run_id, pipeline }: RunRecord, state: unknown): RunProjection {
    try {
      return this.pipelines.project(pipeline, state);
    } catch (error) {
      if (!(error instanceof ProjectionError)) throw error;
      this.logger.error({ msg: 'What a pipeline says of a run is not kept', run_id, err: error });
      return {};
    }
  }
}

import { Injectable } from '@nestjs/common';
import {
  CorruptRunlogError,
  RunPresenter,
  RunStateConflictError,
  RunlogService,
  hasEnded,
  type RunRecord,
  type RunRequest,
} from '../../runs/index.js';
import { parsedRows } from '../parsed-rows.js';
import type { ExperimentState } from './domain/accepted-experiment.js';
import type { ComparedExperiment } from './domain/comparison.js';
import { ExperimentPlan, type ExperimentRequest } from './domain/experiment-plan.js';
import type { ExperimentRun } from './domain/experiment-run.js';
import { ExperimentTally, type ExperimentResults } from './domain/experiment-tally.js';
import { ExperimentsService } from './experiments.service.js';

/** What was asked of an experiment, as far as callers may see it. */
type ShownRequest = Pick<ExperimentRequest, 'input' | 'vary'>;

/** Reads what has come of experiments. */
@Injectable()
export class ExperimentReader {
  constructor(
    private readonly experiments: ExperimentsService,
    private readonly runs: RunPresenter,
    private readonly runlogs: RunlogService,
  ) {}

  /**
   * What was asked of an experiment.
   * @param known what is stored of that, where it is at hand
   * @throws CorruptRunlogError when that is not known any more
   */
  async requestOf(run: RunRecord, known?: RunRequest): Promise<ShownRequest> {
    const { request } = await this.runs.show(run, known);
    if (!request) throw new CorruptRunlogError(run.run_id, null);
    return request.input as ShownRequest;
  }

  /** The results of the runs that have ended and were counted. */
  async resultsOf(run: RunRecord, request: ShownRequest): Promise<ExperimentResults> {
    const state = (await this.runlogs.state(run)) as ExperimentState | null;
    return state?.results ?? new ExperimentTally(new ExperimentPlan(request).groups).results();
  }

  /**
   * An experiment that has ended.
   * @throws ExperimentNotFoundError; RunStateConflictError when it goes on
   */
  async ended(experimentId: string): Promise<ComparedExperiment> {
    const run = await this.experiments.get(experimentId);
    if (!hasEnded(run.status))
      throw new RunStateConflictError(run, 'Only experiments that have ended can be compared.');
    const results = await this.resultsOf(run, await this.requestOf(run));
    const counts = ((await this.runlogs.state(run)) as ExperimentState | null)?.counts;
    return { results, counts: counts ?? { succeeded: 0, failed: 0, cancelled: 0 } };
  }

  /**
   * The runs of an experiment that were counted, in the order of its plan.
   * @throws ExperimentNotFoundError
   */
  async runsOf(experimentId: string): Promise<{ request: ShownRequest; rows: AsyncIterable<ExperimentRun> }> {
    const run = await this.experiments.get(experimentId);
    return { request: await this.requestOf(run), rows: this.rowsOf(run) };
  }

  private async *rowsOf(run: RunRecord): AsyncIterable<ExperimentRun> {
    for await (const row of parsedRows(run, this.runlogs.rows(run)))
      if (row.type === 'experiment_run') yield row as unknown as ExperimentRun;
  }
}

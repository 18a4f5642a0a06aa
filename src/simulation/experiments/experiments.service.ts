import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/index.js';
import {
  RunNotFoundError,
  RunStateConflictError,
  RunsService,
  hasEnded,
  type IdempotencyRequest,
  type RunPage,
  type RunPageRequest,
  type RunRecord,
  type RunResponse,
} from '../../runs/index.js';
import { experimentIdOf, runIdOf } from './domain/experiment-id.js';
import { EXPERIMENT } from './experiment.attributes.js';
import { ExperimentNotFoundError } from './experiment.errors.js';

/** Runs that are deleted at a time: a store writes them together. */
const BATCH_RUNS = 20;
/** How long a deletion waits for a run that was under way when its experiment was cancelled, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Starts experiments, controls them, and finds them again: each is a run of a pipeline of its own, which executes others. */
@Injectable()
export class ExperimentsService {
  constructor(
    private readonly runs: RunsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Accepts an experiment: it is durable, and its runs start when there is room for them.
   * @param input parsed JSON
   * @throws FieldsInvalidError, ExperimentTooLargeError; as `RunsService.start` does
   */
  start(input: unknown, key?: IdempotencyRequest): Promise<RunResponse> {
    return this.runs.start({ pipeline: EXPERIMENT, input, inputPointer: '' }, key);
  }

  /** @throws ExperimentNotFoundError */
  async get(experimentId: string): Promise<RunRecord> {
    const runId = runIdOf(experimentId);
    if (runId === null) throw new ExperimentNotFoundError(experimentId);
    const run = await this.runs.get(runId).catch((error: unknown) => {
      throw error instanceof RunNotFoundError ? new ExperimentNotFoundError(experimentId) : error;
    });
    if (run.pipeline !== EXPERIMENT) throw new ExperimentNotFoundError(experimentId);
    return run;
  }

  /** A page of experiments, newest first. */
  list(page: RunPageRequest): Promise<RunPage> {
    return this.runs.list({ ...page, filter: { ...page.filter, pipeline: EXPERIMENT } });
  }

  /**
   * Asks an experiment to stop, and its runs that are under way.
   * @throws ExperimentNotFoundError; RunStateConflictError when it has ended
   */
  async cancel(experimentId: string): Promise<RunRecord> {
    const { run_id } = await this.get(experimentId);
    return this.runs.cancel(run_id);
  }

  /**
   * Deletes an experiment that has ended, with all its runs.
   * @throws ExperimentNotFoundError; RunStateConflictError when it has not ended, or somebody works on one of its runs
   */
  async delete(experimentId: string): Promise<void> {
    const run = await this.get(experimentId);
    if (!hasEnded(run.status))
      throw new RunStateConflictError(run, 'Only an experiment that has ended can be deleted.');
    const filter = { attributes: { experiment_id: experimentIdOf(run.run_id) } };
    for (;;) {
      const { items } = await this.runs.list({ filter, limit: BATCH_RUNS, offset: 0 });
      if (items.length === 0) break;
      await Promise.all(items.map((item) => this.deleteRun(item)));
    }
    await this.runs.delete(run.run_id);
  }

  private async deleteRun({ run_id, status }: RunRecord): Promise<void> {
    try {
      if (!hasEnded(status)) await this.stop(run_id);
      await this.runs.delete(run_id);
    } catch (error) {
      if (!(error instanceof RunNotFoundError)) throw error; // somebody else has deleted it
    }
  }

  /** The run was under way when its experiment was cancelled. */
  private async stop(runId: string): Promise<void> {
    const run = await this.runs.cancel(runId).catch((error: unknown) => {
      if (error instanceof RunStateConflictError) return this.runs.get(runId); // it has ended meanwhile
      throw error;
    });
    const [limit, over] = [new AbortController(), new AbortController()];
    const conflict = new RunStateConflictError(
      run,
      'A run of the experiment goes on. Try again in a moment.',
    );
    void this.clock.sleep(PATIENCE_MS, over.signal).then(
      () => limit.abort(conflict),
      () => undefined, // it has ended
    );
    await this.runs.ended(runId, limit.signal).finally(() => over.abort(new Error('The run has ended.')));
  }
}

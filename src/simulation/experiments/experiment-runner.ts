import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, ProjectError, type Clock } from '../../common/index.js';
import { NonRetryableStageError, RunStoppedError } from '../../orchestrator/index.js';
import {
  CorruptRunlogError,
  RunNotFoundError,
  RunlogService,
  RunsService,
  ShuttingDownError,
  StorageUnavailableError,
  TooManyRunsError,
  type RunRecord,
} from '../../runs/index.js';
import { WorldStore } from '../packs/world.store.js';
import { SIMULATION } from '../simulation.pipeline.js';
import { BackgroundTurns } from './background-turns.js';
import type { ExperimentPlan, PlannedRun } from './domain/experiment-plan.js';
import type { ExperimentRun } from './domain/experiment-run.js';
import { readEnding } from './run-ending.js';

/** How many runs are begun beyond the first that has not ended: what has ended among them waits in memory. */
const AHEAD = 64;
/** The wait before something is tried again that others have no room for at the moment, in milliseconds. */
const AGAIN_MS = 500;

/** Whose runs they are. */
interface RunnerTask {
  readonly experimentId: string;
  readonly plan: ExperimentPlan;
  /** The fingerprint of each of its packs, by name. */
  readonly worlds: Readonly<Record<string, string>>;
  readonly maxStageRetries: number | undefined;
  /** Aborts when the experiment stops; its runs are cancelled when it was. */
  readonly signal: AbortSignal;
  /** The runs that have begun and not ended; kept up to date here. */
  readonly underWay: Set<string>;
}

/**
 * Executes the runs of experiments, behind all other runs. Each planned run has an idempotency key, so that it is made once,
 * whichever process begins it and however often.
 */
@Injectable()
export class ExperimentRunner {
  private readonly logger = new Logger(ExperimentRunner.name);

  constructor(
    private readonly runs: RunsService,
    private readonly runlogs: RunlogService,
    private readonly worlds: WorldStore,
    private readonly turns: BackgroundTurns,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The runs from the index `from` on as they end, in the order in which they were planned.
   * @throws the signal's reason; NonRetryableStageError when the packs have changed
   */
  async *endings(task: RunnerTask, from: number): AsyncIterable<ExperimentRun> {
    const { plan, signal, underWay } = task;
    const stop = () => void this.cancelAll(underWay, signal);
    signal.addEventListener('abort', stop, { once: true });
    try {
      const begun: Promise<ExperimentRun>[] = [];
      for (let index = from; index < plan.total || begun.length > 0;) {
        while (begun.length < AHEAD && index < plan.total) {
          const planned = plan.at(index++);
          const ending = this.turns.run(() => this.execute(task, planned));
          ending.catch(() => undefined); // whoever waits for its place in the order gets the error
          begun.push(ending);
        }
        const first = await begun.shift();
        if (first) yield first;
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Begins a run, or finds it begun, and waits for its end; again while others have no room for that. */
  private async execute(task: RunnerTask, planned: PlannedRun): Promise<ExperimentRun> {
    for (;;) {
      task.signal.throwIfAborted();
      try {
        return await this.attempt(task, planned);
      } catch (error) {
        if (!passes(error)) throw error;
      }
      await this.clock.sleep(AGAIN_MS, task.signal);
    }
  }

  private async attempt(task: RunnerTask, planned: PlannedRun): Promise<ExperimentRun> {
    const { underWay } = task;
    const { index, group, random_seed } = planned;
    const about = { index, group, random_seed };
    let run_id: string | null = null;
    try {
      run_id = await this.begin(task, planned);
      underWay.add(run_id);
      if (task.signal.aborted) await this.cancelAll([run_id], task.signal);
      const run = await this.runs.ended(run_id, task.signal);
      return { ...about, run_id, ...(await this.endingOf(run)) };
    } catch (error) {
      if (!isOfTheRun(error)) throw error;
      return { ...about, run_id, status: 'failed', ending: null, error_code: error.code };
    } finally {
      if (run_id !== null) underWay.delete(run_id);
    }
  }

  /** A run that was cancelled with the experiment goes on when that is resumed. */
  private async begin(task: RunnerTask, { index, input }: PlannedRun): Promise<string> {
    const { experimentId, maxStageRetries, worlds } = task;
    this.assertUnchanged(worlds);
    const { run, replayed } = await this.runs.startBehind(
      { pipeline: SIMULATION, input, maxStageRetries, attributes: { experiment_id: experimentId } },
      { scope: `experiment ${experimentId}`, key: String(index), body: index },
    );
    if (replayed && run.status === 'cancelled') await this.runs.resume(run.run_id);
    return run.run_id;
  }

  private assertUnchanged(worlds: RunnerTask['worlds']): void {
    for (const [name, fingerprint] of Object.entries(worlds)) {
      if (this.worlds.names.includes(name) && this.worlds.named(name).fingerprint === fingerprint) continue;
      throw new NonRetryableStageError('The packs have changed since this experiment began.');
    }
  }

  private async endingOf(run: RunRecord): Promise<Pick<ExperimentRun, 'status' | 'ending' | 'error_code'>> {
    if (run.status === 'cancelled') return { status: 'cancelled', ending: null, error_code: null };
    if (run.status !== 'succeeded')
      return { status: 'failed', ending: null, error_code: run.error?.error_code ?? null };
    return { status: 'succeeded', ending: await readEnding(this.runlogs, run), error_code: null };
  }

  /** Only when the experiment was cancelled: after a shutdown, its runs go on with it. */
  private async cancelAll(runIds: Iterable<string>, { reason }: AbortSignal): Promise<void> {
    if (!(reason instanceof RunStoppedError) || reason.outcome !== 'cancelled') return;
    for (const runId of runIds) {
      await this.runs.cancel(runId).catch((error: unknown) => {
        this.logger.warn({ msg: 'A run of a cancelled experiment goes on', run_id: runId, err: error });
      });
    }
  }
}

/** Whether there was no room, or no store, at the moment. */
function passes(error: unknown): boolean {
  return (
    error instanceof TooManyRunsError ||
    error instanceof StorageUnavailableError ||
    error instanceof ShuttingDownError
  );
}

/** Whether the run is at fault, and not the experiment: the world refuses it, or it is damaged or gone. */
function isOfTheRun(error: unknown): error is ProjectError {
  if (error instanceof CorruptRunlogError || error instanceof RunNotFoundError) return true;
  return error instanceof ProjectError && error.code.startsWith('SIM_');
}

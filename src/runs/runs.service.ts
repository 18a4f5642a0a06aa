import { Inject, Injectable, Logger } from '@nestjs/common';
import { ShutdownState } from '../common/index.js';
import type { RunOutcome } from './domain/run-outcome.js';
import { hasEnded, queuedIn, type RunRecord } from './domain/run.js';
import type { IdempotencyRequest } from './routes/idempotency-key.js';
import { IdempotencyService } from './intake/idempotency.service.js';
import { RunForker, type AskedFork } from './intake/run-forker.js';
import { RunIntake, type PreparedRun, type StartRun } from './intake/run-intake.js';
import type { ExecutedRun, RunResponse } from './intake/run-response.js';
import type { IdempotencyKey } from './ports/idempotency-store.js';
import type { LeasedRun } from './ports/leased-run.js';
import { RUN_QUEUE, type Admission, type RunQueue, type RunUrgency } from './ports/run-queue.js';
import type { RunPage, RunPageRequest, RunStore } from './ports/run-store.js';
import { RUN_WORKER, type RunWorker } from './ports/run-worker.js';
import { RUN_REPOSITORY } from './ports/run.repository.js';
import { RunChanges, type PollPace } from './run-changes.js';
import { RunControl } from './run-control.js';
import {
  CorruptRunlogError,
  IdempotencyInProgressError,
  NoRunsError,
  RunNotFoundError,
} from './run.errors.js';
import { assertSucceeded, outcomeOfEnded } from './run-failure.js';
import { RunObservers } from './run-observers.js';
import { RunFinder } from './run-finder.js';
import { LeaseOwner } from './intake/lease-owner.js';

/** How often a run that another process executes is looked at when the store tells no news: often at first. */
const WATCH: PollPace = { firstMs: 4, growth: 1.5, mostMs: 200 };

type Preparation = (admission: Admission) => PreparedRun | Promise<PreparedRun>;

/** A run that was stored and enqueued. */
interface Admitted {
  readonly leased: LeasedRun;
  /** Its end; undefined when another process will know. */
  readonly outcome: Promise<RunOutcome> | undefined;
}

/** Starts runs, controls them, and finds them again. */
@Injectable()
export class RunsService {
  private readonly logger = new Logger(RunsService.name);

  constructor(
    @Inject(RUN_REPOSITORY) private readonly store: RunStore,
    @Inject(RUN_QUEUE) private readonly queue: RunQueue,
    @Inject(RUN_WORKER) private readonly worker: RunWorker,
    private readonly intake: RunIntake,
    private readonly forker: RunForker,
    private readonly keys: IdempotencyService,
    private readonly control: RunControl,
    private readonly finder: RunFinder,
    private readonly changes: RunChanges,
    private readonly observers: RunObservers,
    private readonly shutdown: ShutdownState,
    private readonly lease: LeaseOwner,
  ) {}

  /**
   * Accepts a run: it is durable, and starts when its turn comes.
   * @throws FieldsInvalidError, UnknownPipelineError, TooManyRunsError, ShuttingDownError; ProjectError when its pipeline
   *   does not accept it
   */
  async start(start: StartRun, key?: IdempotencyRequest): Promise<RunResponse> {
    const checked = this.intake.check(start);
    return this.keys.once(key, async (stored) => {
      const { leased } = await this.admit(() => this.intake.prepare(checked), stored);
      return leased;
    });
  }

  /**
   * As {@link start}, for a run that goes behind all others. The key makes one run, also over restarts.
   */
  async startBehind(start: StartRun, key: IdempotencyRequest): Promise<RunResponse> {
    const checked = this.intake.check(start);
    return this.keys.once(key, async (stored) => {
      const { leased } = await this.admit(() => this.intake.prepare(checked), stored, 'background');
      return leased;
    });
  }

  /**
   * As {@link startBehind}, for a run that the service itself cannot do without: it is accepted however many wait, and in a
   * shutdown, after which the next process executes it.
   */
  async startBeside(start: StartRun, key: IdempotencyRequest): Promise<RunResponse> {
    const checked = this.intake.check(start);
    return this.keys.once(key, async (stored) => {
      const lease = this.queue.backend === 'inline' ? this.lease.terms() : undefined;
      const admission = { startsAtOnce: false, release: () => undefined, ...(lease && { lease }) };
      const leased = await this.stored(admission, () => this.intake.prepare(checked), stored);
      this.queue.enqueue(leased, 'background');
      return leased;
    });
  }

  /**
   * Waits for the end of a run, whichever process executes it.
   * @throws RunNotFoundError when there is no such run, or it is deleted; the signal's reason
   */
  async ended(runId: string, signal: AbortSignal): Promise<RunRecord> {
    const here = await this.worker.outcomeOf(runId);
    if (here && hasEnded(here.run.status)) return here.run;
    const wait = this.changes.follow(runId, WATCH, true);
    try {
      for (;;) {
        signal.throwIfAborted();
        const run = await this.get(runId);
        if (hasEnded(run.status)) return run;
        await wait.next(signal);
      }
    } finally {
      wait.end();
    }
  }

  /**
   * Accepts a run, and resolves with how it has ended. A run that a key made before is given as its first caller got it,
   * whatever became of it.
   * @throws as {@link start} does; IdempotencyInProgressError when the run that the key made before goes on
   */
  async execute(start: StartRun, key?: IdempotencyRequest): Promise<ExecutedRun> {
    const checked = this.intake.check(start);
    let outcome: Promise<RunOutcome> | undefined;
    const response = await this.keys.once(key, async (stored) => {
      const admitted = await this.admit(
        ({ startsAtOnce }) => {
          const prepared = this.intake.prepare(checked);
          return startsAtOnce ? running(prepared) : prepared;
        },
        stored,
        'waited_for',
      );
      outcome = admitted.outcome ?? this.watch(admitted.leased.run.run_id);
      return admitted.leased;
    });
    const ended = outcome ? await this.endOf(outcome, key) : await this.firstOutcome(key, response.run);
    return { outcome: ended, ...response, run: ended.run };
  }

  /**
   * As {@link execute}, for callers who need the run to succeed.
   * @throws StageNodeExecutionError when a stage ran out of attempts, RunFailedError when that happened in another process
   *   or to an earlier request with the key; the failed run is stored by then
   * @throws RunStateConflictError when it was cancelled, ShuttingDownError when this process ends before it
   */
  async runToEnd(start: StartRun, key?: IdempotencyRequest): Promise<RunResponse> {
    const executed = await this.execute(start, key);
    assertSucceeded(executed);
    return executed;
  }

  /** @throws RunNotFoundError */
  get(runId: string): Promise<RunRecord> {
    return this.finder.get(runId);
  }

  /**
   * The newest run.
   * @throws NoRunsError
   */
  async latest(): Promise<RunRecord> {
    const newest = await this.finder.newest();
    if (!newest) throw new NoRunsError();
    return newest;
  }

  /** A page of runs, newest first. */
  list(page: RunPageRequest): Promise<RunPage> {
    return this.finder.list(page);
  }

  /**
   * Asks a run to stop. What was asked for is durable; a run that another process executes learns of it when that
   * renews its lease.
   * @throws RunNotFoundError; RunStateConflictError when the run has ended
   */
  cancel(runId: string): Promise<RunRecord> {
    return this.control.cancel(runId);
  }

  /**
   * Queues a run to go on from its last checkpoint.
   * @throws RunNotFoundError, TooManyRunsError, ShuttingDownError
   * @throws RunStateConflictError when the run is going on, or has succeeded
   */
  resume(runId: string): Promise<RunRecord> {
    return this.control.resume(runId);
  }

  /**
   * Queues a new run that takes over what a run had before a stage, or a round, and is other from there on.
   * @param asked the stage, when it is a text
   * @throws RunNotFoundError, UnknownStageError, TooManyRunsError, ShuttingDownError
   * @throws RunStateConflictError when the run has not come so far
   * @throws ForkRefusedError when it could not begin as the run did, FieldsInvalidError when the changes are wrong
   */
  fork(runId: string, asked: string | AskedFork, key?: IdempotencyRequest): Promise<RunResponse> {
    const wanted = typeof asked === 'string' ? { fromStage: asked } : asked;
    return this.keys.once(key, async (stored) => {
      const source = await this.get(runId);
      const { leased } = await this.admit(() => this.forker.prepare(source, wanted), stored).catch(
        (error: unknown) => this.failReading(runId, error),
      );
      return leased;
    });
  }

  /**
   * Deletes a run that has ended, or cannot be read, and all that is known of it. Its space is given back a little later.
   * @throws RunNotFoundError; RunStateConflictError when the run has not ended, or somebody works on it
   */
  delete(runId: string): Promise<void> {
    return this.control.delete(runId);
  }

  /** Stores a run where there is room for it, and enqueues it. */
  private async admit(
    prepare: Preparation,
    key: IdempotencyKey | undefined,
    urgency: RunUrgency = 'usual',
  ): Promise<Admitted> {
    const admission = await this.queue.admit();
    const leased = await this.stored(admission, prepare, key).finally(() => admission.release());
    this.queue.enqueue(leased, urgency);
    return { leased, outcome: this.worker.outcomeOf(leased.run.run_id) };
  }

  private async stored(
    admission: Admission,
    prepare: Preparation,
    key: IdempotencyKey | undefined,
  ): Promise<LeasedRun> {
    const prepared = await prepare(admission);
    const { lease } = admission;
    const attributes = { ...prepared.run.attributes, ...this.observers.attributesOfNewRun() };
    const run = { ...queuedIn(this.queue.backend, prepared.run), attributes };
    const { request, rows: lastRows, copy } = prepared;
    const further = { ...(copy && { copy }), ...(lease && { lease }), ...(key && { key }) };
    await this.observers.commit({ before: null, run, rows: lastRows }, () =>
      this.store.create({ run, request, rows: lastRows, ...further }),
    );
    const { run_id, pipeline, forked_from } = run;
    this.logger.log({ msg: 'A run was accepted', run_id, pipeline, forked_from });
    return { run, request, token: 1, isNew: !copy, lastRows };
  }

  /** @throws RunNotFoundError when reading the run failed because it was deleted meanwhile; else the error */
  private async failReading(runId: string, error: unknown): Promise<never> {
    const isGone = error instanceof CorruptRunlogError && (await this.store.find(runId)) === null;
    throw isGone ? new RunNotFoundError(runId) : error;
  }

  /** How a run has ended, kept as the response to its key. */
  private async endOf(
    outcome: Promise<RunOutcome>,
    key: IdempotencyRequest | undefined,
  ): Promise<RunOutcome> {
    const here = await outcome;
    const ended = here.kind === 'lost' ? await this.watch(here.run.run_id) : here;
    await this.keys.saveOutcome(key, ended);
    return ended;
  }

  /** Waits for the end of a run that another process executes, or of this process. */
  private async watch(runId: string): Promise<RunOutcome> {
    const wait = this.changes.follow(runId, WATCH, true);
    try {
      for (;;) {
        const run = await this.get(runId);
        if (hasEnded(run.status)) return outcomeOfEnded(run);
        if (this.shutdown.hasBegun) return { kind: 'interrupted', run };
        await wait.next();
      }
    } finally {
      wait.end();
    }
  }

  /** @throws IdempotencyInProgressError when the first request has no response yet */
  private async firstOutcome(key: IdempotencyRequest | undefined, run: RunRecord): Promise<RunOutcome> {
    const used = key && (await this.keys.responseTo(key));
    if (used?.response) return outcomeOfEnded(used.response);
    if (!hasEnded(run.status)) throw new IdempotencyInProgressError(run.run_id);
    const outcome = outcomeOfEnded(run);
    await this.keys.saveOutcome(key, outcome);
    return outcome;
  }
}

/** A run that starts as soon as it is stored. */
function running(prepared: PreparedRun): PreparedRun {
  const { run } = prepared;
  return { ...prepared, run: { ...run, status: 'running', started_at: run.created_at } };
}

import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';
import { runStateRow, StageNodeRegistry } from '../orchestrator/index.js';
import type { AnsweredRun } from './answered-run.js';
import { hasEnded, isLive, type RunRecord, type RunStatus } from './domain/run.js';
import { LeaseOwner } from './execution/lease-owner.js';
import type { LeasedRun } from './execution/leased-run.js';
import { RunDispatcher } from './execution/run-dispatcher.js';
import { RunExecutor } from './execution/run-executor.js';
import { RunMaker, type StartRun } from './execution/run-maker.js';
import { RunRecovery } from './execution/run-recovery.js';
import type { CallerKey } from './idempotency-key.js';
import { IdempotencyService } from './idempotency.service.js';
import { assertNotFailed } from './replayed-run.js';
import { SpaceReclaimer } from './retention/space-reclaimer.js';
import {
  CorruptRunlogError,
  IdempotencyInProgressError,
  NoRunsError,
  RunConflictError,
  RunLostError,
  RunNotFoundError,
  RunStateConflictError,
  StorageUnavailableError,
} from './run.errors.js';
import {
  RUN_REPOSITORY,
  type IdempotencyKey,
  type RunPage,
  type RunPageRequest,
  type RunRepository,
} from './run.repository.js';

export type { StartRun } from './execution/run-maker.js';

/** How often a run that another process executes is looked at, in milliseconds. */
const WATCH_MS = 200;

const RESUMABLE: ReadonlySet<RunStatus> = new Set<RunStatus>(['failed', 'cancelled', 'interrupted']);

/** Starts runs, steers them, and finds them again. */
@Injectable()
export class RunsService {
  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly maker: RunMaker,
    private readonly dispatcher: RunDispatcher,
    private readonly executor: RunExecutor,
    private readonly keys: IdempotencyService,
    private readonly lease: LeaseOwner,
    private readonly recovery: RunRecovery,
    private readonly stages: StageNodeRegistry,
    private readonly space: SpaceReclaimer,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Accepts a run: it is durable, and starts when its turn comes.
   * @throws TooManyRunsError, ShuttingDownError; ProjectError when the run cannot be accepted
   */
  start(start: StartRun, key?: CallerKey): Promise<AnsweredRun> {
    return this.keys.once(key, async (stored) => {
      const { leased } = await this.admit(() => this.maker.make(start, 'queued', stored));
      return leased;
    });
  }

  /**
   * Accepts a run, executes it and resolves with its end. A run that a key made before is given as it was answered
   * then, whatever became of it.
   * @throws StageNodeExecutionError when a stage ran out of attempts; the failed run is stored by then
   * @throws RunStateConflictError when it was cancelled, ShuttingDownError when this process ends before it
   * @throws TooManyRunsError; ProjectError when the run cannot be accepted: nothing is stored then
   */
  async runToEnd(start: StartRun, key?: CallerKey): Promise<AnsweredRun> {
    let end: Promise<RunRecord> | undefined;
    const { run, request, replayed } = await this.keys.once(key, async (stored) => {
      const admitted = await this.admit((isFree) =>
        this.maker.make(start, isFree ? 'running' : 'queued', stored),
      );
      ({ end } = admitted);
      return admitted.leased;
    });
    if (!end) return { run: await this.firstAnswer(key, run), replayed };
    return { run: await this.endOf(run.run_id, end, key), replayed, ...(request && { request }) };
  }

  /** @throws RunNotFoundError */
  async get(runId: string): Promise<RunRecord> {
    const run = await this.repository.find(runId);
    if (!run) throw new RunNotFoundError(runId);
    return this.present(run);
  }

  /**
   * The newest run.
   * @throws NoRunsError
   */
  async latest(): Promise<RunRecord> {
    const { items } = await this.list({ filter: {}, limit: 1, offset: 0 });
    if (!items[0]) throw new NoRunsError();
    return items[0];
  }

  /** A page of runs, newest first. */
  async list(page: RunPageRequest): Promise<RunPage> {
    const { items, total } = await this.repository.list(page);
    return { items: items.map((run) => this.present(run)), total };
  }

  /**
   * Asks a run to stop. What was asked for is durable; a run that another process executes learns of it when that
   * renews its lease.
   * @throws RunNotFoundError; RunStateConflictError when the run has ended
   */
  async cancel(runId: string): Promise<RunRecord> {
    const run = await this.get(runId);
    const isAsked = await this.repository.requestCancel(runId);
    const isOurs = isAsked && this.dispatcher.tokens().has(runId);
    if (isOurs) this.dispatcher.cancel(runId);
    const isDone = !isOurs && !hasEnded(run.status) && (await this.cancelOrphan(runId));
    if (!isAsked && !isDone) {
      throw new RunStateConflictError(
        run,
        `Only a queued, running or interrupted run can be cancelled; this one is ${run.status}.`,
      );
    }
    return this.get(runId);
  }

  /**
   * Queues a run to go on from its last checkpoint.
   * @throws RunNotFoundError, TooManyRunsError, ShuttingDownError
   * @throws RunStateConflictError when the run is going on, or has succeeded
   */
  async resume(runId: string): Promise<RunRecord> {
    assertResumable(await this.get(runId));
    const { leased } = await this.admit(async () => {
      const taken = await this.take(runId, assertResumable);
      const journal = this.executor.journalOf(taken);
      const row = runStateRow(this.clock.now(), { from: taken.run.status, to: 'queued', reason: 'resume' });
      const current_stage = this.firstUnfinished(taken.run);
      const waiting = { status: 'queued', ended_at: null, error: null, next_retry_at: null } as const;
      await journal.transition({ ...waiting, current_stage }, [row]);
      return { ...taken, run: journal.record };
    });
    return leased.run;
  }

  /**
   * Queues a new run that takes over the stages before `fromStage`.
   * @throws RunNotFoundError, UnknownStageError, TooManyRunsError, ShuttingDownError
   * @throws RunStateConflictError when the run has not come so far
   */
  fork(runId: string, fromStage: string, key?: CallerKey): Promise<AnsweredRun> {
    return this.keys.once(key, async (stored: IdempotencyKey | undefined) => {
      const source = await this.get(runId);
      const { leased } = await this.admit(() => this.maker.fork(source, fromStage, stored)).catch(
        (error: unknown) => this.failReading(runId, error),
      );
      return leased;
    });
  }

  /**
   * Deletes a run that has ended, or cannot be read, and all that is known of it. Its space is given back a little later.
   * @throws RunNotFoundError; RunStateConflictError when the run has not ended, or somebody works on it
   */
  async delete(runId: string): Promise<void> {
    const { owner } = this.lease.terms();
    const by = { owner, now: this.lease.now() };
    const isKnown = await this.repository.delete(runId, by).catch(async (error: unknown) => {
      if (!(error instanceof RunConflictError)) throw error;
      const run = await this.get(runId).catch((reason: unknown) => workedOn(runId, reason));
      throw new RunStateConflictError(run, 'Only a run that has ended can be deleted.');
    });
    if (!isKnown) throw new RunNotFoundError(runId);
    this.space.reclaimSoon();
  }

  /** @throws RunNotFoundError when reading the run failed because it was deleted meanwhile; else the error */
  private async failReading(runId: string, error: unknown): Promise<never> {
    const isGone = error instanceof CorruptRunlogError && (await this.repository.find(runId)) === null;
    throw isGone ? new RunNotFoundError(runId) : error;
  }

  /** Stores a run where there is a place for it, and hands it over to be executed. */
  private async admit(
    store: (isFree: boolean) => Promise<LeasedRun>,
  ): Promise<{ readonly leased: LeasedRun; readonly end: Promise<RunRecord> }> {
    const place = this.dispatcher.admit();
    const leased = await store(place.isFree).finally(() => place.release());
    return { leased, end: this.dispatcher.submit(leased) };
  }

  /** The end of a run, kept as the answer of its key. */
  private async endOf(
    runId: string,
    end: Promise<RunRecord>,
    key: CallerKey | undefined,
  ): Promise<RunRecord> {
    try {
      const run = await end.catch((error: unknown) => {
        if (error instanceof RunLostError) return this.watch(runId);
        throw error;
      });
      await this.keys.saveAnswer(key, run);
      return run;
    } catch (error) {
      if (error instanceof StorageUnavailableError) throw new StorageUnavailableError(error.cause, runId);
      await this.keys.saveFailure(key, runId);
      throw error;
    }
  }

  /** Waits for the end of a run that another process has taken. */
  private async watch(runId: string): Promise<RunRecord> {
    for (;;) {
      const run = await this.get(runId);
      if (hasEnded(run.status)) {
        assertNotFailed(run);
        return run;
      }
      await this.clock.sleep(WATCH_MS);
    }
  }

  /** @throws IdempotencyInProgressError when the first request has no answer yet */
  private async firstAnswer(key: CallerKey | undefined, run: RunRecord): Promise<RunRecord> {
    const used = key && (await this.keys.answerOf(key));
    if (used?.answer) return used.answer;
    if (!hasEnded(run.status)) throw new IdempotencyInProgressError(run.run_id);
    await this.keys.saveAnswer(key, run);
    return run;
  }

  /**
   * Takes a run that nobody works on.
   * @throws RunStateConflictError when somebody does, or the run's state is not what it has to be
   */
  private async take(runId: string, check: (run: RunRecord) => void): Promise<LeasedRun> {
    const held = await this.repository.take(runId, this.lease.terms(), this.lease.now());
    const run = await this.get(runId);
    if (!held)
      throw new RunStateConflictError(run, 'The run is being taken up. Look at it again in a moment.');
    try {
      check(run);
      const request = await this.repository.findRequest(runId);
      if (!request) throw new RunNotFoundError(runId);
      return { run, request, token: held.token, isNew: false };
    } catch (error) {
      await this.repository.release(runId, held.token);
      throw error;
    }
  }

  /** Cancels a run that nobody has a lease on; whoever has one learns of the request by itself. */
  private async cancelOrphan(runId: string): Promise<boolean> {
    const held = await this.repository.take(runId, this.lease.terms(), this.lease.now());
    if (!held) return false;
    const { status } = await this.get(runId);
    if (hasEnded(status)) await this.repository.release(runId, held.token);
    else await this.recovery.examine({ ...held, cancelRequested: true });
    return !hasEnded(status);
  }

  private firstUnfinished({ pipeline, summary }: RunRecord): string | null {
    const outcomes = new Map(summary.stage.nodes.map(({ node_id, outcome }) => [node_id, outcome]));
    return this.stages.nodesOf(pipeline).find(({ id }) => outcomes.get(id) !== 'success')?.id ?? null;
  }

  /** The run as it is told of at this moment: a retry that is no longer waited for is none. */
  private present(run: RunRecord): RunRecord {
    const { next_retry_at, status } = run;
    if (next_retry_at === null) return run;
    const isAhead = isLive(status) && Date.parse(next_retry_at) > this.clock.now().getTime();
    return isAhead ? run : { ...run, next_retry_at: null };
  }
}

/** A run whose record is damaged, while somebody has a lease on it. */
function workedOn(runId: string, error: unknown): Pick<RunRecord, 'run_id' | 'status'> {
  if (error instanceof CorruptRunlogError) return { run_id: runId, status: 'running' };
  throw error;
}

function assertResumable(run: RunRecord): void {
  if (RESUMABLE.has(run.status)) return;
  throw new RunStateConflictError(
    run,
    `Only a failed, cancelled or interrupted run can be resumed; this one is ${run.status}.`,
  );
}

import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, ShutdownState, type Clock } from '../../common/index.js';
import type { ScopedAttempt } from '../../orchestrator/index.js';
import type { RunRecord } from '../domain/run.js';
import { RunLostError, RunStateConflictError, ShuttingDownError, TooManyRunsError } from '../run.errors.js';
import { RUN_REPOSITORY, type RunRepository } from '../run.repository.js';
import { ActiveRun } from './active-run.js';
import type { LeasedRun } from './leased-run.js';
import { RunExecutor } from './run-executor.js';
import { RUNS_OPTIONS, type RunsOptions } from '../runs.options.js';

/** A place for a run that is about to be stored. */
export interface Place {
  /** Whether the run starts as soon as it is stored. */
  readonly isFree: boolean;
  /** Gives the place back; a run that is submitted has given it back. */
  release(): void;
}

/** A run that waits for its turn. */
interface QueuedRun {
  readonly leased: LeasedRun;
  readonly resolve: (run: RunRecord) => void;
  readonly reject: (error: unknown) => void;
}

/** Executes MAX_CONCURRENT_RUNS runs at a time, in the order in which they came; MAX_QUEUED_RUNS wait at the most. */
@Injectable()
export class RunDispatcher {
  private readonly logger = new Logger(RunDispatcher.name);
  private readonly queue: QueuedRun[] = [];
  private readonly active = new Map<string, { readonly run: ActiveRun; readonly end: Promise<unknown> }>();
  /** Places given out for runs that are not stored yet. */
  private readonly promised = { free: 0, queued: 0 };
  private isDraining = false;
  /** What nothing may be started beside: a run that is executed alone, or the place that is kept for it. */
  private alone: ActiveRun | 'reserved' | null = null;
  private isWaitingForQuiet = false;

  constructor(
    private readonly executor: RunExecutor,
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly shutdown: ShutdownState,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {}

  /**
   * Keeps a place for a run.
   * @throws TooManyRunsError, ShuttingDownError
   */
  admit(): Place {
    if (this.isDraining || this.shutdown.hasBegun) throw new ShuttingDownError();
    const isFree = this.freeSlots > 0;
    const waiting = this.queue.length + this.promised.queued;
    if (!isFree && waiting >= this.options.maxQueuedRuns) throw new TooManyRunsError(waiting);
    const kind = isFree ? 'free' : 'queued';
    this.promised[kind] += 1;
    let isHeld = true;
    const release = () => {
      if (isHeld) this.promised[kind] -= 1;
      isHeld = false;
    };
    return { isFree, release };
  }

  /** Executes a run when its turn comes; resolves, or rejects, with its end (see {@link RunExecutor.execute}). */
  submit(leased: LeasedRun): Promise<RunRecord> {
    const end = new Promise<RunRecord>((resolve, reject) => this.queue.push({ leased, resolve, reject }));
    end.catch(() => undefined); // the run's end is in its record, whether anybody waits for it here or not
    if (this.isDraining) void this.giveBack(this.queue.splice(0));
    else this.startNext();
    return end;
  }

  /** Runs that could start at once. */
  get freeSlots(): number {
    if (this.isDraining || this.shutdown.hasBegun || this.isHushed || this.alone) return 0;
    const taken = this.active.size + this.queue.length + this.promised.free + this.promised.queued;
    return Math.max(0, this.options.maxConcurrentRuns - taken);
  }

  /** Whether nothing is started, so that a run can be executed alone once those under way have ended. */
  get isHushed(): boolean {
    return this.isWaitingForQuiet && !this.isDraining;
  }

  /** Starts no run any more until this is taken back. Runs may be admitted meanwhile: they wait. */
  hush(isWaitingForQuiet: boolean): void {
    this.isWaitingForQuiet = isWaitingForQuiet;
    this.startNext();
  }

  /** Keeps the whole process for one run; false when something is under way in it. */
  reserveAlone(): boolean {
    if (
      this.isDraining ||
      this.shutdown.hasBegun ||
      this.alone ||
      this.active.size > 0 ||
      this.promised.free > 0
    )
      return false;
    this.alone = 'reserved';
    return true;
  }

  /**
   * Executes a run in the place that was kept for it, and nothing else until it has made a checkpoint, or has ended.
   * Where others wait to be alone, it is interrupted at that checkpoint.
   * @param leased null gives the place back
   */
  startAlone(leased: LeasedRun | null): void {
    this.alone = null;
    if (!leased) this.startNext();
    else if (this.isDraining) void this.submit(leased);
    else this.alone = this.start({ leased, resolve: () => undefined, reject: () => undefined });
  }

  /** The ids of the runs that are executed. */
  activeRuns(): string[] {
    return [...this.active.keys()];
  }

  /** Makes durable that the attempt ends this process. */
  async blame(attempt: ScopedAttempt): Promise<void> {
    await this.active.get(attempt.runId)?.run.blame(attempt, this.clock.now());
  }

  /** The runs that are executed or wait here, and the fencing token of each. */
  tokens(): Map<string, number> {
    const leased = [...this.queue, ...[...this.active.values()].map(({ run }) => run)].map(
      (run) => run.leased,
    );
    return new Map(leased.map(({ run, token }) => [run.run_id, token]));
  }

  /** Lets a run that is executed or waits here come to its end; that it is to be cancelled is durable already. */
  cancel(runId: string): void {
    this.active.get(runId)?.run.stop('cancelled');
    for (const queued of this.takeFromQueue(runId)) void this.cancelQueued(queued);
  }

  /** Drops a run that somebody else has taken. */
  lose(runId: string): void {
    this.active.get(runId)?.run.stop('lost');
    for (const queued of this.takeFromQueue(runId)) queued.reject(new RunLostError(runId));
  }

  /** Takes no more work, and lets runs come to a checkpoint; what has not in its part of the grace period is cut off. */
  async drain(): Promise<void> {
    this.isDraining = true;
    await this.giveBack(this.queue.splice(0));
    const running = [...this.active.values()];
    for (const { run } of running) run.stopAtCheckpoint(this.clock.now());
    const ends = Promise.allSettled(running.map(({ end }) => end));
    const grace = new AbortController();
    const timeIsUp = this.clock.sleep(this.options.shutdownGraceMs, grace.signal).then(
      () => running.forEach(({ run }) => run.stop('interrupted')),
      () => undefined,
    );
    await ends;
    grace.abort(new Error('All runs have stopped.'));
    await timeIsUp;
  }

  private async cancelQueued({ leased, reject }: QueuedRun): Promise<void> {
    try {
      const run = await this.executor.cancel(leased);
      reject(new RunStateConflictError(run, 'The run was cancelled.'));
    } catch (error) {
      const { run_id } = leased.run;
      this.logger.error({
        msg: 'A queued run could not be cancelled; it will be tried again',
        run_id,
        err: error,
      });
      reject(error);
    }
  }

  private takeFromQueue(runId: string): QueuedRun[] {
    const index = this.queue.findIndex(({ leased }) => leased.run.run_id === runId);
    return index < 0 ? [] : this.queue.splice(index, 1);
  }

  /** Lets the next process have runs that have not begun. */
  private async giveBack(queued: readonly QueuedRun[]): Promise<void> {
    for (const { leased, reject } of queued) {
      const { run_id } = leased.run;
      await this.repository.release(run_id, leased.token).catch((error: unknown) => {
        this.logger.error({ msg: 'A queued run could not be given back', run_id, err: error });
      });
      reject(new ShuttingDownError(run_id));
    }
  }

  private startNext(): void {
    const mayStart = () => !this.isDraining && !this.isHushed && !this.alone;
    while (mayStart() && this.queue.length > 0 && this.active.size < this.options.maxConcurrentRuns) {
      const next = this.queue.shift();
      if (next) this.start(next);
    }
  }

  private start({ leased, resolve, reject }: QueuedRun): ActiveRun {
    const run: ActiveRun = new ActiveRun(leased, () => this.clear(run));
    const { run_id } = leased.run;
    const end = this.executor.execute(run).then(resolve, reject);
    this.active.set(run_id, { run, end });
    void end.finally(() => {
      this.active.delete(run_id);
      if (this.alone === run) this.alone = null;
      this.startNext();
    });
    return run;
  }

  /** A run that was alone has got past where its process died. */
  private clear(run: ActiveRun): void {
    if (this.alone !== run) return;
    this.alone = null;
    if (this.isHushed) run.yield();
    else this.startNext();
  }
}

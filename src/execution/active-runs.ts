import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, ShutdownState, type Clock } from '../common/index.js';
import type { ScopedAttempt } from '../orchestrator/index.js';
import { RUNS_OPTIONS, type LeasedRun, type RunsOptions } from '../runs/index.js';
import { ActiveRun } from './active-run.js';
import { RunExecutor } from './run-executor.js';
import { RunOutcomes } from './run-outcomes.js';

/** Which runs are executed in this process, MAX_CONCURRENT_RUNS at a time, and whether further ones may start. */
@Injectable()
export class ActiveRuns {
  private readonly active = new Map<string, { readonly run: ActiveRun; readonly end: Promise<unknown> }>();
  /** Slots that are spoken for: by runs that are about to be stored as `running`, and by those that wait. */
  private readonly claims = { starting: 0, waiting: 0 };
  private isDraining = false;
  /** What nothing may be started beside: a run that is executed alone, or the slot that is reserved for it. */
  private alone: ActiveRun | 'reserved' | null = null;
  private isWaitingForQuiet = false;
  /** Called whenever a run may start that could not before. */
  onFree: () => void = () => undefined;

  constructor(
    private readonly executor: RunExecutor,
    private readonly outcomes: RunOutcomes,
    private readonly shutdown: ShutdownState,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {}

  /** Whether the application ends, so that nothing starts any more. */
  get isEnding(): boolean {
    return this.isDraining || this.shutdown.hasBegun;
  }

  /** Whether no run starts any more until the application has ended. */
  get isDrained(): boolean {
    return this.isDraining;
  }

  /** Whether a run could start now. */
  get canStart(): boolean {
    return (
      !this.isDraining && !this.isHushed && !this.alone && this.active.size < this.options.maxConcurrentRuns
    );
  }

  /** How many runs could start now, beside those that have claimed a slot. */
  get freeSlots(): number {
    if (this.isEnding || this.isHushed || this.alone) return 0;
    const taken = this.active.size + this.claims.starting + this.claims.waiting;
    return Math.max(0, this.options.maxConcurrentRuns - taken);
  }

  /** How many runs have claimed a slot without starting at once. */
  get waiting(): number {
    return this.claims.waiting;
  }

  /**
   * Claims a slot, now or when one becomes free.
   * @returns gives the claim back; further calls change nothing
   */
  claim(kind: 'starting' | 'waiting'): () => void {
    this.claims[kind] += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.claims[kind] -= 1;
      isHeld = false;
    };
  }

  /** Whether nothing is started, so that a run can be executed alone once those under way have ended. */
  get isHushed(): boolean {
    return this.isWaitingForQuiet && !this.isDraining;
  }

  /** Starts no run any more until this is taken back. Runs may be admitted meanwhile: they wait. */
  hush(isWaitingForQuiet: boolean): void {
    this.isWaitingForQuiet = isWaitingForQuiet;
    this.onFree();
  }

  /** Reserves the whole process for one run; false when something is under way in it. */
  reserveAlone(): boolean {
    if (this.isEnding || this.alone || this.active.size > 0 || this.claims.starting > 0) return false;
    this.alone = 'reserved';
    return true;
  }

  /** Gives back what {@link reserveAlone} has reserved. */
  releaseAlone(): void {
    this.alone = null;
    this.onFree();
  }

  /**
   * Executes a run in the process that was reserved for it, and nothing else until it has made a checkpoint, or has
   * ended. Where others wait to be alone, it is interrupted at that checkpoint.
   */
  startAlone(leased: LeasedRun): void {
    this.alone = this.start(leased);
  }

  /** Executes a run; its end is one of the {@link RunOutcomes}. */
  start(leased: LeasedRun): ActiveRun {
    const { run_id } = leased.run;
    const run: ActiveRun = new ActiveRun(leased, () => this.clear(run));
    const end = this.executor.execute(run).then((outcome) => this.outcomes.settle(run_id, outcome));
    this.active.set(run_id, { run, end });
    void end.finally(() => {
      this.active.delete(run_id);
      if (this.alone === run) this.alone = null;
      this.onFree();
    });
    return run;
  }

  /** The ids of the runs. */
  ids(): string[] {
    return [...this.active.keys()];
  }

  /** The runs with their leases. */
  leased(): LeasedRun[] {
    return [...this.active.values()].map(({ run }) => run.leased);
  }

  /** Stops a run, if it is executed here: `cancelled` when it is to end, `lost` when somebody else has taken it. */
  stop(runId: string, outcome: 'cancelled' | 'lost'): void {
    this.active.get(runId)?.run.stop(outcome);
  }

  /** Makes durable that the attempt ends this process. */
  async blame(attempt: ScopedAttempt): Promise<void> {
    await this.active.get(attempt.runId)?.run.blame(attempt, this.clock.now());
  }

  /** Starts nothing any more. */
  close(): void {
    this.isDraining = true;
  }

  /** Lets runs come to a checkpoint; what has not in the grace period is cut off. Resolves when all have stopped. */
  async drain(): Promise<void> {
    this.close();
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

  /** A run that was alone has got past where its process died. */
  private clear(run: ActiveRun): void {
    if (this.alone !== run) return;
    this.alone = null;
    if (this.isHushed) run.yield();
    else this.onFree();
  }
}

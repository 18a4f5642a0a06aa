import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, ShutdownState, type Clock } from '../common/index.js';
import type { ScopedAttempt } from '../orchestrator/index.js';
import { PipelineRegistry, RUNS_OPTIONS, type LeasedRun, type RunsOptions } from '../runs/index.js';
import { ActiveRun } from './active-run.js';
import { RunExecutor } from './run-executor.js';
import { RunOutcomes } from './run-outcomes.js';

/** A run under way. */
interface Execution {
  readonly run: ActiveRun;
  readonly end: Promise<unknown>;
  /** Whether it only waits for other runs. */
  readonly coordinates: boolean;
}

/**
 * The runs executed in this process, MAX_CONCURRENT_RUNS at a time, and the admission of further ones. Coordinating runs
 * are beyond that number: they wait for others, which need the slots.
 */
@Injectable()
export class ActiveRuns {
  private readonly active = new Map<string, Execution>();
  /** Claimed slots: of runs about to be stored as `running`, and of waiting ones. */
  private readonly claims = { starting: 0, waiting: 0 };
  private isDraining = false;
  /** The run that is executed alone, or the reservation for one; no other run may start. */
  private alone: ActiveRun | 'reserved' | null = null;
  private isPauseRequested = false;
  /** Called whenever a slot may have become free. */
  onFree: () => void = () => undefined;

  constructor(
    private readonly executor: RunExecutor,
    private readonly outcomes: RunOutcomes,
    private readonly pipelines: PipelineRegistry,
    private readonly shutdown: ShutdownState,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {}

  /** Whether the application is shutting down, so that no run starts. */
  get isEnding(): boolean {
    return this.isDraining || this.shutdown.hasBegun;
  }

  /** Whether this has been closed for the rest of the life of the application. */
  get isDrained(): boolean {
    return this.isDraining;
  }

  /** Whether a run with a slot of its own could start now. */
  get canStart(): boolean {
    return this.isOpen && this.usedSlots < this.options.maxConcurrentRuns;
  }

  /** Whether a run could start now that needs no slot. */
  canCoordinate({ run }: LeasedRun): boolean {
    return this.isOpen && this.pipelines.coordinates(run.pipeline);
  }

  /** Whether a run is executed here that waits for others. */
  isCoordinating(runId: string): boolean {
    return this.active.get(runId)?.coordinates === true;
  }

  /** How many runs could start now, in addition to those that have claimed a slot. */
  get freeSlots(): number {
    if (this.isEnding || this.isPaused || this.alone) return 0;
    const used = this.usedSlots + this.claims.starting + this.claims.waiting;
    return Math.max(0, this.options.maxConcurrentRuns - used);
  }

  /** How many runs have claimed a slot without starting at once. */
  get waiting(): number {
    return this.claims.waiting;
  }

  /**
   * Claims a slot, now or when one becomes free.
   * @returns releases the claim; further calls have no effect
   */
  claim(kind: 'starting' | 'waiting'): () => void {
    this.claims[kind] += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.claims[kind] -= 1;
      isHeld = false;
    };
  }

  /** Whether no run is started, so that one can be executed alone once the current ones have ended. */
  get isPaused(): boolean {
    return this.isPauseRequested && !this.isDraining;
  }

  /** Stops or resumes the starting of runs. Runs admitted meanwhile wait. */
  setPaused(isPaused: boolean): void {
    this.isPauseRequested = isPaused;
    this.onFree();
  }

  /** Reserves the whole process for one run; false when another one is running or starting. */
  reserveAlone(): boolean {
    if (this.isEnding || this.alone || this.usedSlots > 0 || this.claims.starting > 0) return false;
    this.alone = 'reserved';
    return true;
  }

  /** Releases the reservation of {@link reserveAlone}. */
  releaseAlone(): void {
    this.alone = null;
    this.onFree();
  }

  /**
   * Executes a run in the reserved process; no other run starts until it has made a checkpoint or ended. If others wait to
   * run alone, it is interrupted at that checkpoint.
   */
  startAlone(leased: LeasedRun): void {
    this.alone = this.start(leased);
  }

  /** Executes a run; its outcome is reported to {@link RunOutcomes}. */
  start(leased: LeasedRun): ActiveRun {
    const { run_id } = leased.run;
    const run: ActiveRun = new ActiveRun(leased, () => this.clear(run));
    const end = this.executor.execute(run).then((outcome) => this.outcomes.settle(run_id, outcome));
    this.active.set(run_id, { run, end, coordinates: this.pipelines.coordinates(leased.run.pipeline) });
    void end.finally(() => {
      this.active.delete(run_id);
      if (this.alone === run) this.alone = null;
      this.onFree();
    });
    return run;
  }

  /** The ids of the active runs. */
  ids(): string[] {
    return [...this.active.keys()];
  }

  /** The active runs with their leases. */
  leased(): LeasedRun[] {
    return [...this.active.values()].map(({ run }) => run.leased);
  }

  /** Stops a run if it is executed here: `cancelled` by a caller, or `lost` to another process. */
  stop(runId: string, outcome: 'cancelled' | 'lost'): void {
    this.active.get(runId)?.run.stop(outcome);
  }

  /** Records durably that the attempt ends this process. */
  async blame(attempt: ScopedAttempt): Promise<void> {
    await this.active.get(attempt.runId)?.run.blame(attempt, this.clock.now());
  }

  /** Starts no further runs. */
  close(): void {
    this.isDraining = true;
  }

  /** Stops all runs at their next checkpoint, or at the end of the grace period. Resolves when all have stopped. */
  async drain(): Promise<void> {
    this.close();
    const running = [...this.active.values()];
    for (const { run, coordinates } of running) {
      if (coordinates)
        run.stop('interrupted'); // the runs that it waits for stop as well
      else run.stopAtCheckpoint(this.clock.now());
    }
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

  private get isOpen(): boolean {
    return !this.isDraining && !this.isPaused && !this.alone;
  }

  private get usedSlots(): number {
    let used = 0;
    for (const { coordinates } of this.active.values()) used += coordinates ? 0 : 1;
    return used;
  }

  /** A run executed alone has passed the checkpoint at which its process died. */
  private clear(run: ActiveRun): void {
    if (this.alone !== run) return;
    this.alone = null;
    if (this.isPaused) run.yield();
    else this.onFree();
  }
}

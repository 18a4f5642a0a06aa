import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';
import {
  RUN_REPOSITORY,
  type HeldRun,
  type RunRepository,
  LeaseOwner,
  RUNS_OPTIONS,
  type RunsOptions,
} from '../runs/index.js';
import { OrphanRuns } from './orphan-runs.js';
import { QUEUE_OPTIONS, executesRuns, type QueueOptions } from './queue.options.js';
import { InlineRunWorker } from './inline/inline-run-worker.js';

/** How often a lease is renewed within its duration. */
const RENEWALS = 3;

/**
 * Renews the leases of this process's runs, learns from the store which of them are to be cancelled or were taken by
 * others, and recovers runs whose owner is dead.
 */
@Injectable()
export class LeaseKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LeaseKeeper.name);
  private readonly stopping = new AbortController();
  private working: Promise<void> = Promise.resolve();
  private stopListening: (() => void) | undefined;
  /** Aborted when the store has news of a run of this process: the next renewal is made at once. */
  private pause = new AbortController();
  /** Runs that this process held without working on them at the last check; released if still so at the next. */
  private stray: ReadonlySet<string> = new Set();

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly owner: LeaseOwner,
    private readonly worker: InlineRunWorker,
    private readonly orphans: OrphanRuns,
    @Inject(QUEUE_OPTIONS) private readonly queue: QueueOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {}

  /** A process that only accepts runs leaves those of dead owners to workers. */
  onApplicationBootstrap(): void {
    if (!executesRuns(this.queue)) return;
    // CancelWatch looks up cancels where it can
    this.stopListening = this.repository.news?.listen(({ kind, runId }) => {
      const isOurs = kind === 'cancel' && !this.repository.cancelsAsked && this.worker.leases().has(runId);
      if (isOurs || kind === 'missed') this.pause.abort(new Error('There is news.'));
    });
    this.working = this.keep();
  }

  /** Leases are kept until the last run has stopped. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.drain();
    this.stopListening?.();
    this.stopping.abort(new Error('The application ends.'));
    await this.working;
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.pause = new AbortController();
      await this.renewAndRecover().catch((error: unknown) => {
        this.logger.error({ msg: 'Leases could not be renewed', err: error });
      });
      const early = AbortSignal.any([signal, this.pause.signal]);
      await this.clock.sleep(this.options.leaseMs / RENEWALS, early).catch(() => undefined); // aborted by the shutdown, or news
    }
  }

  private async renewAndRecover(): Promise<void> {
    const working = this.worker.leases();
    const held = await this.repository.renewLeases(this.owner.terms());
    const tokens = new Map(held.map(({ runId, token }) => [runId, token]));
    for (const [runId, token] of working) {
      if (tokens.get(runId) !== token) this.worker.lose(runId);
    }
    for (const { runId, cancelRequested } of held) {
      if (cancelRequested) this.worker.cancel(runId);
    }
    await this.releaseStray(held);
    await this.orphans.recoverAll();
    await this.repository.interruptOrphans(this.owner.terms().owner, this.owner.now());
  }

  /** Releases runs that nothing works on any more, because the store failed at the wrong moment. */
  private async releaseStray(held: readonly HeldRun[]): Promise<void> {
    const working = this.worker.leases();
    const stray = held.filter(({ runId }) => !working.has(runId) && !this.orphans.isUnusable(runId));
    for (const { runId, token } of stray) {
      if (this.stray.has(runId)) await this.repository.release(runId, token);
    }
    this.stray = new Set(stray.map(({ runId }) => runId));
  }
}

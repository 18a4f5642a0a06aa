import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  StorageUnavailableError,
  RUN_REPOSITORY,
  type HeldRun,
  type RunRepository,
  LeaseOwner,
  RUNS_OPTIONS,
  type RunsOptions,
} from '../runs/index.js';
import { ActiveRuns } from './active-runs.js';
import { InlineRunQueue } from './inline/inline-run-queue.js';
import { RunRecovery, type Orphan } from './run-recovery.js';

/** Recovers runs whose owner is dead: most at once, and those that may have crashed it one at a time, alone. */
@Injectable()
export class OrphanRuns {
  private readonly logger = new Logger(OrphanRuns.name);
  /** Runs that could not be recovered: kept under this process's lease, so that they are not retried endlessly. */
  private readonly unusable = new Set<string>();

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly owner: LeaseOwner,
    private readonly active: ActiveRuns,
    private readonly queue: InlineRunQueue,
    private readonly recovery: RunRecovery,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {}

  isUnusable(runId: string): boolean {
    return this.unusable.has(runId);
  }

  /**
   * Recovers the runs that can be recovered now. A suspect has to run alone: it waits without a lease until the current
   * runs have ended, and meanwhile no other run starts. An idle process may take it first.
   */
  async recoverAll(): Promise<void> {
    const { active } = this;
    const wasPaused = active.isPaused;
    const limit = wasPaused ? this.options.maxConcurrentRuns : active.freeSlots;
    if (limit === 0) return;
    const orphans = await this.takeAndExamine(limit);
    const suspects = orphans.filter(({ mustBeAlone }) => mustBeAlone).toSorted(fewestDeathsFirst);
    const others = orphans.filter(({ mustBeAlone }) => !mustBeAlone);
    if (suspects.length === 0) active.setPaused(false);
    const startable = wasPaused && suspects.length > 0 ? 0 : active.freeSlots;
    for (const orphan of others.splice(0, startable)) await this.recover(orphan);
    const [first] = suspects;
    const alone = first && active.reserveAlone() ? suspects.shift() : undefined;
    if (suspects.length > 0 && !wasPaused) {
      const run_ids = suspects.map(({ leased }) => leased.run.run_id);
      this.logger.warn({ msg: 'Runs wait to be taken up alone', run_ids });
    }
    active.setPaused(suspects.length > 0);
    if (alone) await this.recoverAlone(alone);
    for (const { leased } of [...others, ...suspects]) {
      await this.repository.release(leased.run.run_id, leased.token);
    }
  }

  /** Executes a run that this process has just taken, when its turn comes. One that has to run alone is given back. */
  async takeUp(held: HeldRun): Promise<void> {
    const orphan = await this.guarded(held.runId, () => this.recovery.examine(held));
    if (!orphan) return;
    if (orphan.mustBeAlone) await this.repository.release(held.runId, held.token);
    else await this.recover(orphan);
  }

  private async takeAndExamine(limit: number): Promise<readonly Orphan[]> {
    const allHeld = await this.repository.takeOrphans(this.owner.terms(), this.owner.now(), limit);
    const orphans: Orphan[] = [];
    for (const held of allHeld) {
      const orphan = await this.guarded(held.runId, () => this.recovery.examine(held));
      if (orphan) orphans.push(orphan);
    }
    return orphans;
  }

  private async recover(orphan: Orphan): Promise<void> {
    const leased = await this.guarded(orphan.leased.run.run_id, () => this.recovery.recover(orphan));
    if (leased) this.queue.enqueue(leased);
  }

  private async recoverAlone(orphan: Orphan): Promise<void> {
    const leased = await this.guarded(orphan.leased.run.run_id, () => this.recovery.recover(orphan));
    if (!leased) this.active.releaseAlone();
    else if (this.active.isDrained)
      this.queue.enqueue(leased); // which releases it
    else this.active.startAlone(leased);
  }

  /** When the store fails, the run may be fine: its stray lease is released later, and recovery is retried. */
  private async guarded<T>(runId: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StorageUnavailableError)) this.unusable.add(runId);
      this.logger.error({ msg: 'A run could not be taken up', run_id: runId, err: error });
      return null;
    }
  }
}

/** Sorts the least suspect runs first. */
function fewestDeathsFirst(a: Orphan, b: Orphan): number {
  return a.recoveries - b.recoveries;
}

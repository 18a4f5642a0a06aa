import { Injectable, Logger } from '@nestjs/common';
import type { HeldRun, LeasedRun, RunOutcome, RunWorker } from '../../runs/index.js';
import { ActiveRuns } from '../active-runs.js';
import { RunExecutor } from '../run-executor.js';
import { RunOutcomes } from '../run-outcomes.js';
import { RunRecovery } from '../run-recovery.js';
import { InlineRunQueue } from './inline-run-queue.js';

/** Executes the runs of the {@link InlineRunQueue}, in the process that has accepted them. */
@Injectable()
export class InlineRunWorker implements RunWorker {
  private readonly logger = new Logger(InlineRunWorker.name);

  constructor(
    private readonly queue: InlineRunQueue,
    private readonly active: ActiveRuns,
    private readonly outcomes: RunOutcomes,
    private readonly executor: RunExecutor,
    private readonly recovery: RunRecovery,
  ) {}

  activeRuns(): string[] {
    return this.active.ids();
  }

  leases(): ReadonlyMap<string, number> {
    const leased = [...this.queue.waiting(), ...this.active.leased()];
    return new Map(leased.map(({ run, token }) => [run.run_id, token]));
  }

  outcomeOf(runId: string): Promise<RunOutcome> | undefined {
    return this.outcomes.of(runId);
  }

  cancel(runId: string): void {
    this.active.stop(runId, 'cancelled');
    const waiting = this.queue.remove(runId);
    if (waiting) void this.cancelWaiting(waiting);
  }

  async cancelTaken(held: HeldRun): Promise<void> {
    await this.recovery.examine({ ...held, cancelRequested: true });
  }

  /** Drops a run that another process has taken. */
  lose(runId: string): void {
    this.active.stop(runId, 'lost');
    const waiting = this.queue.remove(runId);
    if (waiting) this.outcomes.settle(runId, { kind: 'lost', run: waiting.run });
  }

  async drain(): Promise<void> {
    this.active.close();
    await this.queue.releaseAll();
    await this.active.drain();
  }

  private async cancelWaiting(leased: LeasedRun): Promise<void> {
    const { run } = leased;
    try {
      this.outcomes.settle(run.run_id, { kind: 'cancelled', run: await this.executor.cancel(leased) });
    } catch (error) {
      const msg = 'A queued run could not be cancelled; it will be tried again';
      this.logger.error({ msg, run_id: run.run_id, err: error });
      this.outcomes.settle(run.run_id, { kind: 'interrupted', run, cause: error });
    }
  }
}

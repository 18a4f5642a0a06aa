import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';
import { StageNodeRegistry, runStateRow } from '../orchestrator/index.js';
import { hasEnded, queuedIn, type RunRecord, type RunStatus } from './domain/run.js';
import { LeaseOwner } from './intake/lease-owner.js';
import { RunJournals } from './log/run-journals.js';
import type { LeasedRun } from './ports/leased-run.js';
import { RUN_QUEUE, type RunQueue } from './ports/run-queue.js';
import { RUN_WORKER, type RunWorker } from './ports/run-worker.js';
import { RUN_REPOSITORY, type RunRepository } from './ports/run.repository.js';
import { SpaceReclaimer } from './retention/space-reclaimer.js';
import {
  CorruptRunlogError,
  RunConflictError,
  RunNotFoundError,
  RunStateConflictError,
} from './run.errors.js';
import { RunFinder } from './run-finder.js';

const RESUMABLE: ReadonlySet<RunStatus> = new Set<RunStatus>(['failed', 'cancelled', 'interrupted']);

/** Changes what becomes of a stored run. */
@Injectable()
export class RunControl {
  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    @Inject(RUN_QUEUE) private readonly queue: RunQueue,
    @Inject(RUN_WORKER) private readonly worker: RunWorker,
    private readonly finder: RunFinder,
    private readonly journals: RunJournals,
    private readonly lease: LeaseOwner,
    private readonly stages: StageNodeRegistry,
    private readonly space: SpaceReclaimer,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** See `RunsService.cancel`. */
  async cancel(runId: string): Promise<RunRecord> {
    const run = await this.finder.get(runId);
    const isRequested = await this.repository.requestCancel(runId);
    const isOurs = isRequested && this.worker.leases().has(runId);
    if (isOurs) this.worker.cancel(runId);
    const isDone = !isOurs && !hasEnded(run.status) && (await this.cancelOrphan(runId));
    if (!isRequested && !isDone) {
      throw new RunStateConflictError(
        run,
        `Only a queued, running or interrupted run can be cancelled; this one is ${run.status}.`,
      );
    }
    return this.finder.get(runId);
  }

  /** See `RunsService.resume`. */
  async resume(runId: string): Promise<RunRecord> {
    assertResumable(await this.finder.get(runId));
    const admission = await this.queue.admit();
    const leased = await this.requeue(runId).finally(() => admission.release());
    this.queue.enqueue(leased);
    return leased.run;
  }

  /** See `RunsService.delete`. */
  async delete(runId: string): Promise<void> {
    const { owner } = this.lease.terms();
    const by = { owner, now: this.lease.now() };
    const isKnown = await this.repository.delete(runId, by).catch(async (error: unknown) => {
      if (!(error instanceof RunConflictError)) throw error;
      const run = await this.finder.get(runId).catch((reason: unknown) => workedOn(runId, reason));
      throw new RunStateConflictError(run, 'Only a run that has ended can be deleted.');
    });
    if (!isKnown) throw new RunNotFoundError(runId);
    this.space.reclaimSoon();
  }

  private async requeue(runId: string): Promise<LeasedRun> {
    const taken = await this.take(runId);
    const { run } = taken;
    const journal = this.journals.of(taken);
    const row = runStateRow(this.clock.now(), { from: run.status, to: 'queued', reason: 'resume' });
    const { backend } = queuedIn(this.queue.backend, run);
    const waiting = { status: 'queued', ended_at: null, error: null, next_retry_at: null } as const;
    const current_stage = this.firstUnfinished(run);
    await journal.transition({ ...waiting, current_stage, ...(backend && { backend }) }, [row]);
    return { ...taken, run: journal.record };
  }

  /**
   * Takes a resumable run that nobody works on.
   * @throws RunStateConflictError when somebody does, or the run's state is not what it has to be
   */
  private async take(runId: string): Promise<LeasedRun> {
    const held = await this.repository.take(runId, this.lease.terms(), this.lease.now());
    const run = await this.finder.get(runId);
    if (!held)
      throw new RunStateConflictError(run, 'The run is being recovered. Look at it again in a moment.');
    try {
      assertResumable(run);
      const request = await this.repository.findRequest(runId);
      if (!request) throw new RunNotFoundError(runId);
      return { run, request, token: held.token, isNew: false };
    } catch (error) {
      await this.repository.release(runId, held.token);
      throw error;
    }
  }

  /** Cancels a run that nobody has a lease on; the owner of one learns of the request by itself. */
  private async cancelOrphan(runId: string): Promise<boolean> {
    const held = await this.repository.take(runId, this.lease.terms(), this.lease.now());
    if (!held) return false;
    const { status } = await this.finder.get(runId);
    if (hasEnded(status)) await this.repository.release(runId, held.token);
    else await this.worker.cancelTaken(held);
    return !hasEnded(status);
  }

  private firstUnfinished({ pipeline, summary }: RunRecord): string | null {
    const outcomes = new Map(summary.stage.nodes.map(({ node_id, outcome }) => [node_id, outcome]));
    return this.stages.nodesOf(pipeline).find(({ id }) => outcomes.get(id) !== 'success')?.id ?? null;
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

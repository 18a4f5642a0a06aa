import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, describeError, safeErrorText, type Clock } from '../common/index.js';
import {
  NEW_NODE,
  RecoveryLimitError,
  StageFailureRecorder,
  StageNodeRegistry,
  graphNodeRows,
  runStateRow,
  stageCheckpointRow,
  wasWaiting,
  type JournalRow,
  type NodeProgress,
  type RepeatedDeath,
  type RunProgress,
} from '../orchestrator/index.js';
import {
  CorruptRunlogError,
  PipelineRegistry,
  RUNS_OPTIONS,
  RUN_REPOSITORY,
  RunJournals,
  hasEnded,
  type HeldRun,
  type LeaseStore,
  type LeasedRun,
  type RepositoryRunJournal,
  type RunRecord,
  type RunStore,
  type RunsOptions,
} from '../runs/index.js';
import { decideRecovery } from './recovery.policy.js';
import { RunExecutor } from './run-executor.js';

/** The attempt that was running when its process died. */
interface InterruptedAttempt {
  readonly stageNode: string;
  readonly attempt: number;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly before: NodeProgress;
}

/** A run taken from a dead owner, to be continued. */
export interface Orphan {
  readonly leased: LeasedRun;
  /** Whether it may have crashed its process, so that it has to run alone. */
  readonly mustBeAlone: boolean;
  /** How often it was recovered since its last checkpoint. */
  readonly recoveries: number;
  /** What its recovery has to record. Null when none of its stages has started. */
  readonly interrupted: {
    readonly cut: InterruptedAttempt | null;
    readonly reason: 'restart' | 'recovery';
  } | null;
}

/** Prepares runs whose process died or was stopped to continue. */
@Injectable()
export class RunRecovery {
  private readonly logger = new Logger(RunRecovery.name);

  constructor(
    @Inject(RUN_REPOSITORY) private readonly store: RunStore,
    @Inject(RUN_REPOSITORY) private readonly leases: LeaseStore,
    private readonly executor: RunExecutor,
    private readonly journals: RunJournals,
    private readonly stages: StageNodeRegistry,
    private readonly pipelines: PipelineRegistry,
    private readonly failures: StageFailureRecorder,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {}

  /**
   * Examines a run that nobody worked on, and ends it if it was cancelled, is damaged or has reached its recovery limit.
   * @returns the run to recover; null when it has ended, and its lease with it
   */
  async examine({ runId, token, cancelRequested }: HeldRun): Promise<Orphan | null> {
    const run = await this.store.find(runId);
    const request = await this.store.findRequest(runId);
    if (!run || !request) return null; // deleted meanwhile
    if (hasEnded(run.status)) {
      await this.leases.release(runId, token);
      return null;
    }
    const leased = { run, request, token, isNew: isUntouched(run) };
    try {
      if (!cancelRequested) return await this.examineHeld(leased);
      await this.cancel(leased);
    } catch (error) {
      if (!(error instanceof CorruptRunlogError)) throw error;
      await this.endDamaged(leased, error);
    }
    return null;
  }

  /** Ends a run whose progress cannot be read because its log is damaged. The log stays as it is. */
  private async endDamaged(leased: LeasedRun, damage: CorruptRunlogError): Promise<void> {
    const ended_at = this.clock.now().toISOString();
    const over = { status: 'failed', ended_at, current_stage: null, next_retry_at: null } as const;
    await this.journals.of(leased).transition({ ...over, error: describeError(damage) });
    this.logger.error({ msg: 'A run is damaged, and has failed', run_id: leased.run.run_id, err: damage });
  }

  private async cancel(leased: LeasedRun): Promise<void> {
    const { run } = leased;
    const cut =
      run.status === 'queued' ? null : this.interruptedAttempt(run, await this.executor.progressOf(run));
    const rows = cut ? [interruptedRow(cut.endedAt, cut)] : [];
    await this.executor.cancel(leased, rows, cut ?? undefined);
  }

  private async examineHeld(leased: LeasedRun): Promise<Orphan | null> {
    const { run } = leased;
    if (run.status === 'queued') return { leased, mustBeAlone: false, recoveries: 0, interrupted: null };
    const progress = await this.executor.progressOf(run);
    const { recoveries, isAlone: wasAlone, blamed } = progress;
    const cut = this.interruptedAttempt(run, progress);
    const deaths = { recoveries, wasAlone, isBlamed: blamed !== null };
    const isSuspect = cut !== null && !this.pipelines.coordinates(run.pipeline); // alone, it would wait in vain
    const decision = isSuspect ? decideRecovery(deaths, this.options.recoveryLimit) : 'together';
    if (cut && decision === 'give_up') {
      await this.giveUp(this.journals.of(leased), cut, { recoveries, wasAlone, blamed });
      return null;
    }
    const reason = progress.wasShutDown ? 'restart' : 'recovery';
    return { leased, mustBeAlone: decision === 'alone', recoveries, interrupted: { cut, reason } };
  }

  /**
   * Records the interruption and the recovery of a run.
   * @returns the run, ready to be executed
   */
  async recover({ leased, mustBeAlone, interrupted }: Orphan): Promise<LeasedRun> {
    if (!interrupted) return leased;
    const { cut, reason } = interrupted;
    const journal = this.journals.of(leased);
    const at = this.clock.now();
    const alone = mustBeAlone && ({ alone: true } as const);
    const rows = [
      ...(cut ? [interruptedRow(at, cut)] : []),
      runStateRow(at, { from: 'interrupted', to: 'running', reason, ...alone }),
    ];
    await journal.transition({ status: 'running' }, rows, cut ?? undefined);
    this.logger.warn({ msg: 'A run is taken up', run_id: leased.run.run_id, reason, ...alone });
    return { ...leased, run: journal.record };
  }

  /** Null when the run was waiting for its next attempt, or was shut down gracefully. */
  private interruptedAttempt(run: RunRecord, progress: RunProgress): InterruptedAttempt | null {
    const node = this.stages.nodesOf(run.pipeline).find(({ id }) => !progress.done.has(id));
    const now = this.clock.now();
    if (!node || progress.wasShutDown || wasWaiting(progress, now)) return null;
    const before = progress.nodes.get(node.id) ?? NEW_NODE;
    const startedAt = new Date(run.summary.last_at ?? run.created_at);
    const endedAt = now < startedAt ? startedAt : now; // the dead process may have had another clock
    return { stageNode: node.id, attempt: before.attempt + 1, startedAt, endedAt, before };
  }

  /** Ends a run whose process keeps crashing when nothing else can be the cause. */
  private async giveUp(
    journal: RepositoryRunJournal,
    cut: InterruptedAttempt,
    death: RepeatedDeath,
  ): Promise<void> {
    const { stageNode, attempt, startedAt, endedAt, before } = cut;
    const cause = new RecoveryLimitError(death);
    const duration_ms = endedAt.getTime() - startedAt.getTime();
    const last = { attempt, ...safeErrorText(cause), started_at: startedAt.toISOString(), duration_ms };
    await this.failures.record({
      run: { journal },
      failure: {
        runId: journal.record.run_id,
        stageNode,
        attempts: attempt,
        maxAttempts: attempt,
        retryState: 'recovery_limit_reached',
        attemptErrors: [...before.errors, last],
        cause,
      },
      rows: [
        interruptedRow(endedAt, cut),
        ...graphNodeRows(endedAt, {
          node_id: stageNode,
          outcome: 'failed',
          event_count: before.durableRows,
          duration_ms,
          attempts: attempt,
        }),
      ],
    });
  }
}

/** Whether no stage of the run, or of one that it was forked from, has ever begun. */
function isUntouched({ status, started_at, forked_from }: RunRecord): boolean {
  return status === 'queued' && started_at === null && forked_from === null;
}

function interruptedRow(
  at: Date,
  { stageNode, attempt, startedAt, endedAt, before }: InterruptedAttempt,
): JournalRow {
  const checkpoint = { node_id: stageNode, attempt, outcome: 'interrupted' } as const;
  const advanced = before.hasAdvanced && { advanced: true };
  return stageCheckpointRow(at, { ...checkpoint, startedAt, endedAt, discarded_rows: 0, ...advanced });
}

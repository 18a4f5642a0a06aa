import { RunStoppedError, runStateRow, type ScopedAttempt, type StopOutcome } from '../orchestrator/index.js';
import type { JournalEvents, RepositoryRunJournal, LeasedRun } from '../runs/index.js';

/** A run being executed in this process, with the means to stop it. */
export class ActiveRun implements JournalEvents {
  journal: RepositoryRunJournal | null = null;
  private readonly stopping = new AbortController();
  private stopsWhenDurable = false;

  /** The reason for an interruption, as recorded in the run's log. */
  interruptReason: 'shutdown' | 'yield' = 'shutdown';

  /** @param onProgress called when a checkpoint of the run has become durable */
  constructor(
    readonly leased: LeasedRun,
    private readonly onProgress: () => void = () => undefined,
  ) {}

  /** Aborts when the run is to stop. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Stops the run now: the current attempt is cut off at its last checkpoint. */
  stop(outcome: StopOutcome): void {
    this.stopping.abort(new RunStoppedError(outcome));
  }

  /** Interrupts the run at its next checkpoint, or at once if it is waiting for its next attempt. */
  stopAtCheckpoint(now: Date): void {
    this.stopsWhenDurable = true;
    const nextRetryAt = this.journal?.record.next_retry_at ?? null;
    if (nextRetryAt !== null && Date.parse(nextRetryAt) > now.getTime()) this.stop('interrupted');
  }

  /** Interrupts the run now so that another one can run alone; it is recovered afterwards. */
  yield(): void {
    this.interruptReason = 'yield';
    this.stop('interrupted');
  }

  /** Records durably that the attempt ends this process. */
  async blame({ stageNode, attempt }: ScopedAttempt, at: Date): Promise<void> {
    const reason = { reason: 'uncaught_exception', stage_node: stageNode, attempt };
    await this.journal?.transition({}, [runStateRow(at, { from: 'running', to: 'running', ...reason })]);
  }

  /** An entry of the run has become durable. */
  onDurable(isCheckpoint: boolean): void {
    if (isCheckpoint) this.onProgress();
    if (this.stopsWhenDurable) this.stop('interrupted');
  }

  /** The journal can no longer write. */
  onFailure(): void {
    this.stop('lost');
  }
}

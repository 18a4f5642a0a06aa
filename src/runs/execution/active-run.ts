import { RunStoppedError, type StopOutcome } from '../../orchestrator/index.js';
import type { JournalEvents, RepositoryRunJournal } from '../repository-run-journal.js';
import type { LeasedRun } from './leased-run.js';

/** A run that is being executed in this process, and the means to stop it. */
export class ActiveRun implements JournalEvents {
  journal: RepositoryRunJournal | null = null;
  private readonly stopping = new AbortController();
  private stopsWhenDurable = false;

  constructor(readonly leased: LeasedRun) {}

  /** Aborts when the run is to stop. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Stops the run now: the attempt under way is cut off at its last checkpoint. */
  stop(outcome: StopOutcome): void {
    this.stopping.abort(new RunStoppedError(outcome));
  }

  /** Lets the run reach its next checkpoint, and interrupts it there; at once when it only waits for its next attempt. */
  stopAtCheckpoint(now: Date): void {
    this.stopsWhenDurable = true;
    const nextRetryAt = this.journal?.record.next_retry_at ?? null;
    if (nextRetryAt !== null && Date.parse(nextRetryAt) > now.getTime()) this.stop('interrupted');
  }

  /** Something of the run has become durable. */
  onDurable(): void {
    if (this.stopsWhenDurable) this.stop('interrupted');
  }

  /** Nothing of the run can be written any more. */
  onFailure(): void {
    this.stop('lost');
  }
}

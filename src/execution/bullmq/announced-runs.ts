import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  LeaseOwner,
  RUN_REPOSITORY,
  hasEnded,
  type RunOutcome,
  type RunRepository,
} from '../../runs/index.js';
import { ActiveRuns } from '../active-runs.js';
import { OrphanRuns } from '../orphan-runs.js';
import { RunOutcomes } from '../run-outcomes.js';

/**
 * What becomes of a job: it is `done` with; it is looked at again `soon`, when nobody has the run, or `later`, when somebody
 * has; or another worker is to have it, `elsewhere`.
 */
type NextOfJob = 'done' | 'soon' | 'later' | 'elsewhere';

/** Executes runs that others have announced. A run is taken by its lease: that it was announced only says that it may be. */
@Injectable()
export class AnnouncedRuns {
  private readonly logger = new Logger(AnnouncedRuns.name);

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly owner: LeaseOwner,
    private readonly active: ActiveRuns,
    private readonly orphans: OrphanRuns,
    private readonly outcomes: RunOutcomes,
  ) {}

  /** Takes the run, if nobody has it, and waits for its end. Never rejects. */
  async handle(runId: string): Promise<NextOfJob> {
    try {
      if (this.active.isEnding) return 'elsewhere';
      if (this.active.freeSlots === 0 && !this.outcomes.of(runId)) return 'soon';
      if (!this.outcomes.of(runId)) await this.take(runId);
      if (this.active.isCoordinating(runId)) return 'done'; // it holds its lease, and no place of the runs it waits for
      const outcome = await this.outcomes.of(runId);
      return outcome ? this.after(outcome) : await this.withoutOutcome(runId);
    } catch (error) {
      this.logger.error({ msg: 'An announced run could not be taken', run_id: runId, err: error });
      return 'soon';
    }
  }

  private async take(runId: string): Promise<void> {
    const held = await this.repository.take(runId, this.owner.terms(), this.owner.now());
    if (held) await this.orphans.takeUp(held);
  }

  private after({ kind }: RunOutcome): NextOfJob {
    if (kind !== 'interrupted') return 'done';
    return this.active.isEnding ? 'elsewhere' : 'later';
  }

  /** Somebody else has the run, or it is over: perhaps deleted, or cancelled before it was taken. */
  private async withoutOutcome(runId: string): Promise<NextOfJob> {
    const run = await this.repository.find(runId);
    if (!run || hasEnded(run.status)) return 'done';
    return run.status === 'queued' ? 'soon' : 'later';
  }
}

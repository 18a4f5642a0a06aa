import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  LeaseOwner,
  RUNS_OPTIONS,
  RUN_REPOSITORY,
  ShuttingDownError,
  TooManyRunsError,
  type Admission,
  type LeaseStore,
  type LeasedRun,
  type RunQueue,
  type RunUrgency,
  type RunsOptions,
} from '../../runs/index.js';
import { ActiveRuns } from '../active-runs.js';
import { RunOutcomes } from '../run-outcomes.js';

/** A waiting run, with its claim to a slot. */
interface WaitingRun {
  readonly leased: LeasedRun;
  readonly urgency: RunUrgency;
  readonly releaseClaim: () => void;
}

/**
 * A queue of the runs that wait in the process that has accepted them, under its leases; MAX_QUEUED_RUNS at most. First in,
 * first out, but for runs of the background: all others go before them.
 */
@Injectable()
export class InlineRunQueue implements RunQueue {
  readonly backend = 'inline';
  private readonly logger = new Logger(InlineRunQueue.name);
  private readonly queue: WaitingRun[] = [];

  constructor(
    private readonly active: ActiveRuns,
    private readonly outcomes: RunOutcomes,
    private readonly owner: LeaseOwner,
    @Inject(RUN_REPOSITORY) private readonly leaseStore: LeaseStore,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {
    active.onFree = () => this.startNext();
  }

  admit(): Admission {
    if (this.active.isEnding) throw new ShuttingDownError();
    const startsAtOnce = this.active.freeSlots > 0;
    const { waiting } = this.active;
    if (!startsAtOnce && waiting >= this.options.maxQueuedRuns) throw new TooManyRunsError(waiting);
    const release = this.active.claim(startsAtOnce ? 'starting' : 'waiting');
    return { startsAtOnce, lease: this.owner.terms(), release };
  }

  enqueue(leased: LeasedRun, urgency: RunUrgency = 'usual'): void {
    this.outcomes.expect(leased.run.run_id);
    this.insert({ leased, urgency, releaseClaim: this.active.claim('waiting') });
    if (this.active.isDrained) void this.releaseAll();
    else this.startNext();
  }

  /**
   * Takes back a run that waits for its turn.
   * @returns the run; undefined when it does not wait here
   */
  remove(runId: string): LeasedRun | undefined {
    const index = this.queue.findIndex(({ leased }) => leased.run.run_id === runId);
    const [removed] = index < 0 ? [] : this.queue.splice(index, 1);
    removed?.releaseClaim();
    return removed?.leased;
  }

  /** The waiting runs in order. */
  waiting(): LeasedRun[] {
    return this.queue.map(({ leased }) => leased);
  }

  queued(): number {
    return this.queue.length;
  }

  /** Releases the leases of the waiting runs, so that another process can take them. */
  async releaseAll(): Promise<void> {
    for (const { run, token } of this.waiting()) {
      this.remove(run.run_id);
      await this.leaseStore.release(run.run_id, token).catch((error: unknown) => {
        this.logger.error({ msg: 'A queued run could not be given back', run_id: run.run_id, err: error });
      });
      this.outcomes.settle(run.run_id, { kind: 'interrupted', run });
    }
  }

  private insert(run: WaitingRun): void {
    const before = run.urgency === 'background' ? -1 : this.queue.findIndex(isBackground);
    this.queue.splice(before < 0 ? this.queue.length : before, 0, run);
  }

  private startNext(): void {
    for (let next = this.takeNext(); next; next = this.takeNext()) {
      next.releaseClaim();
      this.active.start(next.leased);
    }
  }

  /** The first run; where no slot is free, the first that needs none. */
  private takeNext(): WaitingRun | undefined {
    if (this.active.canStart) return this.queue.shift();
    const index = this.queue.findIndex(({ leased }) => this.active.canCoordinate(leased));
    return index < 0 ? undefined : this.queue.splice(index, 1)[0];
  }
}

function isBackground({ urgency }: WaitingRun): boolean {
  return urgency === 'background';
}

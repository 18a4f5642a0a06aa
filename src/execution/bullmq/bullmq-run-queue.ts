import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CLOCK, ShutdownState, type Clock, within } from '../../common/index.js';
import {
  RUNS_OPTIONS,
  RUN_REPOSITORY,
  ShuttingDownError,
  TooManyRunsError,
  type Admission,
  type LeasedRun,
  type RunQueue,
  type RunRecord,
  type RunRepository,
  type RunUrgency,
  type RunsOptions,
} from '../../runs/index.js';
import { QUEUE_OPTIONS, type SharedQueueOptions } from '../queue.options.js';
import { OutageLog } from './outage-log.js';
import { QueueConnection } from './queue-connection.js';
import { RunAnnouncements } from './run-announcements.js';
import { countWaiting, listWaiting } from './waiting-runs.js';

/** The token of a run that nobody has taken yet: it was stored without a lease. */
const NEW_TOKEN = 1;
/** The wait before the queue is tried again, in milliseconds. */
const RECONNECT_MS = 1_000;
/** How long a shutdown waits for the connection to be closed, in milliseconds. */
const CLOSING_MS = 500;

/**
 * The runs that wait for whichever worker takes them. They wait in the repository, without a lease; the queue only tells
 * workers of them. So the repository says how many there are, and the queue may be gone for a while: workers look for
 * runs of which it does not know.
 */
@Injectable()
export class BullmqRunQueue implements RunQueue, OnModuleInit, OnApplicationShutdown {
  readonly backend = 'bullmq';
  private readonly logger = new Logger(BullmqRunQueue.name);
  /** What is known of the connection of this process. */
  readonly outage = new OutageLog(this.logger);
  private readonly announcements: RunAnnouncements;
  private readonly closing = new AbortController();
  /** Admissions in the order in which they were asked for, which are not in the repository yet. */
  private readonly admitted = new Set<number>();
  private lastAdmission = 0;

  constructor(
    @Inject(QUEUE_OPTIONS) queue: SharedQueueOptions,
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly shutdown: ShutdownState,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {
    const pause = () => this.clock.sleep(RECONNECT_MS, this.closing.signal).catch(() => undefined); // closed meanwhile
    this.announcements = new RunAnnouncements(new QueueConnection(queue), this.outage, pause);
  }

  onModuleInit(): void {
    this.announcements.open();
  }

  async admit(): Promise<Admission> {
    if (this.shutdown.hasBegun) throw new ShuttingDownError();
    const number = ++this.lastAdmission;
    this.admitted.add(number);
    const release = () => void this.admitted.delete(number);
    try {
      const waiting = await countWaiting(this.repository);
      const ahead = [...this.admitted].filter((other) => other < number).length;
      if (waiting + ahead >= this.options.maxQueuedRuns) throw new TooManyRunsError(waiting);
      return { startsAtOnce: false, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  enqueue({ run, token }: LeasedRun, urgency: RunUrgency = 'usual'): void {
    void this.handOver(run, token, urgency);
  }

  queued(): Promise<number> {
    return countWaiting(this.repository);
  }

  async describe(): Promise<string> {
    try {
      await this.announcements.waiting();
      return 'reachable';
    } catch (error) {
      this.outage.failed(error);
      return 'cannot be reached; runs are accepted, and start later';
    }
  }

  /**
   * Tells workers of all runs that wait, when fewer jobs wait: some were lost, or a process ended before it could tell of
   * its runs.
   */
  async announceLost(): Promise<void> {
    const runs = await countWaiting(this.repository);
    if (runs === 0) return;
    try {
      if ((await this.announcements.waiting()) >= runs) return;
      await this.announcements.announce(await listWaiting(this.repository), 'usual');
    } catch (error) {
      this.outage.failed(error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing.abort(new Error('The application ends.'));
    const closed = this.announcements.close().catch((error: unknown) => this.outage.failed(error));
    await within(CLOSING_MS, closed, this.clock);
  }

  private async handOver(run: RunRecord, token: number, urgency: RunUrgency): Promise<void> {
    if (token > NEW_TOKEN) await this.giveBack(run, token);
    await this.announcements.announceEventually(run, urgency);
  }

  /** When that fails, workers find the run as soon as the lease is over. */
  private async giveBack({ run_id }: RunRecord, token: number): Promise<void> {
    await this.repository.release(run_id, token).catch((error: unknown) => {
      this.logger.error({ msg: 'A queued run could not be given back', run_id, err: error });
    });
  }
}

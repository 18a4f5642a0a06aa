import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DelayedError, WaitingError, type Job, type Worker } from 'bullmq';
import { CLOCK, wallNow, type Clock, within } from '../../common/index.js';
import { RUNS_OPTIONS, RUN_QUEUE, type RunsOptions } from '../../runs/index.js';
import { QUEUE_OPTIONS, type SharedQueueOptions } from '../queue.options.js';
import { AnnouncedRuns } from './announced-runs.js';
import { BullmqRunQueue } from './bullmq-run-queue.js';
import type { OutageLog } from './outage-log.js';
import { QueueConnection, type RunJob } from './queue-connection.js';

/** How often, within the duration of a lease, somebody looks for runs of which the queue does not know. */
const LOOKS = 3;
/** The wait before jobs are fetched again after a failure, or a run is tried again that could not be taken, in milliseconds. */
const AGAIN_MS = 1_000;
/** How long a shutdown waits for the queue, once the runs have stopped, in milliseconds. */
const CLOSING_MS = 500;

/** Takes runs of which the queue tells, MAX_CONCURRENT_RUNS at a time, and executes them in this process. */
@Injectable()
export class BullmqRunTaker implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger(BullmqRunTaker.name);
  private readonly outage: OutageLog;
  private readonly connection: QueueConnection;
  private readonly stopping = new AbortController();
  private readonly lookEveryMs: number;
  private worker: Worker<RunJob> | null = null;
  /** The jobs of which the run is taken or executed. */
  private readonly handling = new Set<Promise<void>>();

  constructor(
    @Inject(QUEUE_OPTIONS) where: SharedQueueOptions,
    @Inject(RUN_QUEUE) private readonly queue: BullmqRunQueue,
    private readonly runs: AnnouncedRuns,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {
    this.connection = new QueueConnection(where);
    this.outage = queue.outage;
    this.lookEveryMs = options.leaseMs / LOOKS;
  }

  onApplicationBootstrap(): void {
    void this.keepTaking();
    void this.keepLooking();
  }

  /** Takes no more jobs; those that are handled go on. */
  onModuleDestroy(): void {
    this.stopping.abort(new Error('The application ends.'));
    this.worker?.pause(true).catch((error: unknown) => this.outage.failed(error));
  }

  /** Jobs end when their runs have stopped, which LeaseKeeper sees to at the same time. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.handling);
    const { worker } = this;
    if (!worker) return;
    await within(CLOSING_MS, this.closed(worker), this.clock);
  }

  /** A connection that has failed to open never opens: each attempt makes a new one. */
  private async keepTaking(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const worker = this.open();
      this.worker = worker;
      try {
        await worker.waitUntilReady();
        this.outage.works();
        if (!signal.aborted) await worker.run(); // until it is closed
        return;
      } catch (error) {
        this.outage.failed(error);
        await this.closed(worker);
        await this.pause(AGAIN_MS);
      }
    }
  }

  /** Lost jobs are told again, as long as this process lives. */
  private async keepLooking(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.pause(this.lookEveryMs);
      if (signal.aborted) return;
      await this.queue.announceLost().catch((error: unknown) => {
        this.logger.error({ msg: 'Waiting runs could not be looked for', err: error });
      });
    }
  }

  private open(): Worker<RunJob> {
    const { maxConcurrentRuns: concurrency, leaseMs: lockMs } = this.options;
    const worker = this.connection.worker((job, token) => this.track(this.handle(job, token)), {
      concurrency,
      lockMs,
    });
    worker.on('error', (error) => this.outage.failed(error));
    worker.on('active', () => this.outage.works());
    return worker;
  }

  private async handle(job: Job<RunJob>, token: string | undefined): Promise<void> {
    const next = await this.runs.handle(job.data.run_id);
    if (next === 'done') return;
    if (next === 'elsewhere') {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    const waitMs = next === 'soon' ? Math.min(AGAIN_MS, this.lookEveryMs) : this.lookEveryMs;
    await job.moveToDelayed(wallNow(this.clock).getTime() + waitMs, token);
    throw new DelayedError();
  }

  private async track(handled: Promise<void>): Promise<void> {
    this.handling.add(handled);
    await handled.finally(() => this.handling.delete(handled));
  }

  private closed(worker: Worker<RunJob>): Promise<void> {
    return worker.close().catch((error: unknown) => this.outage.failed(error));
  }

  private pause(ms: number): Promise<void> {
    return this.clock.sleep(ms, this.stopping.signal).catch(() => undefined); // the application ends
  }
}

import type { JobsOptions, Queue } from 'bullmq';
import type { RunRecord, RunUrgency } from '../../runs/index.js';
import type { QueueConnection, RunJob } from './queue-connection.js';
import type { OutageLog } from './outage-log.js';

/** How many jobs are added at once. */
const BATCH_JOBS = 500;
/** BullMQ takes jobs without a priority first, then those of the lowest number. */
const PRIORITIES: Readonly<Record<RunUrgency, number | undefined>> = {
  waited_for: undefined,
  usual: 1,
  background: 2,
};
const WAITING = ['wait', 'prioritized', 'delayed'] as const;

/** A job that announces a run, as BullMQ takes it. */
interface Announcement {
  readonly name: string;
  readonly data: RunJob;
  readonly opts: JobsOptions;
}

/** Tells workers of runs that wait. Each of them can be told again: there is one job of a run and what it was queued for. */
export class RunAnnouncements {
  private queue: Queue<RunJob> | null = null;
  private opening: Queue<RunJob> | null = null;
  private isClosed = false;
  /** Of runs that workers could not be told of yet. */
  private untold: Announcement[] = [];
  private isTelling = false;

  /** @param pause waits before the queue is opened once more */
  constructor(
    private readonly connection: QueueConnection,
    private readonly outage: OutageLog,
    private readonly pause: () => Promise<void>,
  ) {}

  /** Starts to connect; what is announced before it is connected is refused. */
  open(): void {
    this.connect().catch((error: unknown) => this.outage.failed(error));
  }

  /** @throws Error when the queue cannot be reached */
  announce(runs: readonly RunRecord[], urgency: RunUrgency): Promise<void> {
    return this.add(runs.map((run) => announcementOf(run, urgency)));
  }

  /** Announces a run, at once or as soon as the queue can be reached. Never rejects. */
  async announceEventually(run: RunRecord, urgency: RunUrgency): Promise<void> {
    const job = announcementOf(run, urgency);
    try {
      await this.add([job]);
    } catch (error) {
      this.outage.failed(error);
      this.untold.push(job);
      if (!this.isTelling) await this.tellUntold();
    }
  }

  /**
   * How many jobs wait for a worker.
   * @throws Error when the queue cannot be reached
   */
  async waiting(): Promise<number> {
    const count = await this.connected().getJobCountByTypes(...WAITING);
    this.outage.works();
    return count;
  }

  /** Lets go of the connection. */
  async close(): Promise<void> {
    this.isClosed = true;
    await (this.queue ?? this.opening)?.close();
  }

  private async add(jobs: readonly Announcement[]): Promise<void> {
    const queue = this.connected();
    for (let from = 0; from < jobs.length; from += BATCH_JOBS) {
      await queue.addBulk(jobs.slice(from, from + BATCH_JOBS));
    }
    this.outage.works();
  }

  private async tellUntold(): Promise<void> {
    this.isTelling = true;
    while (this.untold.length > 0 && !this.isClosed) {
      await this.pause();
      const jobs = this.untold;
      this.untold = [];
      try {
        await this.add(jobs);
      } catch (error) {
        this.outage.failed(error);
        this.untold = [...jobs, ...this.untold];
      }
    }
    this.isTelling = false;
  }

  private connected(): Queue<RunJob> {
    if (!this.queue) throw new Error('The queue was not reached yet.');
    return this.queue;
  }

  /** A connection that has failed to open never opens: each attempt makes a new one. */
  private async connect(): Promise<void> {
    while (!this.isClosed) {
      const queue = this.connection.queue();
      this.opening = queue;
      queue.on('error', (error) => this.outage.failed(error));
      try {
        await queue.waitUntilReady();
        this.queue = queue;
        return;
      } catch (error) {
        if (this.isClosed) return;
        this.outage.failed(error);
        await queue.close();
        await this.pause();
      }
    }
  }
}

/** A run that is queued again has more rows than before. */
function announcementOf({ run_id, summary }: RunRecord, urgency: RunUrgency): Announcement {
  const priority = PRIORITIES[urgency];
  const kept = { removeOnComplete: true, removeOnFail: true };
  const opts = { jobId: `${run_id}.${summary.rows}`, ...kept, ...(priority !== undefined && { priority }) };
  return { name: 'run', data: { run_id }, opts };
}

import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';
import { LeaseOwner, RUN_REPOSITORY, type RunNewsSource, type RunRepository } from '../runs/index.js';
import { InlineRunWorker } from './inline/inline-run-worker.js';
import { QUEUE_OPTIONS, executesRuns, type QueueOptions } from './queue.options.js';

/** How long a process does not know that another has cancelled one of its runs, in milliseconds. */
const EVERY_MS = 40;

/**
 * Learns that other processes have cancelled runs of this one, from a store that several share: when it tells, or else by
 * looking there again and again while this process has runs.
 */
@Injectable()
export class CancelWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(CancelWatch.name);
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();
  private stopListening: (() => void) | undefined;
  private isFailing = false;

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly owner: LeaseOwner,
    private readonly worker: InlineRunWorker,
    @Inject(QUEUE_OPTIONS) private readonly queue: QueueOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (!executesRuns(this.queue)) return;
    if (this.repository.news) this.stopListening = this.listen(this.repository.news);
    else this.watching = this.watch();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.drain();
    this.stopListening?.();
    this.stopping.abort(new Error('The application ends.'));
    await this.watching;
  }

  /** What is told may be late, and of an earlier wish: the store says what holds now. */
  private listen(news: RunNewsSource): () => void {
    return news.listen(({ kind, runId }) => {
      if (kind === 'cancel' && this.worker.leases().has(runId)) this.watching = this.look();
    });
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      if (this.worker.leases().size > 0) await this.look();
      await this.clock.sleep(EVERY_MS, signal).catch(() => undefined); // aborted by the shutdown
    }
  }

  /** A store that fails is told of once; the renewal of leases learns of cancelled runs, too. */
  private async look(): Promise<void> {
    try {
      const asked = await this.repository.cancelsAsked?.(this.owner.terms().owner);
      for (const runId of asked ?? []) this.worker.cancel(runId);
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn({ msg: 'Cancelled runs could not be looked up', err: error });
      this.isFailing = true;
    }
  }
}

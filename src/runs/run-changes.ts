import { Inject, Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';
import type { RunNews } from './ports/run-news.js';
import { RUN_REPOSITORY, type RunRepository } from './ports/run.repository.js';

/** How often a run is looked at though the store would tell of a change, in milliseconds: news may get lost. */
const DOUBT_MS = 2_000;

/** How often a run is looked at when the store tells nothing: first after a short time, then less and less often. */
export interface PollPace {
  readonly firstMs: number;
  /** By how much each wait is longer than the one before; 1 when all are the same. */
  readonly growth: number;
  readonly mostMs: number;
}

/** Waits for changes of one run. */
export interface RunWait {
  /** Resolves when the run may have changed since this resolved last, or when the signal aborts. Never rejects. */
  next(signal?: AbortSignal): Promise<void>;
  /** To be called when nobody waits any more. */
  end(): void;
}

/** Lets others wait for what happens to runs: by the store's news, where it has any, else by looking at the run again. */
@Injectable()
export class RunChanges implements OnModuleDestroy, OnApplicationShutdown {
  private readonly waits = new Map<string, Set<NewsWait>>();
  private readonly stop: (() => void) | undefined;

  constructor(
    @Inject(RUN_REPOSITORY) repository: RunRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.stop = repository.news?.listen((news) => this.take(news));
  }

  /**
   * Notes what happens to a run from now on.
   * @param pace how often the run is to be looked at when the store tells nothing
   * @param isEndOnly whether further rows do not matter
   */
  follow(runId: string, pace: PollPace, isEndOnly = false): RunWait {
    if (!this.stop) return new PollWait(this.clock, pace);
    const wait = new NewsWait(this.clock, isEndOnly, () => this.drop(runId, wait));
    const waits = this.waits.get(runId) ?? new Set();
    this.waits.set(runId, waits.add(wait));
    return wait;
  }

  /** Whoever waits finds that the application ends. */
  onModuleDestroy(): void {
    this.take({ kind: 'missed', runId: '' });
  }

  onApplicationShutdown(): void {
    this.stop?.();
  }

  private take({ kind, runId }: RunNews): void {
    const concerned = kind === 'missed' ? [...this.waits.values()] : [this.waits.get(runId) ?? []];
    for (const waits of concerned) for (const wait of waits) wait.take(kind);
  }

  private drop(runId: string, wait: NewsWait): void {
    const waits = this.waits.get(runId);
    waits?.delete(wait);
    if (waits?.size === 0) this.waits.delete(runId);
  }
}

class PollWait implements RunWait {
  private waitMs: number;

  constructor(
    private readonly clock: Clock,
    private readonly pace: PollPace,
  ) {
    this.waitMs = pace.firstMs;
  }

  async next(signal?: AbortSignal): Promise<void> {
    await pause(this.clock, this.waitMs, signal);
    this.waitMs = Math.min(this.waitMs * this.pace.growth, this.pace.mostMs);
  }

  end(): void {
    // nothing was begun
  }
}

class NewsWait implements RunWait {
  private hasNews = false;
  private waking: AbortController | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly isEndOnly: boolean,
    readonly end: () => void,
  ) {}

  take(kind: RunNews['kind']): void {
    if (kind === 'cancel' || (kind === 'written' && this.isEndOnly)) return;
    this.hasNews = true;
    this.waking?.abort(new Error('There is news.'));
  }

  async next(signal?: AbortSignal): Promise<void> {
    if (!this.hasNews) {
      this.waking = new AbortController();
      const signals = [this.waking.signal, ...(signal ? [signal] : [])];
      await pause(this.clock, DOUBT_MS, AbortSignal.any(signals));
      this.waking = null;
    }
    this.hasNews = false;
  }
}

/** Waits until the time is over or the signal aborts. */
async function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  await clock.sleep(ms, signal).catch(() => undefined); // aborted: whoever waits looks at the signal
}

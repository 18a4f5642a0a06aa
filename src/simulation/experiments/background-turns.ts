import { Inject, Injectable } from '@nestjs/common';
import { RUNS_OPTIONS, type RunsOptions } from '../../runs/index.js';

/** The most runs of experiments at a time: more would not be faster, and would keep others waiting. */
const MOST = 8;

/**
 * Bounds how many runs this process has of experiments at a time, over all of them: one slot is left to others, where there
 * is more than one. Experiments get turns in the order in which they ask.
 */
@Injectable()
export class BackgroundTurns {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(@Inject(RUNS_OPTIONS) { maxConcurrentRuns }: RunsOptions) {
    this.free = Math.min(MOST, Math.max(1, maxConcurrentRuns - 1));
  }

  /** Does something when it has a turn. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.take();
    try {
      return await work();
    } finally {
      this.give();
    }
  }

  private take(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private give(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free += 1;
  }
}

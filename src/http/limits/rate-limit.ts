import type { OnApplicationShutdown } from '@nestjs/common';
import { RateLimiterMemory, type RateLimiterAbstract, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '../../common/index.js';
import type { AppConfig } from '../../config/index.js';
import { RateLimitedError } from '../../problems/index.js';
import { networkOf } from './network.policy.js';

const MINUTE_S = 60;

/** Counts requests, in this process or where others count theirs. */
export interface RequestCounter {
  readonly limiter: Pick<RateLimiterAbstract, 'consume'>;
  /** Lets go of its connection. */
  close(): Promise<void>;
}

/** How a counter counts. */
export interface CounterOptions {
  /** Requests in {@link duration} seconds. */
  readonly points: number;
  readonly duration: number;
}

/** Limits the requests per minute of each token, or of each address without one. */
export class RateLimit implements OnApplicationShutdown {
  /** @param counter null is off */
  constructor(private readonly counter: RequestCounter | null) {}

  get isOn(): boolean {
    return this.counter !== null;
  }

  /** Counts a request; rejects with RateLimitedError when it exceeds the limit. */
  async count(caller: Caller | null, address: string | undefined): Promise<void> {
    const key = caller?.name ? `token ${caller.name}` : `address ${networkOf(address ?? '')}`;
    try {
      await this.counter?.limiter.consume(key);
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      throw new RateLimitedError(secondsUntil(refused as RateLimiterRes));
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.counter?.close();
  }
}

/** What the environment says of it. */
type LimitConfig = Pick<
  AppConfig,
  'RATE_LIMIT_PER_MINUTE' | 'RUN_QUEUE' | 'QUEUE_URL' | 'QUEUE_PREFIX' | 'SERVICE_ROLE'
>;

/** The limit that the environment asks for: over all processes that share a queue, else of this one. */
export async function openRateLimit(config: LimitConfig): Promise<RateLimit> {
  const { RATE_LIMIT_PER_MINUTE: points, RUN_QUEUE, QUEUE_URL, QUEUE_PREFIX } = config;
  if (points === 0 || config.SERVICE_ROLE === 'worker') return new RateLimit(null);
  const options = { points, duration: MINUTE_S };
  if (RUN_QUEUE === 'inline' || !QUEUE_URL?.startsWith('redis')) {
    return new RateLimit({ limiter: new RateLimiterMemory(options), close: () => Promise.resolve() });
  }
  const { openSharedCounter } = await import('./shared-counter.js'); // its client is loaded only where it is used
  return new RateLimit(openSharedCounter(QUEUE_URL, QUEUE_PREFIX, options));
}

/** The library computes the time left from the wall clock, which may have been changed; its counters end by timers. */
function secondsUntil({ msBeforeNext }: RateLimiterRes): number {
  return Math.min(MINUTE_S, Math.max(1, Math.ceil(msBeforeNext / 1_000)));
}

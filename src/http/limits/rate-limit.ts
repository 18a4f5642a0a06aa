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
  if (config.RATE_LIMIT_PER_MINUTE === 0 || config.SERVICE_ROLE === 'worker') return new RateLimit(null);
  return new RateLimit(await openCounter(config));
}

/** The clients of databases are loaded only where they are used. */
async function openCounter(config: LimitConfig): Promise<RequestCounter> {
  const { RUN_QUEUE, QUEUE_URL: url, QUEUE_PREFIX } = config;
  const options = { points: config.RATE_LIMIT_PER_MINUTE, duration: MINUTE_S };
  if (RUN_QUEUE === 'inline' || url === undefined) {
    return { limiter: new RateLimiterMemory(options), close: () => Promise.resolve() };
  }
  if (url.startsWith('redis')) {
    const { openRedisCounter } = await import('./redis-counter.js');
    return openRedisCounter(url, QUEUE_PREFIX, options);
  }
  const { openPostgresCounter } = await import('./postgres-counter.js');
  return openPostgresCounter(url, QUEUE_PREFIX, options);
}

/** The library computes the time left from the wall clock, which may have been changed; its counters end by timers. */
function secondsUntil({ msBeforeNext }: RateLimiterRes): number {
  return Math.min(MINUTE_S, Math.max(1, Math.ceil(msBeforeNext / 1_000)));
}

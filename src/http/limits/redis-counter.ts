import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { CounterOptions, RequestCounter } from './rate-limit.js';

/** How long a count may take, in milliseconds; this process counts by itself then. */
const PATIENCE_MS = 500;

/** Counts requests in the Redis of the queue; in this process alone while that cannot be reached. */
export function openRedisCounter(url: string, prefix: string, options: CounterOptions): RequestCounter {
  const logger = new Logger('RateLimit');
  const client = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: PATIENCE_MS,
  });
  let isReached = true;
  client.on('ready', () => (isReached = true));
  client.on('error', () => {
    if (isReached)
      logger.warn('Requests are counted by each process for itself: the queue cannot be reached');
    isReached = false;
  });
  const limiter = new RateLimiterRedis({
    ...options,
    storeClient: client,
    keyPrefix: `${prefix}:requests`,
    insuranceLimiter: new RateLimiterMemory(options),
    inMemoryBlockOnConsumed: options.points + 1,
    rejectIfRedisNotReady: true,
  });
  return { limiter, close: () => Promise.resolve(client.disconnect()) };
}

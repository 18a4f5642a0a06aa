import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '../../common/index.js';
import { RateLimitedError } from '../../problems/index.js';
import { networkOf } from './network.policy.js';

const MINUTE_S = 60;

/** Limits the requests per minute of each token, or of each address without one. In memory, per process. */
export class RateLimit {
  private readonly limiter: RateLimiterMemory;

  /** @param perMinute 0 is off */
  constructor(private readonly perMinute: number) {
    this.limiter = new RateLimiterMemory({ points: perMinute, duration: MINUTE_S });
  }

  get isOn(): boolean {
    return this.perMinute > 0;
  }

  /** Counts a request; rejects with RateLimitedError when it exceeds the limit. */
  async count(caller: Caller | null, address: string | undefined): Promise<void> {
    const key = caller?.name ? `token ${caller.name}` : `address ${networkOf(address ?? '')}`;
    try {
      await this.limiter.consume(key);
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      throw new RateLimitedError(secondsUntil(refused as RateLimiterRes));
    }
  }
}

/** The library computes the time left from the wall clock, which may have been changed; its counters end by timers. */
function secondsUntil({ msBeforeNext }: RateLimiterRes): number {
  return Math.min(MINUTE_S, Math.max(1, Math.ceil(msBeforeNext / 1_000)));
}

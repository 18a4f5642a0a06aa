import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '../../common/index.js';
import { RateLimitedError } from '../../problems/index.js';
import { networkOf } from './network.policy.js';

const MINUTE_S = 60;

/** How many requests each token, or each address without one, may send a minute. In memory: each process counts its own. */
export class RateLimit {
  private readonly limiter: RateLimiterMemory;

  /** @param perMinute 0 is off */
  constructor(private readonly perMinute: number) {
    this.limiter = new RateLimiterMemory({ points: perMinute, duration: MINUTE_S });
  }

  get isOn(): boolean {
    return this.perMinute > 0;
  }

  /** Counts a request; rejects with RateLimitedError when it is one too many. */
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

/** Counts end by timers; how long that takes the library reads from the wall clock, which may have been set. */
function secondsUntil({ msBeforeNext }: RateLimiterRes): number {
  return Math.min(MINUTE_S, Math.max(1, Math.ceil(msBeforeNext / 1_000)));
}

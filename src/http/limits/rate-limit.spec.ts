import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { openRateLimit } from './rate-limit.js';

const ALONE = { RUN_QUEUE: 'inline', QUEUE_PREFIX: 'x', SERVICE_ROLE: 'all' } as const;
const HOUR_MS = 3_600_000;

describe('a rate limit', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('never asks for a wait of more than a minute, even if the clock was set back by an hour', async () => {
    const limit = await openRateLimit({ ...ALONE, RATE_LIMIT_PER_MINUTE: 1 });
    await limit.count(null, '192.0.2.1');
    const wall = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(wall - HOUR_MS);
    await expect(limit.count(null, '192.0.2.1')).rejects.toMatchObject({ retryAfterSeconds: 60 });
  });
});

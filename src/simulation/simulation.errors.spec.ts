import { describe, expect, it } from '@jest/globals';
import { RetryableStageError, requestedDelayMs } from '../orchestrator/index.js';
import { GenerationFailedError } from './simulation.errors.js';

describe('a round that nobody could be given a text for', () => {
  it('is tried again when the generator asks for it, as its last failure says', () => {
    const busy = new RetryableStageError('Too many requests.', { retryAfterMs: 37 });
    expect(requestedDelayMs(new GenerationFailedError(2, busy))).toBe(37);
  });

  it('is tried again by the retry policy alone when the generator asks for nothing', () => {
    expect(requestedDelayMs(new GenerationFailedError(2, new TypeError('fetch failed')))).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.js';

const HOUR_MS = 3_600_000;
const NOW = 'Fri, 27 Nov 2026 12:00:00 GMT';

describe('the delay of a Retry-After header', () => {
  it.each([
    ['0', 0],
    ['3', 3_000],
    [' 1.5 ', 1_500],
    ['Fri, 27 Nov 2026 12:00:30 GMT', 30_000],
    ['Fri, 27 Nov 2026 11:00:00 GMT', 0],
  ])('%s is %d ms', (value, wait) => expect(retryAfterMs(value, NOW)).toBe(wait));

  it.each(['86400', '9'.repeat(400), 'Sat, 28 Nov 2026 12:00:00 GMT'])(
    'is an hour at the most: %s',
    (value) => expect(retryAfterMs(value, NOW)).toBe(HOUR_MS),
  );

  it.each([undefined, '', 'soon', '-1', '1e3', '0x10'])('is none in %j', (value) =>
    expect(retryAfterMs(value, NOW)).toBeNull(),
  );

  it('needs the date of the response where it is a date', () => {
    expect(retryAfterMs(NOW)).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { Environment } from './environment.js';
import { shutdownBudget } from './shutdown-budget.js';

/** What container runtimes wait after SIGTERM before they kill, in milliseconds. */
const STOP_TIME_MS = 10_000;

describe('the steps of a shutdown', () => {
  it('end before a container runtime kills the process, with the default grace period', () => {
    const { runsMs, connectionsMs } = shutdownBudget(new Environment().SHUTDOWN_GRACE_MS);
    expect([runsMs, connectionsMs]).toEqual([8_000, 9_000]);
    expect(connectionsMs).toBeLessThanOrEqual(STOP_TIME_MS - 1_000);
  });

  it.each([500, 1_000, 2_500, 5_000, 30_000, 3_600_000])(
    'are in order, and leave time for the store within a grace period of %i ms',
    (graceMs) => {
      const { runsMs, connectionsMs } = shutdownBudget(graceMs);
      expect(runsMs).toBeLessThan(connectionsMs);
      expect(connectionsMs).toBeLessThanOrEqual(graceMs);
      expect(runsMs).toBeGreaterThanOrEqual(graceMs * 0.8);
    },
  );

  it('interrupt runs at once without a grace period, and leave time for responses', () => {
    expect(shutdownBudget(0)).toEqual({ runsMs: 0, connectionsMs: 500 });
  });
});

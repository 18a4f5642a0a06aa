import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../common/index.js';
import { ServiceMetrics } from './service-metrics.js';

describe('the metrics of a service whose store fails', () => {
  it('are there, but for what only the store can tell', async () => {
    const sources = {
      activeRuns: () => 3,
      queuedRuns: () => Promise.reject(new Error('The store fails.')),
      eventStreams: () => 0,
    };
    const metrics = new ServiceMetrics(sources, new SystemClock());
    metrics.commits.inc({ outcome: 'failed' });
    const text = await metrics.registry.metrics();
    expect(text).toContain('dream_runs_active 3');
    expect(text).toMatch(/^dream_runs_queued NaN$/im);
    expect(text).toContain('dream_store_commits_total{outcome="failed"} 1');
  });
});

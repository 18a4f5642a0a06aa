import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../testing/index.js';
import { RecentRecords } from './recent-records.js';

describe('the records that were shown lately', () => {
  it('are 2,000 at the most; the one that was not used for the longest time goes', () => {
    const records = new RecentRecords();
    const runs = Array.from({ length: 2_001 }, (_, index) => sampleRun(String(index)));
    const [first, second, ...others] = runs.map(({ run_id }) => run_id);
    for (const run of runs.slice(0, 2_000)) records.put(run);
    expect(records.get(String(first))).toBe(runs[0]);
    for (const run of runs.slice(2_000)) records.put(run);
    expect(records.get(String(second))).toBeUndefined();
    for (const [position, runId] of others.entries()) expect(records.get(runId)).toBe(runs[position + 2]);
    expect(records.get(String(first))).toBe(runs[0]);
  });
});

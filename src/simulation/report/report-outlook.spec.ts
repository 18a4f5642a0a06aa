import { describe, expect, it } from '@jest/globals';
import { contextRow, quarrel } from '../../../test/support/report-rows.js';
import type { Seed } from '../domain/seed.js';
import { passesReportGate } from './build-report.js';
import { ReportOutlook, ReportOutlooks } from './report-outlook.js';
import { GATE_ROW_TYPES } from './run-facts.js';

const [begun = contextRow(), ...following] = quarrel();
const seed = begun['seed'] as Seed;

describe('the outlook for a report', () => {
  it('is what its gate says of the log, after each row', async () => {
    const outlook = new ReportOutlook(seed);
    const told: boolean[] = [];
    for (const [index, row] of following.entries()) {
      outlook.take(row, index + 2);
      const log = following.slice(0, index + 1).map((each, at) => ({ ...each, seq: at + 2 }));
      const needed = log.filter(({ type }) => GATE_ROW_TYPES.includes(type));
      expect(outlook.passes).toBe(await passesReportGate([begun], needed));
      told.push(outlook.passes);
    }
    expect(new Set(told)).toEqual(new Set([false, true]));
  });
});

describe('the outlooks of runs', () => {
  it('are told once', () => {
    const outlooks = new ReportOutlooks();
    outlooks.keep('run-1', false);
    outlooks.keep('run-2', true);
    expect([outlooks.take('run-1'), outlooks.take('run-2'), outlooks.take('run-1')]).toEqual([
      false,
      true,
      undefined,
    ]);
  });

  it('are forgotten, the oldest first, when nobody asks', () => {
    const outlooks = new ReportOutlooks();
    for (let run = 0; run <= 1_000; run++) outlooks.keep(`run-${run}`, true);
    expect([outlooks.take('run-0'), outlooks.take('run-1')]).toEqual([undefined, true]);
  });
});

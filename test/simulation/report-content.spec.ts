import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildReport } from '../../src/index.js';
import type { Seed } from '../../src/simulation/domain/seed.js';
import { reportMeasures, type ReportedRun } from './moderation-measures.mjs';
import { exampleSeeds } from '../support/seeds.js';
import { startSimulator, type Simulator } from '../support/simulate.js';

const ROUNDS = 6;
const DRAWS = ['one', 'two', 'three', 'four', 'five'];

let simulator: Simulator;
const runs: ReportedRun[] = [];

async function play(seed: Seed, draws: string): Promise<ReportedRun> {
  const { rows } = await simulator.simulate(seed, ROUNDS, draws);
  return { seed, rows, report: await buildReport(rows) };
}

beforeAll(async () => {
  simulator = await startSimulator();
  for (const [, seed] of await exampleSeeds()) {
    for (const draws of DRAWS) runs.push(await play(seed, draws));
  }
}, 60_000);
afterAll(() => simulator.close());

describe('reports', () => {
  it('tell conflicts that were had, by claims that are about the incident', () => {
    const { conflictsFromReplies, groundedClaims } = reportMeasures(runs);
    expect(conflictsFromReplies).toBeGreaterThanOrEqual(0.8);
    expect(groundedClaims).toBeGreaterThanOrEqual(0.6);
  });

  it('highlight comments that name the incident', () => {
    expect(reportMeasures(runs).highlightsNamingIncident).toBeGreaterThanOrEqual(0.7);
  });

  it('have an arc of four parts, and quote two deep at the most', () => {
    expect(reportMeasures(runs)).toMatchObject({ withArc: 1, deepQuotes: 0 });
  });

  it('pass their gate, but not about an incident of one sentence without facts', async () => {
    expect(reportMeasures(runs).passed).toBeGreaterThan(0.9);
    const bare = {
      summary: 'Something happened.',
      title: 'Something',
      public_facts: [],
      stakeholders: [],
      hidden_facts: [],
    };
    for (const [, seed] of await exampleSeeds()) {
      const { report } = await play({ ...seed, ...bare }, 'bare');
      expect(report.report_gate.pass_fail).toBe(false);
      expect(report.report_gate.failed_checks).toContain('incident_facts');
    }
  });
});

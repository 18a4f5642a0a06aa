import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnsweredRow } from '../../../test/support/run-logs.js';
import { exampleSeed, exampleSeeds } from '../../../test/support/seeds.js';
import { startSimulator, type Simulator } from '../../../test/support/simulate.js';
import type { Seed } from '../domain/seed.js';
import { escalationsOf } from '../policy/flow.policy.js';
import { WorldStore } from '../packs/world.store.js';

const ROUNDS = 9;
const STRICT = { U: 0, E: 10, M: 40, S: 50, H: 0 };
let simulator: Simulator;
/** Long runs of each example seed, some of them with a dial under which much is reported. */
const logs: { readonly seed: Seed; readonly rows: readonly AnsweredRow[] }[] = [];

beforeAll(async () => {
  simulator = await startSimulator();
  for (const [, example] of await exampleSeeds()) {
    for (const dial of [example.dial, STRICT]) {
      const seed: Seed = { ...example, dial, evidence_expiry_hours: 300, evidence_grade: 'C' };
      logs.push({ seed, rows: (await simulator.simulate(seed, ROUNDS)).rows });
    }
  }
});
afterAll(() => simulator.close());

function ofType(rows: readonly AnsweredRow[], type: string): AnsweredRow[] {
  return rows.filter((row) => row.type === type);
}

describe('the end of a round', () => {
  it('counts what its comments brought', () => {
    for (const { rows } of logs) {
      for (const summary of ofType(rows, 'round_summary')) {
        const said = ofType(rows, 'round').filter((row) => row['round'] === summary['round']);
        const sum = (field: string) => said.reduce((total, row) => total + Number(row[field]), 0);
        const steps = ofType(rows, 'action').filter(
          (row) =>
            row['round'] === summary['round'] && /HIDE_PREVIEW|LOCK_THREAD/.test(String(row['action_type'])),
        );
        expect(summary).toMatchObject({
          comment_count: said.filter((row) => row['withheld'] === false).length,
          report_count: sum('reports'),
          upvote_count: sum('upvotes'),
          policy_events: steps.length,
          max_score: Math.max(0, ...said.map((row) => Number(row['score']))),
        });
      }
    }
  });

  it('uses up six hours of the evidence', () => {
    for (const { rows } of logs) {
      for (const row of ofType(rows, 'round')) {
        expect(row['evidence_hours_left']).toBe(300 - 6 * (Number(row['round']) - 1));
      }
    }
  });

  it("escalates as the flow says, each escalation once a run, and leaves the thread's status as it is", () => {
    let escalated = 0;
    for (const { rows } of logs) {
      const escalations = ofType(rows, 'action').filter((row) =>
        String(row['action_type']).startsWith('FLOW_'),
      );
      expect(escalations.every((row) => row['prev_status'] === row['next_status'])).toBe(true);
      const told = escalations.map((row) => `${String(row['action_type'])} ${String(row['reason_rule_id'])}`);
      const flow = simulator.context
        .get(WorldStore)
        .current.flows.get(String(ofType(rows, 'thread_selected')[0]?.['comment_flow_id']));
      const named = escalationsOf(flow).map((rule) => `${rule.action_type} ${rule.reason_rule_id}`);
      for (const escalation of told) expect(named).toContain(escalation);
      expect(told.length).toBeLessThanOrEqual(named.length);
      escalated += told.length;
    }
    expect(escalated).toBeGreaterThan(3);
  });

  it('moves the meme through its phases', () => {
    for (const { rows } of logs) {
      const phases = ofType(rows, 'meme_flow').map((row) => row['phase']);
      const expected = ['hub_to_factory', 'factory_amplify', ...Array(ROUNDS).fill('backflow')];
      expect(phases).toEqual(expected.slice(0, phases.length));
      expect(phases).toHaveLength(ofType(rows, 'round_summary').length);
    }
  });
});

describe('cross inflow', () => {
  it('happens once a run at the most, to another board, and is there in most long ones', () => {
    const inflows = logs.map(({ rows }) => ofType(rows, 'cross_inflow'));
    expect(inflows.every((rows) => rows.length <= 1)).toBe(true);
    expect(inflows.flat().length).toBeGreaterThan(logs.length / 2);
    for (const row of inflows.flat()) expect(row['to_board_id']).not.toBe(row['from_board_id']);
  });

  it('brings two personas who speak afterwards, and never before', () => {
    let arrivalsHeard = 0;
    for (const { rows } of logs) {
      const [inflow] = ofType(rows, 'cross_inflow');
      const arrivals = (inflow?.['arrivals'] ?? []) as string[];
      const heard = ofType(rows, 'round').filter((row) => arrivals.includes(String(row['persona_id'])));
      expect(arrivals).toHaveLength(inflow ? 2 : 0);
      expect(heard.every((row) => Number(row['round']) > Number(inflow?.['round']))).toBe(true);
      arrivalsHeard += heard.length > 0 ? 1 : 0;
    }
    expect(arrivalsHeard).toBeGreaterThan(2);
  });

  it('lets nobody speak who is neither of the board nor came over', () => {
    const { current } = simulator.context.get(WorldStore);
    for (const { seed, rows } of logs) {
      const arrivals = (ofType(rows, 'cross_inflow')[0]?.['arrivals'] ?? []) as string[];
      for (const row of ofType(rows, 'round')) {
        const id = String(row['persona_id']);
        const board = current.speakers.get(id)?.community.board_id;
        expect(arrivals.includes(id) || board === seed.board_id).toBe(true);
      }
    }
  });
});

it('a persona keeps its account, and remembers how it was received', async () => {
  const { rows } = await simulator.simulate({ ...(await exampleSeed()), evidence_expiry_hours: 300 }, ROUNDS);
  const ids = new Set(ofType(rows, 'round').map((row) => row['persona_id']));
  for (const id of ids) {
    const said = ofType(rows, 'round').filter((row) => row['persona_id'] === id);
    expect(new Set(said.map((row) => row['account_type'])).size).toBe(1);
    const before = { comments: 0, upvotes: 0, reports: 0 };
    for (const row of said) {
      expect(row['memory_before']).toMatchObject(before);
      if (row['withheld'] === true) continue;
      before.comments += 1;
      before.upvotes += Number(row['upvotes']);
      before.reports += Number(row['reports']);
    }
  }
});

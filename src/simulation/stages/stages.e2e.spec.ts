import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnsweredRow } from '../../../test/support/run-logs.js';
import { exampleSeed, exampleSeeds } from '../../../test/support/seeds.js';
import { startSimulator, type Simulated, type Simulator } from '../../../test/support/simulate.js';
import type { Seed } from '../domain/seed.js';
import { THREAD_STATUSES } from '../domain/thread-state.js';
import { CANDIDATE_WEIGHTS, FRAMES } from '../policy/candidate.policy.js';
import { buildReport } from '../report/build-report.js';

const ROUNDS = 8;
let simulator: Simulator;
const runs: (Simulated & { readonly seed: Seed })[] = [];

beforeAll(async () => {
  simulator = await startSimulator();
  for (const [, example] of await exampleSeeds()) {
    for (const grade of ['A', 'B', 'C'] as const) {
      const seed = { ...example, evidence_grade: grade, evidence_expiry_hours: 90 };
      const strict = { ...seed, dial: { U: 0, E: 20, M: 40, S: 40, H: 0 } };
      runs.push({ seed, ...(await simulator.simulate(seed, ROUNDS)) });
      runs.push({ seed: strict, ...(await simulator.simulate(strict, ROUNDS)) });
      runs.push({ seed: strict, ...(await simulator.simulate(strict, ROUNDS, 'again')) });
    }
  }
});
afterAll(() => simulator.close());

function ofType(rows: readonly AnsweredRow[], type: string): AnsweredRow[] {
  return rows.filter((row) => row.type === type);
}

describe('the stage thread_candidate', () => {
  it('tells three templates in three frames each, with scores made of their parts', () => {
    for (const { rows } of runs) {
      const candidates = ofType(rows, 'thread_candidate');
      expect(candidates.map((row) => row['frame'])).toEqual([...FRAMES, ...FRAMES, ...FRAMES]);
      expect(new Set(candidates.map((row) => row['candidate_id'])).size).toBe(9);
      for (const { score, score_parts } of candidates) {
        const parts = Object.entries(score_parts as Record<keyof typeof CANDIDATE_WEIGHTS, number>);
        const sum = parts.reduce((all, [name, part]) => {
          return all + CANDIDATE_WEIGHTS[name as keyof typeof CANDIDATE_WEIGHTS] * part;
        }, 0);
        expect(parts.every(([, part]) => part >= 0 && part <= 1)).toBe(true);
        expect(Number(score)).toBeCloseTo(sum, 3);
      }
    }
  });

  it('selects the best of them, as it stands there', () => {
    for (const { rows } of runs) {
      const candidates = ofType(rows, 'thread_candidate');
      const [{ seq: _, at: __, type: ___, ...selected } = {} as AnsweredRow] = ofType(
        rows,
        'thread_selected',
      );
      const best = Math.max(...candidates.map((row) => Number(row['score'])));
      expect(selected['score']).toBe(best);
      expect(candidates).toContainEqual(expect.objectContaining(selected));
    }
  });
});

describe('the stage round_loop', () => {
  it('writes for each round its comments, and then one summary', () => {
    for (const { rows } of runs) {
      const summaries = ofType(rows, 'round_summary');
      expect(summaries.map((row) => row['round'])).toEqual(summaries.map((_, index) => index + 1));
      for (const comment of ofType(rows, 'round')) {
        const summary = summaries[Number(comment['round']) - 1];
        expect(comment.seq).toBeLessThan(summary?.seq ?? 0);
      }
    }
  });

  it('gives each text a gate row for each time that it was generated', () => {
    for (const { rows } of runs) {
      for (const { round, persona_id } of ofType(rows, 'round')) {
        const tries = ofType(rows, 'gate').filter(
          (row) => row['round'] === round && row['persona_id'] === persona_id,
        );
        expect(tries.map((row) => row['generation_attempt'])).toEqual(tries.map((_, index) => index + 1));
        expect(tries.length).toBeLessThanOrEqual(3);
        for (const { gates } of tries.slice(0, -1)) {
          expect((gates as { passed: boolean }[]).some(({ passed }) => !passed)).toBe(true);
        }
      }
    }
  });
});

describe('the stage moderation', () => {
  it('writes one decision a round, and one more when it hears the case', () => {
    for (const { rows } of runs) {
      const summaries = ofType(rows, 'round_summary');
      const decisions = ofType(rows, 'moderation_decision');
      const heard = decisions.filter((row) => row['appeal'] !== undefined);
      const ending = summaries.at(-1)?.['status'];
      expect(heard).toHaveLength(ending === 'hidden' || ending === 'locked' ? 1 : 0);
      const ofRounds = decisions.filter((row) => row['appeal'] === undefined);
      expect(ofRounds.map((row) => row['round'])).toEqual(summaries.map((row) => row['round']));
      expect(ofRounds.map((row) => row['status_after'])).toEqual(summaries.map((row) => row['status']));
      let reports = 0;
      for (const [index, decision] of ofRounds.entries()) {
        reports += Number(summaries[index]?.['report_count']);
        expect(decision['report_total']).toBe(reports);
      }
    }
  });

  it('moves threads by one status at a time, whoever moves them', () => {
    for (const { rows } of runs) {
      let status = 'visible';
      for (const { prev_status, next_status } of ofType(rows, 'action')) {
        const [before, after] = [prev_status, next_status].map((name) =>
          THREAD_STATUSES.indexOf(name as 'visible'),
        );
        expect(prev_status).toBe(status);
        expect(Math.abs((after ?? 9) - (before ?? 0))).toBeLessThanOrEqual(1);
        status = String(next_status);
      }
      expect(ofType(rows, 'end_condition')[0]?.['status']).toBe(status);
    }
  });

  it('hears cases that end in every way', () => {
    const outcomes = runs.flatMap(({ rows }) =>
      ofType(rows, 'moderation_decision').flatMap(
        (row) => (row['appeal'] as { outcome: string })?.outcome ?? [],
      ),
    );
    expect(new Set(outcomes)).toEqual(new Set(['accepted', 'rejected', 'delayed']));
  });
});

describe('the stage end_condition', () => {
  it('says what ended the rounds, and with which status the thread is left, as the run does', () => {
    for (const { run, rows } of runs) {
      const [end, ...others] = ofType(rows, 'end_condition');
      const last = ofType(rows, 'round_summary').at(-1)?.['round'];
      expect(others).toEqual([]);
      expect(end).toMatchObject({
        termination_reason: run.attributes['termination_reason'],
        status: run.attributes['thread_status'],
        ended_round: last,
        ended_early: Number(last) < ROUNDS,
      });
      expect(run.attributes['rounds_run']).toBe(last);
    }
  });

  it('says whether the report of the log passes its gate', async () => {
    const factless = await simulator.simulate({ ...(await exampleSeed()), public_facts: [] }, ROUNDS);
    for (const { run, rows } of [...runs, factless]) {
      const { report_gate } = await buildReport(rows);
      expect(run.attributes['report_gate_pass']).toBe(report_gate.pass_fail);
    }
    expect(factless.run.attributes['report_gate_pass']).toBe(false);
  });

  it('names the lock that ended the rounds even where an appeal was accepted afterwards', () => {
    const locked = runs.filter(({ run }) => run.attributes['termination_reason'] === 'moderation_lock');
    for (const { rows } of locked) {
      expect(ofType(rows, 'round_summary').at(-1)?.['status']).toBe('locked');
    }
    expect(locked.some(({ run }) => run.attributes['thread_status'] === 'hidden')).toBe(true);
    expect(locked.some(({ run }) => run.attributes['thread_status'] !== 'hidden')).toBe(true);
  });
});

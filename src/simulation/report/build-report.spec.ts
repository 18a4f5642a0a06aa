import { describe, expect, it } from '@jest/globals';
import { HIDDEN_FACT, contextRow, endRow, quarrel, roundRow } from '../../../test/support/report-rows.js';
import { buildReport, passesReportGate } from './build-report.js';
import { GATE_ROW_TYPES } from './run-facts.js';

const json = async (rows: Parameters<typeof buildReport>[0]) => JSON.stringify(await buildReport(rows));

describe('the report', () => {
  it('has the sections of report.v1, in a fixed order', async () => {
    const report = await buildReport(quarrel());
    expect(Object.keys(report)).toEqual([
      'schema_version',
      'run_id',
      'random_seed',
      'seed_id',
      'title',
      'summary',
      'outcome',
      'timeline',
      'arcs',
      'position_changes',
      'near_hidden_facts',
      'moderation',
      'lens_summaries',
      'highlights_top10',
      'conflict_map',
      'dialogue_candidates',
      'foreshadowing',
      'risk_checks',
      'seed_constraints',
      'evidence_watch',
      'story_checklist',
      'report_gate',
    ]);
    expect(report).toMatchObject({
      schema_version: 'report.v1',
      seed_id: 'seed-bell',
      title: 'The bell is gone',
    });
  });

  it('says how the run ended, what happened in each round, and where each quote is in the log', async () => {
    const action = {
      type: 'action',
      round: 2,
      action_type: 'HIDE_PREVIEW',
      prev_status: 'visible',
      next_status: 'hidden',
    };
    const rows = quarrel().toSpliced(-1, 0, action);
    const report = await buildReport(
      rows.map((row, index) => ({ ...row, seq: index + 1 })),
      'run-1',
    );
    expect(report).toMatchObject({ run_id: 'run-1', random_seed: 'seed-bell' });
    expect(report.outcome).toEqual({
      status: 'visible',
      termination_reason: 'round_limit',
      rounds: 2,
      comments: 4,
      upvotes: 3,
      reports: 0,
      text:
        'The thread ended after 2 rounds, when all rounds had been played: 4 comments, 3 upvotes and no reports. ' +
        'The thread is open for everybody to read.',
    });
    expect(report.timeline).toMatchObject([
      { round: 1, comments: 3, upvotes: 3, top_comment: { seq: 4, name: 'Name of ann' }, events: [] },
      {
        round: 2,
        comments: 1,
        top_comment: { seq: 8 },
        events: ['Moderation hides the preview of the thread; it is hidden now.'],
      },
    ]);
    expect(report.highlights_top10.map(({ seq }) => seq)).toEqual([4, 5, 8]);
    expect(report.dialogue_candidates[0]).toMatchObject({ seq: 5, replying_to: { seq: 4 } });
    expect(report.foreshadowing.every(({ seq }) => typeof seq === 'number')).toBe(true);
  });

  it('is the same, byte for byte, for equal rows, whatever times they carry and however they arrive', async () => {
    const rows = quarrel().map((row, index) => ({ seq: index + 7, ...row }));
    const expected = await json(rows);
    const stored = rows.map((row, index) => ({
      at: `2031-01-0${index + 1}`,
      run_id: 'run-x',
      ...row,
    }));
    async function* streamed() {
      yield* stored;
    }
    expect(await json(stored)).toBe(expected);
    expect(await json(streamed())).toBe(expected);
  });

  it('does not depend on the order of the keys of a row', async () => {
    const turned = quarrel().map((row) => Object.fromEntries(Object.entries(row).toReversed()));
    expect(await json(turned as ReturnType<typeof quarrel>)).toBe(await json(quarrel()));
  });

  it('passes over rows of types that it does not know', async () => {
    const others = [
      { type: 'fact_check', text: 'Other' },
      { type: 'constructor' },
      { type: 'stage_checkpoint' },
    ];
    expect(await json([...quarrel(), ...others])).toBe(await json(quarrel()));
  });

  it('tells how many hidden facts there are, and none of them', async () => {
    const text = await json(quarrel());
    expect(text).toContain('"hidden_fact_count":1');
    expect(text).not.toContain(HIDDEN_FACT);
  });

  it('takes nothing from a comment that was withheld', async () => {
    const secret = 'Withheld words';
    const withheld = roundRow(2, ['C4', 'mallory'], secret, { withheld: true, score: 99 });
    const text = await json([...quarrel().slice(0, -1), withheld, endRow()]);
    expect(text).not.toContain(secret);
    expect(text).not.toContain('mallory');
  });

  it('can be made of an older log that lacks names, claims and numbers', async () => {
    const bare = { type: 'round', round: 1, persona_id: 'P1', community_id: 'C1', text: 'Only a text.' };
    const { highlights_top10, evidence_watch } = await buildReport([contextRow(), bare]);
    expect(highlights_top10).toMatchObject([
      { name: 'P1', community_name: 'C1', claim: 'Only a text.', intent: null, score: 0, evidence_id: null },
    ]);
    expect(evidence_watch.expires_in_hours).toBe(66);
  });

  it('can be made of an empty log, and does not pass', async () => {
    const { highlights_top10, report_gate } = await buildReport([]);
    expect(highlights_top10).toEqual([]);
    expect(report_gate.pass_fail).toBe(false);
  });
});

describe('the evaluation at the end of a run', () => {
  it('is the gate of the report of the stored log, from the durable rows and the one that is to follow', async () => {
    const rows = quarrel();
    const last = rows.at(-1) ?? endRow();
    expect(await passesReportGate(rows.slice(0, -1), [last])).toBe(true);
    expect((await buildReport(rows)).report_gate.pass_fail).toBe(true);
  });

  it('does not pass a run in which nobody got through', async () => {
    const silent = quarrel().map((row) => (row.type === 'round' ? { ...row, withheld: true } : row));
    expect(await passesReportGate([], silent)).toBe(false);
    expect((await buildReport(silent)).report_gate.failed_checks).toEqual([
      'required_sections',
      'highlights_count',
      'dialogue_count',
      'mediation_points_count',
    ]);
  });

  it('says what the gate of the whole report says, whatever of the log is missing', async () => {
    const rows = quarrel();
    const parts = rows.flatMap((_, index) => [
      rows.slice(0, index),
      rows.toSpliced(index, 1),
      rows.map((row, at) => (at === index && row.type === 'round' ? { ...row, claim: ' ' } : row)),
    ]);
    for (const part of parts) {
      const { report_gate } = await buildReport(part);
      const needed = part.filter(({ type }) => GATE_ROW_TYPES.includes(type));
      expect(await passesReportGate([], needed)).toBe(report_gate.pass_fail);
    }
  });
});

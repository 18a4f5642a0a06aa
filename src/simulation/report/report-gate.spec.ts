import { beforeAll, describe, expect, it } from '@jest/globals';
import { quarrel } from '../../../test/support/report-rows.js';
import { buildReport } from './build-report.js';
import { reportGate } from './report-gate.js';
import type { ReportBody } from './report.js';

const times = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

describe('the report gate', () => {
  let good: ReportBody;

  beforeAll(async () => {
    good = await buildReport(quarrel());
  });

  /** The checks that fail for a report with a defect. */
  const failed = (defect: object) => {
    const gate = reportGate({ ...good, ...defect });
    expect(gate.pass_fail).toBe(gate.failed_checks.length === 0);
    return gate.failed_checks;
  };

  const failedWith = (count: number) =>
    failed({ dialogue_candidates: times(count, good.dialogue_candidates[0]) });

  it('lets a good report through', () => {
    expect(failed({})).toEqual([]);
    expect(reportGate(good)).toMatchObject({ schema_version: 'report_gate.v1', pass_fail: true });
    expect(reportGate(good).checks).toHaveLength(9);
  });

  it.each([
    ['schema_version', ''],
    ['seed_id', undefined],
    ['title', '  '],
    ['summary', ''],
    ['lens_summaries', []],
    ['foreshadowing', []],
    ['risk_checks', []],
    ['seed_constraints', {}],
  ])('fails a report whose %s is empty', (section, value) => {
    expect(failed({ [section]: value })).toEqual(['required_sections']);
  });

  it('fails a report without two sides, and says what is missing', () => {
    const report = { ...good, conflict_map: { ...good.conflict_map, claim_b: null } };
    expect(reportGate(report).checks[0]).toEqual({
      name: 'required_sections',
      passed: false,
      details: 'Missing or empty: conflict_map.claim_b.',
    });
  });

  it('fails a report without highlights, or with more than ten', () => {
    expect(failed({ highlights_top10: [] })).toContain('highlights_count');
    expect(failed({ highlights_top10: times(10, good.highlights_top10[0]) })).toEqual([]);
    expect(failed({ highlights_top10: times(11, good.highlights_top10[0]) })).toEqual(['highlights_count']);
  });

  it('fails a report with fewer than three exchanges, or more than five', () => {
    expect(failedWith(2)).toEqual(['dialogue_count']);
    expect(failedWith(5)).toEqual([]);
    expect(failedWith(6)).toEqual(['dialogue_count']);
  });

  it('fails a report without a point to meet at', () => {
    expect(failed({ conflict_map: { ...good.conflict_map, mediation_points: [] } })).toEqual([
      'mediation_points_count',
    ]);
  });

  it('fails a report with a severity that there is not', () => {
    const [first, ...rest] = good.risk_checks;
    expect(failed({ risk_checks: [{ ...first, severity: 'grave' }, ...rest] })).toEqual(['valid_severities']);
    expect(failed({ evidence_watch: { ...good.evidence_watch, countdown_risk: 'true' } })).toEqual([
      'valid_severities',
    ]);
  });

  it('fails a report of an incident without facts, and says why', () => {
    const seed_constraints = { ...good.seed_constraints, public_facts: [] };
    expect(failed({ seed_constraints })).toEqual(['incident_facts']);
    const check = reportGate({ ...good, seed_constraints }).checks.find(({ passed }) => !passed);
    expect(check?.details).toBe(
      'The incident has no public facts: nothing that is said of it can be checked.',
    );
  });

  it('fails a report whose sides argue about something else, and one whose highlights do', () => {
    const { claim_a, claim_b } = good.conflict_map;
    const beside = { claim_a: { ...claim_a, grounded: false }, claim_b: { ...claim_b, grounded: false } };
    expect(failed({ conflict_map: { ...good.conflict_map, ...beside } })).toEqual(['conflict_grounded']);
    const highlights_top10 = good.highlights_top10.map((each) => ({ ...each, names_incident: false }));
    expect(failed({ highlights_top10 })).toEqual(['highlights_name_incident']);
  });

  it.each([
    ['is absent', undefined],
    ['has no label', { label: '', status: 'ok', details: 'x' }],
    ['has a status that there is not', { label: 'meme', status: 'fine', details: 'x' }],
    ['has nothing to say for it', { label: 'meme', status: 'ok', details: ' ' }],
  ])('fails a report whose checklist has an item that %s', (_, meme) => {
    expect(failed({ story_checklist: { ...good.story_checklist, meme } })).toEqual(['checklist_complete']);
  });

  it('fails everything about a report that is not there', () => {
    expect(reportGate({})).toMatchObject({
      pass_fail: false,
      failed_checks: [
        'required_sections',
        'highlights_count',
        'dialogue_count',
        'mediation_points_count',
        'valid_severities',
        'checklist_complete',
      ],
    });
  });
});

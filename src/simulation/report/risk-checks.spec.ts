import { describe, expect, it } from '@jest/globals';
import { contextRow, endRow, evidence, gateRow, roundRow } from '../../../test/support/report-rows.js';
import { buildReport } from './build-report.js';
import type { ReportRow } from './row-fields.js';

const ann = ['C1', 'ann'] as const;
const said = (round: number, fields: object = {}) =>
  roundRow(round, ann, `Said in ${round}.`, { evidence: evidence('E1'), upvotes: 5, ...fields });

async function risk(category: string, ...rows: ReportRow[]) {
  const { risk_checks } = await buildReport([contextRow(), ...rows]);
  return risk_checks.find((check) => check.category === category);
}

const act = (action_type: string) => ({ type: 'action', round: 1, action_type });

describe('risk checks', () => {
  it('name every category, low when there is nothing to tell', async () => {
    const { risk_checks } = await buildReport([contextRow(), gateRow(1, 'ann', []), said(1), endRow()]);
    expect(risk_checks.map(({ category, severity }) => `${category} ${severity}`)).toEqual([
      'privacy low',
      'taboo low',
      'forbidden_term low',
      'similarity low',
      'consistency low',
      'unsupported_claims low',
      'withheld low',
      'sensitivity low',
      'moderation low',
      'backlash low',
    ]);
  });

  it('are less grave when a new text mended it, and as the gate says when it was kept', async () => {
    const found = gateRow(1, 'ann', ['PII_PHONE'], 'high');
    expect(await risk('privacy', found, gateRow(1, 'ann', []), said(1))).toMatchObject({
      severity: 'medium',
      details: 'A phone number once: new texts mended all of it.',
    });
    expect(await risk('privacy', found, found, said(1))).toMatchObject({
      severity: 'high',
      details: 'A phone number 2 times: 1 comment kept it.',
    });
  });

  it('are graver than the gate says when it was kept often', async () => {
    const rows = [1, 2, 3].flatMap((round) => [gateRow(round, 'ann', ['TABOO_TERM']), said(round)]);
    expect(await risk('taboo', ...rows.slice(0, 4))).toMatchObject({ severity: 'medium' });
    expect(await risk('taboo', ...rows)).toMatchObject({
      severity: 'high',
      details: 'A taboo word 3 times: 3 comments kept it.',
    });
  });

  it('do not lay one comment’s findings on another', async () => {
    expect(await risk('taboo', gateRow(1, 'bob', ['TABOO_TERM']), said(1))).toMatchObject({
      details: 'A taboo word once: new texts mended all of it.',
    });
  });

  it('count what gates of a team found, and texts that could not be made', async () => {
    const failed = {
      type: 'gate',
      round: 2,
      persona_id: 'bob',
      gates: [{ gate_name: 'generation', passed: false, violations: [] }],
    };
    expect(await risk('other_gates', gateRow(1, 'ann', ['TOO_LONG'], 'low'), said(1), failed)).toEqual({
      category: 'other_gates',
      severity: 'medium',
      details: 'No text could be made once and too long once: 1 comment kept it.',
    });
  });

  it.each([
    ['low', 3],
    ['medium', 4],
    ['high', 6],
  ])('call unsupported claims %s at %i of ten comments', async (severity, uncited) => {
    const rows = Array.from({ length: 10 }, (_, index) =>
      said(index + 1, index < uncited ? { evidence: null } : {}),
    );
    expect(await risk('unsupported_claims', ...rows)).toMatchObject({ severity });
  });

  it('tell of withheld comments', async () => {
    const withheld = said(1, { withheld: true });
    const others = Array.from({ length: 9 }, (_, index) => said(index + 2));
    expect(await risk('withheld', withheld, ...others)).toMatchObject({
      severity: 'medium',
      details: '1 comment of 10 was withheld (10 %).',
    });
    expect(await risk('withheld', withheld, said(2))).toMatchObject({ severity: 'high' });
  });

  it('tell how the thread ended, and what moderation did', async () => {
    const hide = { type: 'action', round: 1, action_type: 'HIDE_PREVIEW', sanction_level: 2 };
    const decision = {
      type: 'moderation_decision',
      round: 1,
      report_total: 21,
      sanction_level: 3,
      status_after: 'locked',
    };
    expect(await risk('moderation', said(1), hide, endRow())).toMatchObject({ severity: 'medium' });
    expect(
      await risk(
        'moderation',
        said(1),
        hide,
        decision,
        endRow({ status: 'locked', termination_reason: 'moderation_lock' }),
      ),
    ).toEqual({
      category: 'moderation',
      severity: 'high',
      details:
        'The thread is locked, with 21 reports. Moderation acted: hide preview once. The sanction level is 3.',
    });
  });

  it('tell of a backlash, of appeals that came to nothing, and of more reports than upvotes', async () => {
    expect(await risk('backlash', said(1), act('APPEAL_DELAY'), act('CONSPIRACY_BACKLASH'))).toMatchObject({
      severity: 'high',
      details: '1 backlash; 1 appeal came to nothing; no reports against 5 upvotes.',
    });
    expect(await risk('backlash', said(1), act('APPEAL_REJECT'))).toMatchObject({ severity: 'medium' });
    expect(await risk('backlash', said(1, { reports: 6 }))).toMatchObject({ severity: 'medium' });
  });

  it('pass on what the seed says is sensitive', async () => {
    const { risk_checks } = await buildReport([contextRow({ sensitivity_tags: ['grief', 'labour'] })]);
    expect(risk_checks).toContainEqual({
      category: 'sensitivity',
      severity: 'medium',
      details: 'The seed calls for care: grief and labour.',
    });
  });
});

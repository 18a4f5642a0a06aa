import { describe, expect, it } from '@jest/globals';
import { contextRow, endRow, evidence, roundRow } from '../../../test/support/report-rows.js';
import { buildReport } from './build-report.js';
import type { StoryChecklist } from './report.js';
import type { ReportRow } from './row-fields.js';

const [ann, cat] = [['C1', 'ann'] as const, ['C3', 'cat'] as const];
const one = roundRow(1, ann, 'One.', { evidence: evidence('E1') });
const CARD = { id: 'event_card:EV', source: 'Late Tally', text: 'The tally came late.' };

async function item(name: keyof StoryChecklist, ...rows: ReportRow[]) {
  const { story_checklist } = await buildReport([contextRow({}, [CARD]), ...rows]);
  return story_checklist[name];
}

const at = (evidence_hours_left: number) => roundRow(1, ann, 'One.', { evidence_hours_left });
const flow = (phase: string, meme_heat: number) => ({
  type: 'meme_flow',
  round: 1,
  meme_seed_id: 'MM',
  phase,
  meme_heat,
});
const watch = async (seed: object, ...rows: ReportRow[]) =>
  (await buildReport([contextRow(seed), ...rows])).evidence_watch;

describe('the story checklist', () => {
  it('sees a risk in a countdown of a day or less', async () => {
    expect(await item('countdown_risk', at(31))).toMatchObject({ status: 'ok' });
    expect(await item('countdown_risk', at(30))).toMatchObject({
      status: 'risk',
      details: '24 hours of 72 are left after 1 round.',
    });
  });

  it('asks for evidence of a good grade that somebody cites', async () => {
    expect(await item('evidence_grade', one)).toMatchObject({
      status: 'ok',
      details: 'The evidence is of grade B; 1 comment of 1 cites a source.',
    });
    expect(await item('evidence_grade', roundRow(1, ann, 'One.'))).toMatchObject({ status: 'risk' });
    expect(await item('evidence_grade', contextRow({ evidence_grade: 'C' }), one)).toMatchObject({
      status: 'risk',
    });
    expect(await item('evidence_grade', contextRow({ evidence_grade: '' }), one)).toMatchObject({
      status: 'missing',
    });
  });

  it('asks for people of another board who are heard', async () => {
    const inflow = {
      type: 'cross_inflow',
      round: 1,
      from_board_id: 'B1',
      to_board_id: 'B4',
      reason: 'reports',
      arrivals: ['cat'],
    };
    expect(await item('board_migration_clue', one)).toMatchObject({ status: 'missing' });
    expect(await item('board_migration_clue', one, inflow)).toMatchObject({ status: 'risk' });
    expect(await item('board_migration_clue', one, inflow, roundRow(2, cat, 'Two.'))).toMatchObject({
      status: 'ok',
      details: 'Name of cat came over from B4 in round 1, and made 1 comment.',
    });
  });

  it('asks for a meme that has gone round', async () => {
    expect(await item('meme', one)).toMatchObject({ status: 'missing' });
    expect(await item('meme', { type: 'thread_selected', meme_seed_id: 'MM' })).toMatchObject({
      status: 'risk',
    });
    expect(await item('meme', flow('hub_to_factory', 1))).toMatchObject({ status: 'risk' });
    expect(await item('meme', flow('hub_to_factory', 1.8), flow('backflow', 0.9))).toMatchObject({
      status: 'ok',
      details: 'The meme “MM” comes back; its heat was 1.8 at the most.',
    });
  });

  it('asks for an event that somebody brings up', async () => {
    const selected = { type: 'thread_selected', event_card_id: 'EV' };
    const cited = roundRow(1, ann, 'One.', { evidence: evidence('event_card:EV') });
    expect(await item('event_card', one)).toMatchObject({ status: 'missing' });
    expect(await item('event_card', selected, one)).toMatchObject({ status: 'risk' });
    expect(await item('event_card', selected, cited)).toMatchObject({
      status: 'ok',
      details: 'The event “Late Tally” was cited once.',
    });
  });
});

describe('the evidence watch', () => {
  it('tells the hours left after the last round, and never less than none', async () => {
    expect(await watch({}, one, endRow({ ended_round: 1 }))).toEqual({
      grade: 'B',
      type: 'log',
      expires_in_hours: 66,
      countdown_risk: 'low',
    });
    const last = roundRow(1, ann, 'One.', { evidence_hours_left: 3 });
    expect(await watch({ evidence_expiry_hours: 3 }, last)).toMatchObject({ expires_in_hours: 0 });
  });

  it.each([
    [12, 'high'],
    [13, 'medium'],
    [24, 'medium'],
    [25, 'low'],
  ])('at %i hours, the countdown is a risk that is %s', async (evidence_expiry_hours, countdown_risk) => {
    expect(await watch({ evidence_expiry_hours })).toMatchObject({ countdown_risk });
  });
});

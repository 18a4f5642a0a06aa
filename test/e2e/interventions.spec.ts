import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { comparable, expectSoundLog, rowsOf } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { logOf } from '../support/waiting.js';

const FACT = { round: 2, kind: 'fact', text: 'A second crate with the same seal lies under the pier.' };

describe('interventions', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.stop());

  const simulate = async (interventions: unknown, more: object = {}) => {
    const seed = { ...(await exampleSeed()), ...more };
    return service.post('/simulate', { seed, rounds: 4, interventions });
  };
  const run = async (interventions: unknown, more: object = {}) => {
    const answer = await simulate(interventions, more);
    expect(answer.status).toBe(200);
    return logOf(service, String(answer.body.run_id));
  };

  it.each([
    [{ ...FACT, round: 5 }, '/round'],
    [{ ...FACT, round: 0 }, '/round'],
    [{ ...FACT, text: 'x'.repeat(501) }, '/text'],
    [{ ...FACT, text: ' – ' }, '/text'],
    [{ round: 2, kind: 'fact' }, '/text'],
    [{ ...FACT, action: 'RESTORE' }, '/action'],
    [{ ...FACT, evidence_grade: null }, '/evidence_grade'],
    [{ ...FACT, evidence_grade: 'D' }, '/evidence_grade'],
    [{ ...FACT, more: 1 }, '/more'],
    [{ round: 1, kind: 'statement', text: 'We know nothing.' }, '/stakeholder'],
    [{ round: 1, kind: 'reveal' }, '/hidden_fact'],
    [{ round: 1, kind: 'reveal', hidden_fact: 2 }, '/hidden_fact'],
    [{ round: 1, kind: 'reveal', hidden_fact: -1 }, '/hidden_fact'],
    [{ round: 1, kind: 'moderate', action: 'GHOST_THREAD' }, '/action'],
    [{ round: 1, kind: 'moderate' }, '/action'],
    [{ round: 1, kind: 'miracle' }, '/kind'],
    [{ kind: 'evidence_lost' }, '/round'],
  ])('are refused as one types: %j', async (intervention, member) => {
    const { status, body } = await simulate([{ round: 1, kind: 'evidence_lost' }, intervention]);
    expect(status).toBe(400);
    const pointers = (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(new Set(pointers)).toEqual(new Set([`/interventions/1${member}`]));
  });

  it.each([[[null]], [['fact']], [{}], [null], [Array.from({ length: 21 }, () => FACT)]])(
    'are a list of twenty objects at the most: %j',
    async (interventions) => {
      const { status, body } = await simulate(interventions);
      expect(status).toBe(400);
      expect(body.errors[0].pointer).toMatch(/^\/interventions/);
    },
  );

  it('are refused in POST /runs with the place in its body', async () => {
    const input = { seed: await exampleSeed(), interventions: [{ ...FACT, round: 4 }] };
    const { body } = await service.post('/runs', { pipeline: 'simulation', input }).expect(400);
    expect(body.errors[0].pointer).toBe('/input/interventions/0/round');
  });

  it('pass the gates of the seed, revealed facts too', async () => {
    const terms = { forbidden_terms: ['Marrable'], hidden_facts: ['Marrable did it.', 'It rained.'] };
    const interventions = [
      { ...FACT, text: 'M.a.r.r.a.b.l.e was there.' },
      { round: 1, kind: 'reveal', hidden_fact: 0 },
      { round: 1, kind: 'statement', stakeholder: 'the Morrow needle', text: 'We know.' },
      { round: 1, kind: 'reveal', hidden_fact: 1 },
    ];
    const { status, body } = await simulate(interventions, terms);
    expect(status).toBe(422);
    expect(body.error).toBe('canon_gate_failed');
    expect(new Set(body.checks[4].pointers)).toEqual(
      new Set(['/interventions/0/text', '/interventions/1/hidden_fact', '/interventions/2/stakeholder']),
    );
    expect(JSON.stringify(body)).not.toContain('did it');
  });

  it('have personal data blacked out, and say where', async () => {
    const log = await run(
      [
        { ...FACT, text: 'Ring 020 7946 0018 about the second crate.' },
        { round: 3, kind: 'reveal', hidden_fact: 0 },
      ],
      { hidden_facts: ['Her number is 020 7946 0019.'] },
    );
    const [fact, reveal] = rowsOf(log, 'intervention');
    expect(fact).toMatchObject({ text: expect.stringMatching(/^Ring █+ about/u) });
    expect(fact?.['redactions']).toMatchObject([{ pointer: '/interventions/0/text', code: 'PII_PHONE' }]);
    expect(reveal?.['redactions']).toMatchObject([{ pointer: '/interventions/1/hidden_fact' }]);
    expect(JSON.stringify(log.rows.slice(1))).not.toMatch(/7946 001/);
  });

  it('happen in the order of their rounds, and as listed within one', async () => {
    const log = await run([
      { round: 3, kind: 'evidence_lost' },
      { round: 1, kind: 'reveal', hidden_fact: 1 },
      { round: 3, kind: 'moderate', action: 'RESTORE' },
      { round: 1, kind: 'reveal', hidden_fact: 0 },
      { round: 1, kind: 'reveal', hidden_fact: 1 },
    ]);
    expectSoundLog(log);
    const rows = rowsOf(log, 'intervention');
    expect(rows.map((row) => [row['round'], row['kind'], row['hidden_fact']])).toEqual([
      [1, 'reveal', 1],
      [1, 'reveal', 0],
      [1, 'reveal', 1],
      [3, 'evidence_lost', undefined],
      [3, 'moderate', undefined],
    ]);
    for (const { seq, ...row } of rows) {
      const said = log.rows.find((other) => other.seq > seq && other.type === 'round');
      expect(said?.['round']).toBe(row['round']);
    }
    const late = rowsOf(log, 'round').filter((row) => Number(row['round']) >= 3);
    expect(late.map((row) => row['evidence_hours_left'])).toEqual(late.map(() => 0));
  });

  it('lock the thread before anybody speaks, and restore it', async () => {
    const lock = { round: 2, kind: 'moderate', action: 'LOCK_THREAD' };
    const locked = await run([lock]);
    expect(rowsOf(locked, 'action').map((row) => row['action_type'])).toEqual(
      expect.arrayContaining(['HIDE_PREVIEW', 'LOCK_THREAD']),
    );
    expect(rowsOf(locked, 'round').some((row) => row['round'] === 2)).toBe(false);
    expect(rowsOf(locked, 'end_condition')[0]).toMatchObject({
      termination_reason: 'moderation_lock',
      ended_round: 2,
    });
    const restored = await run([lock, { round: 2, kind: 'moderate', action: 'RESTORE' }]);
    expect(rowsOf(restored, 'end_condition')[0]).not.toMatchObject({ ended_round: 2 });
    expect(rowsOf(restored, 'intervention').map((row) => row['status'])).toEqual(['visible', 'locked']);
  });

  it('are in the request of the run, with which it can be made again', async () => {
    const interventions = [FACT, { round: 2, kind: 'moderate', action: 'HIDE_PREVIEW' }];
    const { body } = await simulate(interventions);
    expect(body.request.input.interventions).toEqual(interventions);
    const again = { ...body.request.input, seed: await exampleSeed() };
    const { body: second } = await service.post('/simulate', again).expect(200);
    const [first, other] = [await logOf(service, body.run_id), await logOf(service, second.run_id)];
    expect(comparable(other.rows)).toEqual(comparable(first.rows));
    const { body: diff } = await service.get(`/runs/${body.run_id}/diff/${second.run_id}`).expect(200);
    expect(diff).toMatchObject({ equal: true, inputs: [] });
  });

  it('are told by report, transcript and diff', async () => {
    const { body: plain } = await simulate([]);
    const { body: changed } = await simulate([FACT, { round: 3, kind: 'reveal', hidden_fact: 0 }]);
    const { body: report } = await service.get(`/runs/${changed.run_id}/report`).expect(200);
    expect(report.interventions).toMatchObject([
      { round: 2, kind: 'fact', text: `A new fact is known: “${FACT.text}”` },
      { round: 3, kind: 'reveal' },
    ]);
    expect(report.interventions[0].taken_up.length).toBeGreaterThan(1);
    expect(report.arcs[0].turn.basis).toBe('intervention');
    expect(report.timeline[1].events).toContain(`A new fact is known: “${FACT.text}”`);
    const markdown = { Accept: 'text/markdown' };
    for (const page of ['report', 'transcript']) {
      const { text } = await service.get(`/runs/${changed.run_id}/${page}`).set(markdown).expect(200);
      expect(text).toContain('A new fact is known');
    }
    const { body: diff } = await service.get(`/runs/${plain.run_id}/diff/${changed.run_id}`).expect(200);
    expect(diff.first_difference).toMatchObject({ round: 2 });
    expect(diff.inputs).toMatchObject([{ name: 'interventions', left: null }]);
    expect((await service.get(`/runs/${plain.run_id}/report`)).body.interventions).toBeUndefined();
  });
});

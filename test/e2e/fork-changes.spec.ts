import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectSoundLog, rowsOf, story, type AnsweredRow, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { logOf, runOnce } from '../support/waiting.js';

const FACT = { kind: 'fact', text: 'A second crate with the same seal lies under the pier.' };
const EXECUTION = new Set(['graph_node', 'graph_node_attempt', 'stage_checkpoint', 'run_state']);
const CALM = { U: 0, E: 20, M: 40, S: 40, H: 0 };
const HEATED = { U: 60, E: 0, M: 0, S: 0, H: 40 };

/** What the rounds of a run wrote. */
function ofLoop({ rows }: AnsweredRunlog): AnsweredRow[] {
  return rows.filter(({ type }) => type === 'round' || type === 'round_summary');
}

interface Diff {
  readonly equal: boolean;
  readonly first_difference: { readonly round: number; readonly type: string } | null;
}

describe('forks at a round, and with changes', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await startApp({ FAULT_INJECTION: 'true' });
  });
  afterAll(() => service.stop());

  const start = async (more: object = {}, options: object = {}): Promise<string> => {
    const seed = { ...(await exampleSeed()), dial: CALM, evidence_expiry_hours: 200 };
    const input = { seed, rounds: 5, ...more };
    const { body } = await service.post('/runs', { pipeline: 'simulation', input, ...options }).expect(202);
    await runOnce(service, String(body.run_id), 'succeeded', 'failed');
    return String(body.run_id);
  };
  const fork = (runId: string, body: object) => service.post(`/runs/${runId}/fork`, body);
  const forked = async (runId: string, body: object): Promise<string> => {
    const { body: run } = await fork(runId, body).expect(202);
    const ended = await runOnce(service, String(run.run_id), 'succeeded', 'failed');
    expect(ended).toMatchObject({ status: 'succeeded', forked_from: runId });
    expectSoundLog(await logOf(service, String(run.run_id)));
    return String(run.run_id);
  };
  const diff = async (left: string, right: string): Promise<Diff> => {
    const { body } = await service.get(`/runs/${left}/diff/${right}`).expect(200);
    return body as Diff;
  };
  /** What a run did before a round. */
  const before = async (runId: string, round: number) => {
    const { rows } = await logOf(service, runId);
    const kept = rows.slice(
      0,
      rows.findIndex((row) => Number(row['round'] ?? 0) >= round),
    );
    return story(kept, EXECUTION);
  };

  it('play the same without a change, at any round', async () => {
    const source = await start();
    for (const round of [1, 2, 3, 5]) {
      const { body } = await fork(source, { from_round: round }).expect(202);
      expect(body).toMatchObject({ forked_from: source, forked_at: { stage: 'round_loop', round } });
      await runOnce(service, String(body.run_id), 'succeeded');
      expect(await diff(source, String(body.run_id))).toMatchObject({ equal: true, first_difference: null });
    }
    const { body } = await service.get(`/runs/${source}`).expect(200);
    expect(body).toMatchObject({ forked_from: null, forked_at: null });
    const last = await forked(source, { from_round: 4 });
    const { text } = await service.get(`/runs/${last}/transcript`).expect(200);
    expect(text).toContain(`Forked from ${source} at round 4`);
  });

  it.each([
    ['interventions', { interventions: [{ ...FACT, round: 3 }] }],
    ['a dial', { dial: HEATED }],
    ['a random seed', { random_seed: 'another' }],
    ['fewer rounds', { rounds: 3 }],
    ['more rounds', { rounds: 7 }],
  ])('are other from the round on with %s', async (_, changes) => {
    const source = await start();
    const run = await forked(source, { from_round: 3, changes });
    expect((await diff(source, run)).first_difference?.round).toBeGreaterThanOrEqual(3);
    expect(await before(run, 3)).toEqual(await before(source, 3));
  });

  it('go on after the last round where only the number of rounds has ended it', async () => {
    const source = await start();
    const run = await forked(source, { from_round: 6, changes: { rounds: 7 } });
    const log = await logOf(service, run);
    expect(rowsOf(log, 'round_summary').map((row) => row['round'])).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await before(run, 6)).toEqual(
      story(
        (await logOf(service, source)).rows.filter(
          ({ type, round }) => type !== 'moderation_decision' && type !== 'end_condition' && round !== 6,
        ),
        EXECUTION,
      ),
    );
    expect((await fork(source, { from_round: 6 }).expect(409)).body.error).toBe('run_state_conflict');
    expect((await fork(source, { from_round: 7, changes: { rounds: 9 } }).expect(409)).body.error).toBe(
      'run_state_conflict',
    );
  });

  it('can be forked themselves, before and after the round where they left', async () => {
    const source = await start();
    const changes = { dial: HEATED, interventions: [{ ...FACT, round: 4 }] };
    const first = await forked(source, { from_round: 3, changes });
    for (const round of [2, 3, 4, 5]) {
      const again = await forked(first, { from_round: round });
      expect(await diff(first, again)).toMatchObject({ equal: true });
    }
    const second = await forked(first, { from_round: 2, changes: { random_seed: 'other' } });
    expect((await diff(first, second)).first_difference?.round).toBeGreaterThanOrEqual(2);
    const back = await forked(first, { from_round: 4, changes: { interventions: [] } });
    expect((await diff(first, back)).first_difference).toMatchObject({ round: 4, type: 'intervention' });
  });

  it('take runs that were retried, failed and resumed', async () => {
    const faults = [{ stage_node: 'round_loop', kind: 'error', attempts: 1 }];
    const retried = await start({}, { faults, max_stage_retries: 1 });
    expect(await diff(retried, await forked(retried, { from_round: 3 }))).toMatchObject({ equal: true });
    const failing = [{ stage_node: 'moderation', kind: 'error', attempts: 1 }];
    const failed = await start({}, { faults: failing, max_stage_retries: 0 });
    const run = await forked(failed, { from_round: 3 });
    await service.post(`/runs/${failed}/resume`, undefined).expect(202);
    await runOnce(service, failed, 'succeeded');
    expect(await diff(failed, run)).toMatchObject({ equal: true });
    expect(await diff(failed, await forked(failed, { from_round: 2 }))).toMatchObject({ equal: true });
  });

  it('can be made again from their request', async () => {
    const source = await start();
    const changes = { dial: HEATED, random_seed: 'other', interventions: [{ ...FACT, round: 4 }], rounds: 6 };
    const run = await forked(source, { from_round: 3, changes });
    const { body } = await service.get(`/runs/${run}`).expect(200);
    const { pipeline, request } = body as { pipeline: string; request: { input: { seed: object } } };
    const seed = { ...request.input.seed, hidden_facts: (await exampleSeed()).hidden_facts };
    const { body: again } = await service
      .post('/runs', { pipeline, input: { ...request.input, seed } })
      .expect(202);
    await runOnce(service, String(again.run_id), 'succeeded');
    expect(await diff(run, String(again.run_id))).toMatchObject({ equal: true });
  });

  it('change what comes after a stage', async () => {
    const source = await start();
    const run = await forked(source, { from_stage: 'moderation', changes: { random_seed: 'other' } });
    expect(ofLoop(await logOf(service, run))).toEqual(ofLoop(await logOf(service, source)));
    const loop = await forked(source, { from_stage: 'round_loop', changes: { dial: HEATED } });
    expect((await diff(source, loop)).first_difference?.round).toBe(1);
    const anew = await forked(source, { from_stage: 'thread_candidate', changes: { dial: HEATED } });
    expect((await diff(source, anew)).first_difference?.type).toBe('thread_candidate');
    expect((await logOf(service, anew)).rows[0]).toEqual((await logOf(service, source)).rows[0]);
  });

  it.each([
    [{ from_round: 3, changes: { rounds: 2 } }, 'changes_before_point'],
    [{ from_round: 3, changes: { interventions: [{ ...FACT, round: 2 }] } }, 'changes_before_point'],
    [{ from_stage: 'moderation', changes: { rounds: 9 } }, 'changes_before_point'],
    [
      { from_stage: 'moderation', changes: { interventions: [{ ...FACT, round: 2 }] } },
      'changes_before_point',
    ],
  ])('are refused where a change reaches back: %j', async (body, reason) => {
    const source = await start({ interventions: [{ kind: 'evidence_lost', round: 1 }] });
    const answer = await fork(source, body).expect(409);
    expect(answer.body).toMatchObject({ error: 'fork_refused', reason, run_id: source });
  });

  it('take interventions before the point where they are the run’s own', async () => {
    const own = { kind: 'evidence_lost', round: 1 };
    const source = await start({ interventions: [own, { ...FACT, round: 5 }] });
    const added = { ...FACT, round: 4 };
    const left = await forked(source, { from_round: 3, changes: { interventions: [added] } });
    const named = await forked(source, { from_round: 3, changes: { interventions: [added, own] } });
    expect(await diff(left, named)).toMatchObject({ equal: true });
    expect(rowsOf(await logOf(service, left), 'intervention').map((row) => row['round'])).toEqual([1, 4]);
  });

  it.each([
    [{ from_round: 0 }, '/from_round'],
    [{ from_round: '2' }, '/from_round'],
    [{ from_round: null }, '/from_round'],
    [{ from_round: 2, from_stage: 'moderation' }, '/from_round'],
    [{ from_round: 2, changes: null }, '/changes'],
    [{ from_round: 2, changes: { seed: {} } }, '/changes/seed'],
    [{ from_round: 2, changes: { rounds: 201 } }, '/changes/rounds'],
    [{ from_round: 2, changes: { dial: { U: 100 } } }, '/changes/dial'],
    [{ from_round: 2, changes: { random_seed: '' } }, '/changes/random_seed'],
    [
      { from_round: 2, changes: { interventions: [{ ...FACT, round: 6 }] } },
      '/changes/interventions/0/round',
    ],
    [
      { from_round: 2, changes: { interventions: [{ kind: 'reveal', round: 2, hidden_fact: 9 }] } },
      '/changes/interventions/0/hidden_fact',
    ],
  ])('are refused as one types: %j', async (body, pointer) => {
    const source = await start();
    const answer = await fork(source, body).expect(400);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('pass the canon gate with what they add', async () => {
    const source = await start();
    const changes = { interventions: [{ round: 3, kind: 'fact', text: 'A Morrow needle was found.' }] };
    const { body } = await fork(source, { from_round: 2, changes }).expect(422);
    expect(body.error).toBe('canon_gate_failed');
    expect(body.checks[4].pointers).toEqual(['/changes/interventions/0/text']);
  });

  it('know rounds that were not played', async () => {
    const source = await start({ interventions: [{ kind: 'moderate', action: 'LOCK_THREAD', round: 3 }] });
    await forked(source, { from_round: 3, changes: { interventions: [] } });
    const answer = await fork(source, { from_round: 4 }).expect(409);
    expect(answer.body).toMatchObject({ error: 'run_state_conflict', run_id: source });
    expect(answer.headers['location']).toBe(`/runs/${source}`);
  });
});

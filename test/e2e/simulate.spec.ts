import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { comparable, expectSoundLog, rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed, exampleSeeds } from '../support/seeds.js';

const STAGES = ['thread_candidate', 'round_loop', 'moderation', 'end_condition'];

describe('POST /simulate', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp();
  });

  afterAll(() => service.stop());

  async function simulate(body: object): Promise<AnsweredRunlog> {
    const answer = await service.post('/simulate', body).expect(200);
    const log = await service.get(`${answer.headers['location']}/runlog`).expect(200);
    return log.body as AnsweredRunlog;
  }

  it('runs each example seed to its end and keeps a complete log of it', async () => {
    for (const [name, seed] of await exampleSeeds()) {
      const answer = await service.post('/simulate', { seed }).expect(200);
      expect([name, answer.body]).toEqual([
        name,
        expect.objectContaining({
          run_id: expect.stringMatching(
            /^run-[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
          ),
          pipeline: 'simulation',
          status: 'succeeded',
          seed_id: seed.seed_id,
          board_id: seed.board_id,
          random_seed: seed.seed_id,
          rounds_run: 3,
          current_stage: null,
          error: null,
        }),
      ]);
      const { body: log } = await service.get(`/runs/${answer.body.run_id}/runlog`).expect(200);
      expectSoundLog(log);
      expect(log.rows[0].type).toBe('context');
      expect(rowsOf(log, 'graph_node').map((row) => row['node_id'])).toEqual(STAGES);
      expect(rowsOf(log, 'stage_checkpoint').map((row) => row['outcome'])).toEqual(Array(4).fill('success'));
      expect(log.summary).toEqual(answer.body.summary);
    }
  });

  it('gives equal rows for equal seeds and random seeds, and others for another random seed', async () => {
    const seed = await exampleSeed();
    const [first, second, other] = [
      await simulate({ seed, rounds: 5, random_seed: 'one' }),
      await simulate({ seed, rounds: 5, random_seed: 'one' }),
      await simulate({ seed, rounds: 5, random_seed: 'two' }),
    ];
    expect(comparable(second.rows)).toEqual(comparable(first.rows));
    expect(comparable(rowsOf(other, 'round'))).not.toEqual(comparable(rowsOf(first, 'round')));
  });

  it('scores nine candidates and selects the best', async () => {
    const log = await simulate({ seed: await exampleSeed() });
    const candidates = rowsOf(log, 'thread_candidate');
    const [selected] = rowsOf(log, 'thread_selected');
    expect(candidates).toHaveLength(9);
    expect(Number(selected?.['score'])).toBe(Math.max(...candidates.map((row) => Number(row['score']))));
  });

  it('picks another candidate when only the dial changes', async () => {
    const seed = await exampleSeed();
    const chosen = async (dial: object) => {
      const log = await simulate({ seed: { ...seed, dial } });
      return rowsOf(log, 'thread_selected')[0]?.['candidate_id'];
    };
    const urgent = await chosen({ U: 80, E: 5, M: 5, S: 5, H: 5 });
    const factual = await chosen({ U: 5, E: 80, M: 5, S: 5, H: 5 });
    const mediating = await chosen({ U: 5, E: 5, M: 80, S: 5, H: 5 });
    expect(new Set([urgent, factual, mediating]).size).toBe(3);
  });

  it('ends when the evidence is gone', async () => {
    const seed = { ...(await exampleSeed()), evidence_expiry_hours: 11 };
    const log = await simulate({ seed, rounds: 9 });
    expect(rowsOf(log, 'end_condition')[0]).toMatchObject({
      termination_reason: 'evidence_expired',
      ended_round: 2,
      ended_early: true,
    });
  });

  it('keeps hidden facts in the context row alone', async () => {
    const secret = 'Nobody may ever read this sentence';
    const seed = { ...(await exampleSeed()), hidden_facts: [secret] };
    const answer = await service.post('/simulate', { seed, rounds: 8 }).expect(200);
    const { body: log } = await service.get(`/runs/${answer.body.run_id}/runlog`).expect(200);
    const holders = (log as AnsweredRunlog).rows.filter((row) => JSON.stringify(row).includes(secret));
    expect(holders.map(({ type }) => type)).toEqual(['context']);
    expect(answer.text).not.toContain(secret);
  });
});

describe('the three repositories', () => {
  it('keep equal logs of equal runs, and answer equally about them', async () => {
    const seed = await exampleSeed();
    const answers = [];
    for (const repository of ['sqlite', 'file', 'memory']) {
      const service = await startApp({ RUN_REPOSITORY: repository });
      const { body: run } = await service.post('/simulate', { seed }).expect(200);
      const { body: log } = await service.get(`/runs/${run.run_id}/runlog`).expect(200);
      const { body: list } = await service.get('/runs').expect(200);
      expectSoundLog(log);
      answers.push(comparable({ run: { ...run, links: null }, rows: log.rows, total: list.total }));
      await service.stop();
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExperimentViewDto } from '../../src/simulation/dto/experiment.dto.js';
import type { Seed } from '../../src/simulation/domain/seed.js';
import {
  DIALS,
  endedExperiment,
  experimentWhen,
  placedResults,
  runsOf,
  startExperiment,
} from '../support/experiments.js';
import { packFiles, withValue, writeFiles } from '../fixtures/pack-folder.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { testStores } from '../support/test-stores.js';

const STORES = await testStores();
let seed: Seed;

beforeAll(async () => {
  seed = await exampleSeed();
});

describe.each(STORES)('an experiment on $kind', ({ open }) => {
  let service: RunningApp;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const { env, remove: gone } = await open();
    remove = gone;
    service = await startApp(env);
  });

  afterAll(async () => {
    await service.stop();
    await remove().catch(() => undefined); // the folder is that of the service
  });

  it('has a run for each combination, and counts how they end', async () => {
    const accepted = await startExperiment(service, {
      input: { seed, rounds: 2 },
      vary: { random_seeds: ['a', 'b', 'c'], dials: DIALS, rounds: [1, 2] },
    });
    expect(accepted).toMatchObject({ name: seed.title, total: 12, ended_at: null });
    const experiment = await endedExperiment(service, accepted);
    expect(experiment).toMatchObject({
      status: 'succeeded',
      counts: { queued: 0, running: 0, succeeded: 12, failed: 0, cancelled: 0 },
    });
    const runs = await runsOf(service, experiment);
    expect(runs).toHaveLength(12);
    expect(new Set(runs.map(({ random_seed }) => random_seed))).toEqual(new Set(['a', 'b', 'c']));
    const groups = experiment.results.groups;
    expect(groups.map(({ values }) => values)).toEqual(
      DIALS.flatMap((dial) => [1, 2].map((rounds) => ({ dial, rounds }))),
    );
    for (const [index, { runs: size, thread_status, figures, rounds }] of groups.entries()) {
      expect(size).toBe(3);
      expect(rounds).toHaveLength((index % 2) + 1);
      expect(figures.rounds_run.p50).toBe((index % 2) + 1);
      expect(Object.values(thread_status).reduce((sum, { count }) => sum + count, 0)).toBe(3);
    }
    const reports = runs.reduce((sum, { total_reports }) => sum + total_reports, 0);
    const counted = groups.reduce((sum, { figures }) => sum + figures.reports.mean * 3, 0);
    expect(counted).toBeCloseTo(reports, 2);
    for (const { ending, typical, extreme } of experiment.results.branches) {
      for (const id of [typical, extreme])
        expect(runs.find(({ run_id }) => run_id === id)).toMatchObject({ thread_status: ending });
    }
  });

  it('has the same results again', async () => {
    const body = { input: { seed, rounds: 2 }, vary: { random_seeds: 12 } };
    const [one, other] = await Promise.all([startExperiment(service, body), startExperiment(service, body)]);
    const results = [await endedExperiment(service, one), await endedExperiment(service, other)];
    const [first, second] = await Promise.all(results.map((ended) => placedResults(service, ended)));
    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
  });

  it('is deleted with its runs, and with nothing else', async () => {
    const body = { input: { seed, rounds: 1 }, vary: { random_seeds: 30 } };
    const kept = await endedExperiment(service, await startExperiment(service, body));
    const gone = await endedExperiment(service, await startExperiment(service, body));
    await service.delete(`/experiments/${gone.experiment_id}`).expect(204);
    await service.get(`/experiments/${gone.experiment_id}`).expect(404);
    expect(await runsOf(service, gone)).toEqual([]);
    expect(await runsOf(service, kept)).toHaveLength(30);
  });
});

describe('an experiment in several worlds', () => {
  let service: RunningApp;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packs-'));
    await writeFiles(folder, withValue(packFiles(), 'board_pack.json', 'boards.0.name', 'Winter'));
    service = await startApp({ PACK_FOLDERS: `winter=${folder}` });
  });

  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  it('has a group for each of the packs that were asked for', async () => {
    const { body: packs } = await service.get('/packs?packs=winter').expect(200);
    expect(packs.boards[0].name).toBe('Winter');
    const worlds = packs.worlds as { pack_fingerprint: string }[];
    const fingerprints = worlds.map(({ pack_fingerprint }) => pack_fingerprint);
    expect(packs.worlds).toMatchObject([{ packs: 'default' }, { packs: 'winter' }]);
    expect(packs.pack_fingerprint).toBe(fingerprints[1]);

    const accepted = await startExperiment(service, {
      input: { seed, rounds: 1 },
      vary: { packs: ['default', 'winter'], random_seeds: 2 },
    });
    const experiment = await endedExperiment(service, accepted);
    expect(experiment).toMatchObject({ status: 'succeeded', pack_fingerprint: fingerprints[0] });
    const { groups } = experiment.results;
    expect(groups.map(({ values, runs }) => ({ values, runs }))).toEqual([
      { values: { packs: 'default' }, runs: 2 },
      { values: { packs: 'winter' }, runs: 2 },
    ]);
    const runs = await runsOf(service, experiment);
    for (const used of fingerprints)
      expect(runs.filter(({ pack_fingerprint }) => pack_fingerprint === used)).toHaveLength(2);
    const winter = runs.find(({ pack_fingerprint }) => pack_fingerprint === fingerprints[1]);
    const { body: run } = await service.get(`/runs/${winter?.run_id}`).expect(200);
    expect(run.request.input).toMatchObject({ packs: 'winter' });
    const { body: again } = await service.post('/simulate', run.request.input).expect(200);
    expect(again).toMatchObject({ pack_fingerprint: fingerprints[1], total_reports: run.total_reports });
  });

  it('is refused when there are no packs of a name', async () => {
    const body = { input: { seed }, vary: { packs: ['default', 'summer'] } };
    const { body: problem } = await service.post('/experiments', body).expect(422);
    expect(problem).toMatchObject({ error_code: 'SIM_UNKNOWN_PACKS', known: ['default', 'winter'] });
    await service.post('/simulate', { seed, packs: 'summer' }).expect(422);
    await service.get('/packs?packs=summer').expect(422);
  });
});

describe('an experiment', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ MAX_CONCURRENT_RUNS: '1', FAULT_INJECTION: 'true' });
  });

  afterAll(() => service.stop());

  it('goes on where one run is executed at a time, and lets others go first', async () => {
    const accepted = await startExperiment(service, {
      input: { seed, rounds: 1 },
      vary: { random_seeds: 40 },
    });
    const { body: run } = await service.post('/simulate', { seed, rounds: 1 }).expect(200);
    expect(run).toMatchObject({ status: 'succeeded', experiment_id: null });
    const ended = await endedExperiment(service, accepted);
    expect(ended).toMatchObject({ counts: { succeeded: 40 } });
    const endedLater = (await runsOf(service, ended)).filter(({ ended_at: at }) => at! > run.ended_at);
    expect(endedLater).not.toEqual([]);
  });

  it('stops when it is cancelled, and goes on when it is resumed', async () => {
    const accepted = await startExperiment(service, {
      input: { seed, rounds: 2 },
      vary: { random_seeds: 60 },
    });
    await experimentWhen(service, accepted, ({ counts }) => counts.succeeded > 0);
    await service.delete(`/experiments/${accepted.experiment_id}`).expect(409);
    await service.post(`/experiments/${accepted.experiment_id}/cancel`, {}).expect(202);
    const { counts, total } = await endedExperiment(service, accepted);
    expect(counts).toMatchObject({ queued: 0, running: 0, failed: 0 });
    expect(counts.succeeded).toBeLessThan(60);
    expect(counts.succeeded + counts.cancelled).toBe(total);
    await service.post(`/experiments/${accepted.experiment_id}/cancel`, {}).expect(409);
    await service.post(`${accepted.links.run}/resume`, {}).expect(202);
    const resumed = await endedExperiment(service, accepted);
    expect(resumed).toMatchObject({ status: 'succeeded', counts: { succeeded: 60 } });
    await placedResults(service, resumed);
    expect(await runsOf(service, resumed)).toHaveLength(60);
  });

  it('can be deleted as soon as it is cancelled', async () => {
    const accepted = await startExperiment(service, {
      input: { seed, rounds: 50 },
      vary: { random_seeds: 10 },
    });
    await experimentWhen(service, accepted, ({ status }) => status === 'running');
    await service.post(`/experiments/${accepted.experiment_id}/cancel`, {}).expect(202);
    await endedExperiment(service, accepted);
    await service.delete(`/experiments/${accepted.experiment_id}`).expect(204);
    expect(await runsOf(service, accepted)).toEqual([]);
  });

  it('goes on after a restart, with each run once, and the results that it would have had', async () => {
    const body = { input: { seed, rounds: 3 }, vary: { random_seeds: 30 } };
    const accepted = await startExperiment(service, body);
    await experimentWhen(service, accepted, ({ counts }) => counts.succeeded > 0);
    service = await service.restart();
    const cut = await endedExperiment(service, accepted);
    expect(cut).toMatchObject({ status: 'succeeded', counts: { succeeded: 30 } });
    expect(await runsOf(service, cut)).toHaveLength(30);
    const whole = await endedExperiment(service, await startExperiment(service, body));
    expect(await placedResults(service, cut)).toEqual(await placedResults(service, whole));
  });

  it('is listed, newest first, without its results', async () => {
    const { body } = await service.get('/experiments?limit=1&status=succeeded').expect(200);
    const [newest] = (body as { readonly items: ExperimentViewDto[] }).items;
    expect(newest).toMatchObject({ status: 'succeeded', total: 30 });
    expect(newest).not.toHaveProperty('results');
    const { body: next } = await service
      .get(`/experiments?limit=1&status=succeeded&cursor=${body.next_cursor}`)
      .expect(200);
    expect(next.items[0].experiment_id < (newest?.experiment_id ?? '')).toBe(true);
  });

  it('is made once for a key', async () => {
    const body = { input: { seed, rounds: 1 }, vary: {} };
    const post = () => service.post('/experiments', body).set('Idempotency-Key', 'once').expect(202);
    const [one, other] = [await post(), await post()];
    expect(other.body.experiment_id).toBe(one.body.experiment_id);
    expect(other.headers['idempotency-replayed']).toBe('true');
    expect(one.headers['location']).toBe(`/experiments/${one.body.experiment_id}`);
    const ended = await endedExperiment(service, one.body);
    expect(await runsOf(service, ended)).toMatchObject([{ random_seed: seed.seed_id }]);
  });

  it('shows no hidden facts', async () => {
    const accepted = await startExperiment(service, { input: { seed, rounds: 1 }, vary: {} });
    expect(accepted.input.seed).not.toHaveProperty('hidden_facts');
    const { text } = await service.get(`/experiments/${accepted.experiment_id}`).expect(200);
    for (const fact of seed.hidden_facts) expect(text).not.toContain(fact);
  });

  it.each([
    [{ random_seeds: 10_001 }],
    [{ random_seeds: 101, dials: Array(100).fill(DIALS[0]) }],
    [{ rounds: Array(1_001).fill(1) }],
  ])('of too many runs is refused: %#', async (vary) => {
    const { body } = await service.post('/experiments', { input: { seed }, vary }).expect(422);
    expect(body).toMatchObject({ error: 'experiment_too_large', error_code: 'SIM_EXPERIMENT_TOO_LARGE' });
  });

  it.each([
    ['/vary', { input: {} }],
    ['/vary/random_seeds', { vary: { random_seeds: 0 } }],
    ['/vary/random_seeds', { vary: { random_seeds: [] } }],
    ['/vary/random_seeds', { vary: { random_seeds: ['a', 'a'] } }],
    ['/vary/random_seeds', { vary: { random_seeds: [1] } }],
    ['/vary/rounds/1', { vary: { rounds: [1, 201] } }],
    ['/vary/dials/1', { vary: { rounds: [1, 2], dials: [DIALS[0], { U: 1, E: 1, M: 1, S: 1, H: 1 }] } }],
    ['/vary/dials/0/U', { vary: { dials: [{ U: 101 }] } }],
    ['/input/random_seed', { input: { random_seed: 'x' }, vary: {} }],
    ['/input/rounds', { input: { rounds: 201 }, vary: {} }],
    ['/vary/interventions/1/0/round', { vary: { interventions: [[], [{ kind: 'evidence_lost' }]] } }],
    ['/max_stage_retries', { vary: {}, max_stage_retries: 11 }],
    ['/pace', { vary: {}, pace: 1 }],
  ])('with a fault at %s is refused', async (pointer, body) => {
    const { input, ...rest } = body as { readonly input?: object };
    const answer = await service.post('/experiments', { input: { seed, ...input }, ...rest }).expect(400);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
  });

  it('of a seed that the world refuses is refused', async () => {
    const nowhere = { input: { seed: { ...seed, board_id: 'B99' } }, vary: {} };
    const { body } = await service.post('/experiments', nowhere).expect(422);
    expect(body).toMatchObject({ error_code: 'SIM_UNKNOWN_BOARD' });
  });

  it.each(['exp-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f', 'run-1', 'exp-'])('%s is not there', async (id) => {
    const { body } = await service.get(`/experiments/${id}`).expect(404);
    expect(body).toMatchObject({ error: 'experiment_not_found', error_code: 'SIM_EXPERIMENT_NOT_FOUND' });
    await service.delete(`/experiments/${id}`).expect(404);
    await service.post(`/experiments/${id}/cancel`, {}).expect(404);
  });

  it('is no simulation', async () => {
    const { body: run } = await service.post('/simulate', { seed, rounds: 1 }).expect(200);
    const { status } = await service.get(`/experiments/${run.run_id.replace('run-', 'exp-')}`);
    expect(status).toBe(404);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { runOnce } from '../support/waiting.js';

const FAULTS = [{ stage_node: 'moderation', kind: 'error', attempts: 1 }];

describe.each(['sqlite', 'file', 'memory'])('the request of a run (%s)', (repository) => {
  let service: RunningApp;
  let asked: { input: object; max_stage_retries: number; faults: object[] };
  let answered: object;
  let runId: string;

  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: repository, FAULT_INJECTION: 'true' });
    const { hidden_facts, ...seed } = await exampleSeed();
    asked = {
      input: { seed, rounds: 2, random_seed: 'again' },
      max_stage_retries: 2,
      faults: FAULTS,
    };
    const { max_stage_retries, faults, input } = asked;
    const sent = { ...input, seed: { ...seed, hidden_facts }, max_stage_retries, faults };
    const { body } = await service.post('/simulate', sent).expect(200);
    answered = body.request;
    runId = body.run_id;
  });

  afterAll(() => service.stop());

  it('is in the run without its hidden facts, on every route', async () => {
    expect(answered).toEqual(asked);
    const { body: run } = await service.get(`/runs/${runId}`).expect(200);
    expect(run.request).toEqual(asked);
    const { body: latest } = await service.get('/runs/latest').expect(200);
    expect(latest.request).toEqual(asked);
    const { text } = await service.get(`/runs/${runId}/events`).expect(200);
    const [, end = ''] = /event: end\ndata: (.*)\n/.exec(text) ?? [];
    expect(JSON.parse(end)).toMatchObject({ request: asked });
  });

  it('is in the first row of its log', async () => {
    const { body } = await service.get(`/runs/${runId}/runlog?limit=1`).expect(200);
    expect(body.rows[0]).toMatchObject({
      type: 'context',
      rounds: 2,
      random_seed: 'again',
      random_version: 'streams.v3',
      max_stage_retries: 2,
      faults: FAULTS,
    });
  });

  it('can be sent to POST /runs unchanged, and creates an equal run', async () => {
    const { body: run } = await service.post('/simulate', asked.input).expect(200); // without hidden facts
    const again = await service.post('/runs', { pipeline: run.pipeline, ...run.request }).expect(202);
    expect(again.body.request).toEqual(run.request);
    const ended = await runOnce(service, again.body.run_id, 'succeeded');
    expect(ended.summary.row_counts).toEqual(run.summary.row_counts);
  });

  it('omits retries that were left to the stages, and faults in a fork', async () => {
    const { seed } = asked.input as { seed: { seed_id: string } };
    const { body: plain } = await service.post('/simulate', { seed, rounds: 1 }).expect(200);
    expect(plain.request).toEqual({ input: { seed, rounds: 1, random_seed: seed.seed_id }, faults: [] });
    const { body: fork } = await service
      .post(`/runs/${runId}/fork`, { from_stage: 'moderation' })
      .expect(202);
    expect(fork.request).toEqual({ ...asked, faults: [] });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

describe('GET /runs/{id}/diff/{other_id}', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ FAULT_INJECTION: 'true' });
  });

  afterAll(() => service.stop());

  async function simulate(body: object): Promise<string> {
    const answer = await service.post('/simulate', { seed: await exampleSeed(), ...body }).expect(200);
    return (answer.body as { run_id: string }).run_id;
  }

  async function diff(left: string, right: string) {
    const { body } = await service.get(`/runs/${left}/diff/${right}`).expect(200);
    return body;
  }

  it('finds no difference between two runs of one input, though one of them was retried', async () => {
    const input = { rounds: 2, random_seed: 'same' };
    const left = await simulate(input);
    const fault = { stage_node: 'round_loop', kind: 'error', attempts: 1 };
    const right = await simulate({ ...input, faults: [fault] });
    const found = await diff(left, right);
    expect(found).toMatchObject({ left, right, equal: true, first_difference: null });
    expect(found.inputs.map(({ name }: { name: string }) => name)).toEqual(['faults']);
    expect(found.comments).toMatchObject({ changed: 0, only_left: 0, only_right: 0 });
    expect(found.comments.same).toBeGreaterThan(4);
  });

  it('shows that a longer run goes on after the end of a shorter one', async () => {
    const [left, right] = [await simulate({ rounds: 1 }), await simulate({ rounds: 2 })];
    const found = await diff(left, right);
    expect(found.rounds).toHaveLength(2);
    expect(found.rounds[0].comments).toMatchObject({ changed: 0, only_left: 0, only_right: 0 });
    expect(found.rounds[1]).toMatchObject({ round: 2, left: null });
    expect(found.outcomes).toContainEqual({ name: 'rounds_run', left: 1, right: 2 });
  });

  it('shows what another random seed has changed', async () => {
    const [left, right] = [await simulate({ random_seed: 'a' }), await simulate({ random_seed: 'b' })];
    const found = await diff(left, right);
    expect(found.equal).toBe(false);
    expect(found.inputs).toEqual([{ name: 'random_seed', left: 'a', right: 'b' }]);
    expect(found.first_difference.fields.length).toBeGreaterThan(0);
  });

  it('is a 404 when one of them is not there', async () => {
    const run = await simulate({ rounds: 1 });
    const missing = 'run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f';
    const { body } = await service.get(`/runs/${run}/diff/${missing}`).expect(404);
    expect(body).toMatchObject({ error_code: 'RUN_NOT_FOUND' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExperimentComparisonDto } from '../../src/simulation/dto/experiment-comparison.dto.js';
import type { Seed } from '../../src/simulation/domain/seed.js';
import { DIALS, endedExperiment, runsOf, startExperiment } from '../support/experiments.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

describe('what comes of an experiment', () => {
  let service: RunningApp;
  let seed: Seed;

  beforeAll(async () => {
    service = await startApp();
    seed = await exampleSeed();
  });

  afterAll(() => service.stop());

  it('varies interventions, and shows no personal data of theirs', async () => {
    const fact = { round: 2, kind: 'fact', text: 'Write to tally.clerk@example.com about the crate.' };
    const accepted = await startExperiment(service, {
      input: { seed, rounds: 2 },
      vary: { random_seeds: 2, interventions: [[], [fact, { round: 2, kind: 'reveal', hidden_fact: 0 }]] },
    });
    const { results, vary } = await endedExperiment(service, accepted);
    expect(results.groups.map(({ runs }) => runs)).toEqual([2, 2]);
    expect(JSON.stringify(vary)).not.toContain('tally.clerk');
    expect(results.groups[1]?.values).toEqual({ interventions: vary.interventions?.[1] });
    const [run] = await runsOf(service, accepted);
    const { text } = await service.get(`/runs/${run?.run_id}/runlog?type=intervention`).expect(200);
    expect(text).toContain('"kind":"reveal"');
    expect(text).not.toContain('tally.clerk');
  });

  it('does not count forks of its runs', async () => {
    const accepted = await startExperiment(service, { input: { seed, rounds: 1 }, vary: {} });
    await endedExperiment(service, accepted);
    const [run] = await runsOf(service, accepted);
    const { body } = await service
      .post(`/runs/${run?.run_id}/fork`, { from_stage: 'moderation' })
      .expect(202);
    expect(body).toMatchObject({ forked_from: run?.run_id, experiment_id: null });
    expect(await runsOf(service, accepted)).toHaveLength(1);
  });

  it('is compared with a baseline, once both have ended', async () => {
    const dial = { U: 16, E: 52, M: 8, S: 10, H: 14 };
    const vary = { random_seeds: 60 };
    const goesOn = await startExperiment(service, { input: { seed, rounds: 3 }, vary });
    await service.get(`/experiments/${goesOn.experiment_id}/compare/${goesOn.experiment_id}`).expect(409);
    const moved = await startExperiment(service, { input: { seed: { ...seed, dial }, rounds: 3 }, vary });
    const [one, other] = [await endedExperiment(service, goesOn), await endedExperiment(service, moved)];
    const compare = async (id: string, baseline: string) => {
      const { body } = await service.get(`/experiments/${id}/compare/${baseline}`).expect(200);
      return body as ExperimentComparisonDto;
    };
    const same = await compare(one.experiment_id, one.experiment_id);
    expect(new Set(same.figures.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
    expect(same.verdict).toBe('same');
    const changed = await compare(other.experiment_id, one.experiment_id);
    expect(changed.verdict).toBe('changed');
    for (const { value, baseline, difference, low, high, verdict } of changed.figures) {
      expect(difference).toBeCloseTo(value - baseline, 4);
      expect(verdict).toBe((low ?? 0) > 0 || (high ?? 0) < 0 ? 'changed' : 'same');
    }
    await service.get(`/experiments/${one.experiment_id}/compare/exp-none`).expect(404);
  });

  it('is a table of its runs, as CSV', async () => {
    const accepted = await startExperiment(service, {
      input: { seed, rounds: 1 },
      vary: { random_seeds: ['=HYPERLINK("x")', 'a,"b"'], dials: DIALS },
    });
    const ended = await endedExperiment(service, accepted);
    const { text, headers } = await service
      .get(`/experiments/${ended.experiment_id}/runs.csv?bom=true`)
      .expect(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(text.startsWith('\uFEFFindex,run_id,status,random_seed,U,E,M,S,H,rounds,interventions,')).toBe(
      true,
    );
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toContain(`succeeded,"'=HYPERLINK(""x"")",60,10,10,10,10,1,[],`);
    expect(lines[4]).toContain('succeeded,"a,""b""",10,60,10,10,10,1,[],');
    await service.get('/experiments/exp-none/runs.csv').expect(404);
  });
});

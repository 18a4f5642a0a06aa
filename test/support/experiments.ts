import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { RunListItemDto } from '../../src/runs/index.js';
import type { ExperimentViewDto } from '../../src/simulation/dto/experiment.dto.js';
import type { RunningApp } from './running-app.js';

/** What the simulation says of a run. */
type SimulationRun = RunListItemDto & {
  readonly thread_status: string;
  readonly rounds_run: number;
  readonly total_reports: number;
  readonly pack_fingerprint: string;
};

/** Two dials that are far apart. */
export const DIALS = [
  { U: 60, E: 10, M: 10, S: 10, H: 10 },
  { U: 10, E: 60, M: 10, S: 10, H: 10 },
];

const PATIENCE_MS = 25_000;

/** Starts an experiment. */
export async function startExperiment(service: RunningApp, body: object): Promise<ExperimentViewDto> {
  const answer = await service.post('/experiments', body).expect(202);
  return answer.body as ExperimentViewDto;
}

/** The experiment as soon as something holds of it; the test fails when that takes too long. */
export async function experimentWhen(
  service: RunningApp,
  { experiment_id: id }: Pick<ExperimentViewDto, 'experiment_id'>,
  isSo: (experiment: ExperimentViewDto) => boolean,
): Promise<ExperimentViewDto> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { body } = await service.get(`/experiments/${id}`).expect(200);
    const experiment = body as ExperimentViewDto;
    if (isSo(experiment)) return experiment;
    if (performance.now() > deadline) throw new Error(`Waited in vain: ${JSON.stringify(experiment.counts)}`);
    await pause(20);
  }
}

/** The experiment when it has ended. */
export function endedExperiment(
  service: RunningApp,
  experiment: Pick<ExperimentViewDto, 'experiment_id'>,
): Promise<ExperimentViewDto> {
  return experimentWhen(service, experiment, ({ ended_at }) => ended_at !== null);
}

/** The results of an experiment, with the place in its plan of each run that they name. */
export async function placedResults(service: RunningApp, experiment: ExperimentViewDto): Promise<unknown> {
  const { body } = await service
    .get(`${experiment.links.run}/runlog?type=experiment_run&limit=10000`)
    .expect(200);
  const { rows } = body as { readonly rows: readonly { index: number; run_id: string }[] };
  expect(rows.map(({ index }) => index)).toEqual(rows.map((_, index) => index));
  const places = new Map(rows.map(({ run_id, index }) => [run_id, `run ${index}`]));
  expect(places.size).toBe(rows.length);
  const text = JSON.stringify(experiment.results);
  return JSON.parse(text.replaceAll(/run-[0-9a-f-]{36}/g, (id) => places.get(id) ?? id)) as unknown;
}

/** The runs of an experiment, two hundred at the most. */
export async function runsOf(
  service: RunningApp,
  { experiment_id }: ExperimentViewDto,
): Promise<SimulationRun[]> {
  const { body } = await service.get(`/runs?limit=200&experiment_id=${experiment_id}`).expect(200);
  return (body as { readonly items: SimulationRun[] }).items;
}

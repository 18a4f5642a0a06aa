import { setTimeout as pause } from 'node:timers/promises';
import type { RunDto } from '../../src/runs/index.js';
import type { AnsweredRunlog } from './run-logs.js';
import type { RunningApp } from './running-app.js';

const PATIENCE_MS = 15_000;

/** The run as soon as it has one of the statuses; the test fails when that takes too long. */
export function runOnce(service: RunningApp, runId: string, ...statuses: string[]): Promise<RunDto> {
  return runWhen(service, runId, statuses.join(' or '), ({ status }) => statuses.includes(status));
}

/** The run as soon as a stage node is at work on it. */
export function runAtStage(service: RunningApp, runId: string, stageNode: string): Promise<RunDto> {
  return runWhen(service, runId, `at ${stageNode}`, ({ current_stage }) => current_stage === stageNode);
}

async function runWhen(
  service: RunningApp,
  runId: string,
  expected: string,
  isSo: (run: RunDto) => boolean,
): Promise<RunDto> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { body } = await service.get(`/runs/${runId}`).expect(200);
    const run = body as RunDto;
    if (isSo(run)) return run;
    if (performance.now() > deadline) {
      throw new Error(`Run ${runId} is ${run.status}, and was to become ${expected}.`);
    }
    await pause(20);
  }
}

/** The newest run as soon as there is one. */
export async function newestRun(service: RunningApp): Promise<RunDto> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { status, body } = await service.get('/runs/latest');
    if (status === 200) return body as RunDto;
    if (performance.now() > deadline) throw new Error('There is no run.');
    await pause(20);
  }
}

/** The run log of a run. */
export async function logOf(service: RunningApp, runId: string): Promise<AnsweredRunlog> {
  const { body } = await service.get(`/runs/${runId}/runlog`).expect(200);
  return body as AnsweredRunlog;
}

/** Resolves as soon as something is so; the test fails when that takes too long. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('What was waited for has not come.');
    await pause(20);
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppModule, CLOCK, Replacement } from '../../src/index.js';
import { SystemClock } from '../../src/common/index.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

const HOUR_MS = 3_600_000;

/** The machine's clock, whose wall clock can be set. */
class SettableClock extends SystemClock {
  setBy = 0;

  override now(): Date {
    return new Date(super.now().getTime() + this.setBy);
  }
}

const clock = new SettableClock();

@Module({ imports: [AppModule, Replacement.of(CLOCK, { useValue: clock })] })
class SettableModule {}

interface Run {
  readonly run_id: string;
  readonly status: string;
  readonly created_at: string;
  readonly started_at: string;
  readonly ended_at: string;
  readonly duration_ms: number;
}

let service: RunningApp;

/** Asks for a run until it is as it should be. */
async function untilRun(runId: string, isRight: (run: Run) => boolean): Promise<Run> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const run = (await service.get(`/runs/${runId}`).expect(200)).body as Run;
    if (isRight(run)) return run;
    if (performance.now() > deadline) throw new Error(`The run is ${run.status}.`);
    await pause(10);
  }
}

/** Starts a run whose first stage begins late, sets the clock meanwhile, and waits for the run's end. */
async function runWhileSetting(byMs: number): Promise<Run> {
  const faults = [{ stage_node: 'thread_candidate', kind: 'delay', attempts: 1, delay_ms: 300 }];
  const input = { seed: await exampleSeed(), rounds: 1 };
  const { body } = await service.post('/runs', { pipeline: 'simulation', input, faults }).expect(202);
  const { run_id } = body as Run;
  await untilRun(run_id, ({ status }) => status === 'running');
  clock.setBy += byMs;
  return untilRun(run_id, ({ status }) => status === 'succeeded');
}

describe.each([HOUR_MS, -HOUR_MS])('a service whose clock is set by %i ms during a run', (byMs) => {
  beforeEach(async () => {
    clock.setBy = 0;
    service = await startApp({ FAULT_INJECTION: 'true' }, SettableModule);
  });

  afterEach(() => service.stop());

  it('says of the run how long it took', async () => {
    const run = await runWhileSetting(byMs);
    expect(run.duration_ms).toBeGreaterThan(0);
    expect(run.duration_ms).toBeLessThan(HOUR_MS / 2);
    expect([run.created_at, run.started_at, run.ended_at]).toEqual(
      [run.created_at, run.started_at, run.ended_at].toSorted(),
    );
    const { rows } = (await service.get(`/runs/${run.run_id}/runlog`).expect(200)).body as {
      rows: { at: string; type: string; duration_ms?: number }[];
    };
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted());
    const durations = rows.flatMap(({ duration_ms }) => (duration_ms === undefined ? [] : [duration_ms]));
    expect(durations.length).toBeGreaterThan(0);
    expect(durations.filter((ms) => ms < 0 || ms >= HOUR_MS / 2)).toEqual([]);
  });

  it('lists later runs in front of it', async () => {
    const first = await runWhileSetting(byMs);
    const second = await runWhileSetting(0);
    const { body: latest } = await service.get('/runs/latest').expect(200);
    expect((latest as Run).run_id).toBe(second.run_id);
    const { body: page } = await service.get('/runs').expect(200);
    const ids = (page as { items: Run[] }).items.map(({ run_id }) => run_id);
    expect(ids).toEqual([second.run_id, first.run_id]);
    expect(ids).toEqual(ids.toSorted().toReversed());
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  AppModule,
  Pipeline,
  StageNode,
  type AcceptedInput,
  type RunPipeline,
  type StageContext,
  type StageNodeHandler,
} from '../../src/index.js';
import { RUN_REPOSITORY, type RunRepository } from '../../src/runs/index.js';
import { newRun, sampleRow, sampleRun, withRows } from '../../src/testing/samples.js';
import type { AnsweredRow } from '../support/run-logs.js';
import { Subscription, received, type ReceivedEvent } from '../support/event-stream.js';
import { startApp, type RunningApp, type TestEnvironment } from '../support/running-app.js';
import { logOf, runOnce } from '../support/waiting.js';

/** How many steps there are, and how long each takes. */
interface Steps {
  readonly steps: number;
  readonly stepMs: number;
  readonly firstType?: string;
}

@Pipeline({ id: 'steps' })
class StepsPipeline implements RunPipeline {
  check(input: unknown): unknown {
    return input;
  }

  accept(input: unknown): AcceptedInput {
    const { firstType = 'asked' } = input as Steps;
    return { input, randomSeed: 's', rows: [{ type: firstType, text: 'a\r\n\u2028b' }], projection: {} };
  }

  project(): object {
    return {};
  }
}

@StageNode({ id: 'walk', pipeline: 'steps' })
class WalkStage implements StageNodeHandler<Steps, { step?: number }> {
  async run(context: StageContext<Steps, { step?: number }>): Promise<void> {
    const { steps, stepMs } = context.input;
    for (let step = (context.state.step ?? 0) + 1; step <= steps; step++) {
      await pause(stepMs, undefined, { signal: context.signal });
      context.emit({ type: 'step', step });
      context.state.step = step;
      await context.checkpoint();
    }
  }
}

@Module({ imports: [AppModule], providers: [StepsPipeline, WalkStage] })
class StepsModule {}

async function begin(service: RunningApp, input: Steps): Promise<string> {
  const { body } = await service.post('/runs', { pipeline: 'steps', input }).expect(202);
  return String(body.run_id);
}

/** Follows a run, and breaks the connection after each row; comes again until the answer is 204. */
async function followWithBreaks(service: RunningApp, runId: string): Promise<ReceivedEvent[]> {
  const seen: ReceivedEvent[] = [];
  for (;;) {
    const lastId = seen.at(-1)?.id;
    const subscription = await Subscription.open(
      service,
      `/runs/${runId}/events`,
      lastId === undefined ? {} : { 'Last-Event-ID': lastId },
    );
    if (subscription.response.statusCode === 204) return seen;
    for await (const event of subscription.events()) {
      seen.push(event);
      break;
    }
    subscription.kill();
    if (seen.at(-1)?.event === 'end') seen.pop(); // it is told by the 204 of the next time
  }
}

/** Checks that the events are the run's rows, each once, and then its end. */
async function expectWhole(service: RunningApp, runId: string, events: ReceivedEvent[], after = 0) {
  const { body: run } = await service.get(`/runs/${runId}`).expect(200);
  const end = events.at(-1);
  expect(end).toMatchObject({ id: '', event: 'end' });
  expect(JSON.parse(end?.data ?? '')).toEqual(run);
  await expectRows(service, runId, events.slice(0, -1), after);
}

/** Checks that the events are the run's rows, each once. */
async function expectRows(service: RunningApp, runId: string, events: ReceivedEvent[], after = 0) {
  const { rows } = await logOf(service, runId);
  const wanted = rows.filter(({ seq }) => seq > after);
  expect(events.map(({ data }) => JSON.parse(data) as AnsweredRow)).toEqual(wanted);
  expect(events.map(({ id, event }) => [id, event])).toEqual(
    wanted.map(({ seq, type }) => [String(seq), type]),
  );
}

/** An answer without rows: its status, and the id that an EventSource would come again with. */
async function idKept(service: RunningApp, path: string, headers = {}) {
  const response = await fetch(`${await service.app.getUrl()}${path}`, { headers });
  const text = await response.text();
  return { status: response.status, text, id: /^id: (\d+)$/m.exec(text)?.[1] };
}

describe.each(['sqlite', 'file', 'memory'])('the events of a run (%s)', (repository) => {
  let service: RunningApp;
  afterEach(() => service.stop());

  const start = async (env: TestEnvironment = {}) => {
    service = await startApp({ RUN_REPOSITORY: repository, SHUTDOWN_GRACE_MS: '0', ...env }, StepsModule);
  };

  it('are its rows as they become durable, and its end', async () => {
    await start();
    const runId = await begin(service, { steps: 6, stepMs: 60 });
    const subscription = await Subscription.open(service, `/runs/${runId}/events`);
    expect(subscription.response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const events = await received(subscription);
    await expectWhole(service, runId, events);
    expect(events.filter(({ event }) => event === 'step')).toHaveLength(6);
  });

  it('reach a caller that reconnects after each of them exactly once, during the run and after it', async () => {
    await start();
    const runId = await begin(service, { steps: 10, stepMs: 40 });
    await expectRows(service, runId, await followWithBreaks(service, runId));
    await expectRows(service, runId, await followWithBreaks(service, runId));
  });

  it('start at the requested position; the header takes precedence over the query', async () => {
    await start();
    const runId = await begin(service, { steps: 5, stepMs: 0 });
    await runOnce(service, runId, 'succeeded');
    const from = async (query: string, headers = {}) =>
      received(await Subscription.open(service, `/runs/${runId}/events${query}`, headers));
    await expectWhole(service, runId, await from('?after_seq=3'), 3);
    await expectWhole(service, runId, await from('?after_seq=3', { 'Last-Event-ID': '5' }), 5);
    await expectWhole(service, runId, await from('?after_seq=3', { 'Last-Event-ID': '' }), 3);
    await expectWhole(service, runId, await from('?after_seq=1000'), 1_000);
  });

  it('are a 204 for a caller with the last row of an ended run, so that an EventSource stops', async () => {
    await start();
    const runId = await begin(service, { steps: 2, stepMs: 0 });
    await runOnce(service, runId, 'succeeded');
    const last = (await logOf(service, runId)).rows.length;
    const path = `/runs/${runId}/events`;
    for (const seq of [last, last + 1]) {
      const { body } = await service.get(path).set('Last-Event-ID', String(seq)).expect(204);
      expect(body).toEqual({});
    }
    await service.get(`${path}?after_seq=1`).set('Last-Event-ID', String(last)).expect(204);
    const before = await received(await Subscription.open(service, path, { 'Last-Event-ID': `${last - 1}` }));
    await expectWhole(service, runId, before, last - 1);
  });

  it('are only the end for a caller whose query gives the last row, and then a 204', async () => {
    await start();
    const runId = await begin(service, { steps: 2, stepMs: 0 });
    await runOnce(service, runId, 'succeeded');
    const last = (await logOf(service, runId)).rows.length;
    const path = `/runs/${runId}/events?after_seq=${last}`;
    const first = await idKept(service, path);
    expect(first).toMatchObject({
      status: 200,
      id: String(last),
      text: expect.stringMatching(/^event: end$/m),
    });
    expect(await idKept(service, path, { 'Last-Event-ID': first.id })).toMatchObject({
      status: 204,
      text: '',
    });
  });

  it('are not a 204 while the run is running', async () => {
    await start();
    const runId = await begin(service, { steps: 1_000, stepMs: 100 });
    await runOnce(service, runId, 'running');
    const subscription = await Subscription.open(service, `/runs/${runId}/events`, {
      'Last-Event-ID': '900',
    });
    expect(subscription.response.statusCode).toBe(200);
    subscription.kill();
  });

  it('have another name for rows that an earlier version stored as `end`', async () => {
    await start();
    const types = ['context', 'end', 'error', 'message', 'open'];
    const rows = types.map((type, index) => sampleRow(index + 1, type));
    const run = {
      ...withRows(sampleRun('1', 0, { pipeline: 'simulation' }), rows),
      status: 'succeeded' as const,
    };
    await service.app.get<RunRepository>(RUN_REPOSITORY).create(newRun(run, rows));
    const events = await received(await Subscription.open(service, `/runs/${run.run_id}/events`));
    const names = ['context', 'row.end', 'row.error', 'row.message', 'row.open', 'end'];
    expect(events.map(({ event }) => event)).toEqual(names);
    const stored = (await logOf(service, run.run_id)).rows;
    expect(stored.map(({ type }) => type)).toEqual(types);
    expect(events.slice(0, -1).map(({ data }) => JSON.parse(data) as AnsweredRow)).toEqual(stored);
  });

  it.each(['end', 'run_state', 'a\nevent: end'])(
    'never include a first row of the type %j, which is an error of the pipeline',
    async (type) => {
      await start();
      const input = { steps: 1, stepMs: 0, firstType: type };
      const { body } = await service.post('/runs', { pipeline: 'steps', input }).expect(500);
      expect(body).toMatchObject({ error_code: 'INTERNAL_ERROR' });
      expect((await service.get('/runs').expect(200)).body.total).toBe(0);
    },
  );

  it('continue after a run is resumed', async () => {
    await start();
    const runId = await begin(service, { steps: 4, stepMs: 100 });
    await runOnce(service, runId, 'running');
    await service.post(`/runs/${runId}/cancel`, undefined).expect(202);
    const before = await received(await Subscription.open(service, `/runs/${runId}/events`));
    await expectWhole(service, runId, before);
    const last = before.at(-2)?.id ?? '';
    await service.post(`/runs/${runId}/resume`, undefined).expect(202);
    const after = await received(
      await Subscription.open(service, `/runs/${runId}/events`, { 'Last-Event-ID': last }),
    );
    await expectWhole(service, runId, after, Number(last));
  });

  it('do not delay the shutdown of the application', async () => {
    await start();
    const runId = await begin(service, { steps: 10_000, stepMs: 100 }); // takes longer than a test may
    const subscription = await Subscription.open(service, `/runs/${runId}/events`);
    const events: ReceivedEvent[] = [];
    const ended = (async () => {
      for await (const event of subscription.events()) events.push(event);
    })();
    while (events.length < 2) await pause(10);
    service = await service.restart();
    await ended;
    expect(events.map(({ event }) => event)).not.toContain('end');
  });

  it('are rejected for invalid parameters', async () => {
    await start();
    const runId = await begin(service, { steps: 1, stepMs: 0 });
    await service.get('/runs/run-x/events').expect(404);
    await service.get(`/runs/${runId}/events?after_seq=-1`).expect(400);
    await service.get(`/runs/${runId}/events?seq=1`).expect(400);
    const { body } = await service.get(`/runs/${runId}/events`).set('Last-Event-ID', 'x').expect(400);
    expect(body).toMatchObject({ error_code: 'REQ_VALIDATION_FAILED' });
    const head = await fetch(`${await service.app.getUrl()}/runs/${runId}/events`, { method: 'HEAD' });
    expect(head.headers.get('content-type')).toBe('text/event-stream');
  });
});

describe('two services on one SQLite file', () => {
  it('send the events of each other, even to a caller that switches between them', async () => {
    const env = { SHUTDOWN_GRACE_MS: '0' };
    const owner = await startApp(env, StepsModule);
    const other = await startApp({ ...env, DATA_DIR: owner.dataDir }, StepsModule);
    try {
      const runId = await begin(owner, { steps: 10, stepMs: 50 });
      const [whole, broken] = await Promise.all([
        Subscription.open(other, `/runs/${runId}/events`).then(received),
        followWithBreaks(other, runId),
      ]);
      await expectWhole(owner, runId, whole);
      await expectRows(owner, runId, broken);
    } finally {
      await other.app.close();
      await owner.stop();
    }
  });
});

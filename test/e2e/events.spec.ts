import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
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
import type { AnsweredRow } from '../support/run-logs.js';
import { startApp, type RunningApp, type TestEnvironment } from '../support/running-app.js';
import { logOf, runOnce } from '../support/waiting.js';

/** How many steps there are, and how long each takes. */
interface Steps {
  readonly steps: number;
  readonly stepMs: number;
}

@Pipeline({ id: 'steps' })
class StepsPipeline implements RunPipeline {
  check(input: unknown): unknown {
    return input;
  }

  accept(input: unknown): AcceptedInput {
    return { input, randomSeed: 's', rows: [{ type: 'asked', text: 'a\r\n\u2028b' }], projection: {} };
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

/** A server-sent event; `id` is empty when it has none. */
interface ReceivedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** An event stream as a browser reads it. */
class Subscription {
  private constructor(
    private readonly request: ClientRequest,
    readonly response: IncomingMessage,
  ) {}

  static async open(service: RunningApp, path: string, headers = {}): Promise<Subscription> {
    const request = get(`${await service.app.getUrl()}${path}`, { headers, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return new Subscription(request, response);
  }

  /** The events until the server closes the stream. */
  async *events(): AsyncIterable<ReceivedEvent> {
    let text = '';
    this.response.setEncoding('utf8');
    for await (const piece of this.response as AsyncIterable<string>) {
      const blocks = (text + piece).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) if (!block.startsWith(':')) yield parseEvent(block);
    }
  }

  /** Breaks the connection, as a network does. */
  kill(): void {
    this.request.destroy();
  }
}

function parseEvent(block: string): ReceivedEvent {
  const fields = block.split('\n').map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)] as const;
  });
  return { id: '', event: '', data: '', ...Object.fromEntries(fields) };
}

async function received(subscription: Subscription): Promise<ReceivedEvent[]> {
  const all: ReceivedEvent[] = [];
  for await (const event of subscription.events()) all.push(event);
  return all;
}

async function begin(service: RunningApp, input: Steps): Promise<string> {
  const { body } = await service.post('/runs', { pipeline: 'steps', input }).expect(202);
  return String(body.run_id);
}

/** Follows a run, and breaks the connection after each row; comes again until the end. */
async function followWithBreaks(service: RunningApp, runId: string): Promise<ReceivedEvent[]> {
  const seen: ReceivedEvent[] = [];
  for (;;) {
    const lastId = seen.at(-1)?.id;
    const subscription = await Subscription.open(
      service,
      `/runs/${runId}/events`,
      lastId === undefined ? {} : { 'Last-Event-ID': lastId },
    );
    for await (const event of subscription.events()) {
      seen.push(event);
      break;
    }
    subscription.kill();
    if (seen.at(-1)?.event === 'end') return seen;
  }
}

/** Checks that the events are the run's rows, each once, and then its end. */
async function expectWhole(service: RunningApp, runId: string, events: ReceivedEvent[], after = 0) {
  const { rows } = await logOf(service, runId);
  const { body: run } = await service.get(`/runs/${runId}`).expect(200);
  const end = events.at(-1);
  expect(end).toMatchObject({ id: '', event: 'end' });
  expect(JSON.parse(end?.data ?? '')).toEqual(run);
  const wanted = rows.filter(({ seq }) => seq > after);
  expect(events.slice(0, -1).map(({ data }) => JSON.parse(data) as AnsweredRow)).toEqual(wanted);
  expect(events.slice(0, -1).map(({ id, event }) => [id, event])).toEqual(
    wanted.map(({ seq, type }) => [String(seq), type]),
  );
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

  it('reach a caller once each who is cut off after every one, while the run goes on and after it', async () => {
    await start();
    const runId = await begin(service, { steps: 10, stepMs: 40 });
    await expectWhole(service, runId, await followWithBreaks(service, runId));
    await expectWhole(service, runId, await followWithBreaks(service, runId));
  });

  it('begin where the caller says; the header comes before the query', async () => {
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

  it('go on after a run is resumed', async () => {
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

  it('do not keep the application from ending', async () => {
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

  it('are refused when what is asked for makes no sense', async () => {
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
  it('tell of the events of each other, also to a caller who changes between them', async () => {
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
      await expectWhole(owner, runId, broken);
    } finally {
      await other.app.close();
      await owner.stop();
    }
  });
});

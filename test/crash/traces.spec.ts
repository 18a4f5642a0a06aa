import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleSeed } from '../support/seeds.js';
import { ServiceProcess, killServices } from '../support/service-process.js';
import { SpanCollector, type CollectedSpan } from '../support/span-collector.js';
import { until } from './recovered-runs.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const ERROR = 2;
const TIMEOUT_MS = 60_000;

interface Run {
  readonly run_id: string;
  readonly status: string;
  readonly current_stage: string | null;
}

describe('the spans of a run with two retries, a crash and its recovery', () => {
  let dataDir: string;
  let collector: SpanCollector;
  let log = '';
  let runId = '';

  const start = () =>
    ServiceProcess.start({
      dataDir,
      env: {
        FAULT_INJECTION: 'true',
        RUN_LEASE_MS: '1000',
        LOG_LEVEL: 'info',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_SERVICE_NAME: 'dream-of-a-test',
        OTEL_BSP_SCHEDULE_DELAY: '20',
      },
    });

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'traces-'));
    collector = await SpanCollector.start();
    const first = await start();
    const faults = [
      { stage_node: 'thread_candidate', kind: 'error', attempts: 2 },
      { stage_node: 'moderation', kind: 'delay', attempts: 1, delay_ms: 59_000 },
    ];
    const input = { seed: await exampleSeed(), rounds: 1 };
    const accepted = await fetch(`${await first.listening}/runs`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', traceparent: `00-${TRACE}-${CALLER}-01` },
      body: JSON.stringify({ pipeline: 'simulation', input, max_stage_retries: 2, faults }),
    });
    runId = ((await accepted.json()) as Run).run_id;
    const is = (what: (run: Run) => boolean, service: ServiceProcess) => async () => {
      const { body } = await service.get<Run>(`/runs/${runId}`);
      return what(body) || undefined;
    };
    await until(
      'moderation begins',
      is(({ current_stage }) => current_stage === 'moderation', first),
    );
    await until('its spans are sent', () => Promise.resolve(collector.named('attempt round_loop')[0]));
    await first.kill('SIGKILL');
    log = first.said;
    const second = await start();
    await until(
      'the run ends',
      is(({ status }) => status === 'succeeded', second),
    );
    await second.kill('SIGTERM'); // what is left is sent
    log += second.said;
  }, TIMEOUT_MS);

  afterAll(async () => {
    await killServices();
    collector.stop();
    await rm(dataDir, { recursive: true });
  });

  const only = (name: string): CollectedSpan => {
    const spans = collector.named(name);
    expect([name, spans.length]).toEqual([name, 1]);
    return spans[0] as CollectedSpan;
  };
  const shown = (name: string) =>
    collector.named(name).map(({ attributes, status }) => {
      return [attributes['dream.attempt'], attributes['dream.outcome'], status.code ?? 0];
    });

  it('are in the trace of whoever asked for it', () => {
    const request = only('POST /runs');
    expect(request).toMatchObject({ traceId: TRACE, parentSpanId: CALLER });
    expect(request.attributes).toMatchObject({ 'http.route': '/runs', 'http.response.status_code': 202 });
    const ofRun = collector.spans.filter(({ name }) => /^(run|stage|attempt) /.test(name));
    expect(ofRun.length).toBeGreaterThan(8);
    expect(new Set(ofRun.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
  });

  it('are joined: the recovered execution with the request, and with the one that was cut off', () => {
    const recovered = only('run simulation'); // that of the dead process was never ended
    expect(recovered.parentSpanId).toBe(only('POST /runs').spanId);
    expect(recovered.attributes).toMatchObject({ 'dream.run_id': runId, 'dream.outcome': 'succeeded' });
    const cutOff = only('stage thread_candidate').parentSpanId;
    expect(recovered.links).toMatchObject([{ traceId: TRACE, spanId: cutOff }]);
    expect(only('stage round_loop').parentSpanId).toBe(cutOff);
    expect(only('stage moderation').parentSpanId).toBe(recovered.spanId);
    expect(only('stage end_condition').parentSpanId).toBe(recovered.spanId);
  });

  it('have each attempt in its stage, and no error of the run for what was mended', () => {
    expect(shown('attempt thread_candidate')).toEqual([
      [1, 'retry', ERROR],
      [2, 'retry', ERROR],
      [3, 'success', 0],
    ]);
    expect(shown('attempt moderation')).toEqual([
      [1, 'interrupted', ERROR],
      [2, 'success', 0],
    ]);
    for (const name of ['thread_candidate', 'round_loop', 'moderation', 'end_condition']) {
      const stage = only(`stage ${name}`);
      expect([name, stage.status.code ?? 0]).toEqual([name, 0]);
      for (const attempt of collector.named(`attempt ${name}`)) {
        expect(attempt.parentSpanId).toBe(stage.spanId);
        expect(attempt.start >= stage.start && attempt.end <= stage.end).toBe(true);
      }
    }
    expect(only('run simulation').status.code ?? 0).toBe(0);
  });

  it('have the commits of the store as events of the run', () => {
    const names = only('run simulation').events.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names)).toEqual(new Set(['store.commit']));
  });

  it('are named by the lines of the log and by errors', async () => {
    const lines = log.split('\n').flatMap((line) => {
      return line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : [];
    });
    const ofRun = lines.filter(
      ({ run_id, msg }) => run_id === runId && /was accepted|was started/.test(String(msg)),
    );
    expect(ofRun.length).toBe(3);
    for (const line of ofRun) expect(line).toMatchObject({ trace_id: TRACE });
    const failed = lines.find(({ msg }) => msg === 'A stage attempt failed');
    expect(failed).toMatchObject({ stage_node: 'thread_candidate', attempt: 1, trace_id: TRACE });
    const answered = lines.find(({ route }) => route === '/runs');
    expect(answered).toMatchObject({ trace_id: TRACE });

    const third = await start();
    const answer = await fetch(`${await third.listening}/runs/nobody`, {
      headers: { traceparent: `00-${TRACE}-${CALLER}-01` },
    });
    expect(await answer.json()).toMatchObject({ error: 'run_not_found', trace_id: TRACE });
    await third.kill('SIGTERM');
  });
});

describe('a service that is to export spans', () => {
  it('says what it cannot do', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'traces-'));
    const service = await ServiceProcess.spawn({
      dataDir,
      env: { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'carrier/pigeon' },
    });
    expect(await service.exited).toMatchObject({ code: 1 });
    expect(service.said).toContain('OTEL_EXPORTER_OTLP_PROTOCOL must be http/json, http/protobuf, grpc');
    await rm(dataDir, { recursive: true });
  });
});

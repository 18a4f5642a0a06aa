import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { API_TOKENS, TOKENS, bearer } from '../support/tokens.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import type { Seed } from '../../src/simulation/domain/seed.js';

/** A sample of the text format: its name with labels → its value. */
type Samples = ReadonlyMap<string, number>;

let seed: Seed;
beforeAll(async () => {
  seed = await exampleSeed();
});

function samplesOf(text: string): Samples {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

/** The sum of the samples of a metric that have these labels. */
function sumOf(samples: Samples, name: string, ...labels: string[]): number {
  let sum = 0;
  for (const [sample, value] of samples) {
    const [metric] = sample.split('{');
    if (metric === name && labels.every((label) => sample.includes(label))) sum += value;
  }
  return sum;
}

async function scrape(service: RunningApp): Promise<Samples> {
  const { text } = await service
    .get('/metrics')
    .expect(200)
    .expect('Content-Type', /^text\/plain/);
  return samplesOf(text);
}

const fails = (attempts: number) => [{ stage_node: 'moderation', kind: 'error', attempts }];
const body = (more: object) => ({ seed, rounds: 1, ...more });

describe('GET /metrics', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ FAULT_INJECTION: 'true' });
    for (const random_seed of ['a', 'b']) await simulate({ random_seed });
    await simulate({ faults: fails(2), max_stage_retries: 2 });
    const { body: failed } = await service.post(
      '/simulate',
      body({ faults: fails(1), max_stage_retries: 0 }),
    );
    await service.post(`/runs/${failed.run_id}/resume`, undefined).expect(202);
    await service.get(`/runs/${failed.run_id}/events`).expect(200); // ends with the run
    await service.get('/runs/run-nobody').expect(404);
    await service.get('/nowhere/kitchen').expect(404);
  });

  afterAll(() => service.stop());

  const simulate = (more: object) => service.post('/simulate', body(more)).expect(200);

  it('counts the attempts that the run logs have', async () => {
    const samples = await scrape(service);
    const { body: list } = await service.get('/runs').expect(200);
    const kept: Record<string, number> = {};
    for (const { run_id } of list.items as { run_id: string }[]) {
      const { body: log } = await service.get(`/runs/${run_id}/runlog?type=stage_checkpoint`).expect(200);
      for (const { node_id, outcome } of log.rows as { node_id: string; outcome: string }[]) {
        const labels = `pipeline="simulation",stage_node="${node_id}",outcome="${outcome}"`;
        kept[labels] = (kept[labels] ?? 0) + 1;
      }
    }
    expect(Object.keys(kept)).toHaveLength(6);
    for (const [labels, count] of Object.entries(kept)) {
      expect([labels, samples.get(`dream_stage_attempts_total{${labels}}`)]).toEqual([labels, count]);
      expect(samples.get(`dream_stage_attempt_duration_seconds_count{${labels}}`)).toBe(count);
    }
    expect(sumOf(samples, 'dream_stage_attempts_total')).toBe(
      Object.values(kept).reduce((sum, count) => sum + count, 0),
    );
  });

  it('counts every end of a run, and a failure that was mended as both', async () => {
    const samples = await scrape(service);
    expect(samples.get('dream_runs_total{pipeline="simulation",status="succeeded"}')).toBe(4);
    expect(samples.get('dream_runs_total{pipeline="simulation",status="failed"}')).toBe(1);
    expect(sumOf(samples, 'dream_run_duration_seconds_count')).toBe(5);
    expect(sumOf(samples, 'dream_store_commits_total', 'outcome="success"')).toBeGreaterThan(10);
    expect(sumOf(samples, 'dream_store_commits_total', 'outcome="failed"')).toBe(0);
  });

  it('has gauges that are zero when nothing goes on, and the metrics of Node', async () => {
    const samples = await scrape(service);
    for (const gauge of ['dream_runs_active', 'dream_runs_queued', 'dream_event_streams'])
      expect([gauge, samples.get(gauge)]).toEqual([gauge, 0]);
    expect(samples.get('dream_recoveries_total')).toBe(0);
    expect(samples.get('nodejs_heap_size_used_bytes')).toBeGreaterThan(0);
    expect(samples.get('process_cpu_seconds_total')).toBeGreaterThan(0);
  });

  it('names routes by their templates, and no run, path or stream', async () => {
    const { text } = await service.get('/metrics').expect(200);
    const requests = samplesOf(text);
    const count = 'dream_http_request_duration_seconds_count';
    expect(requests.get(`${count}{method="POST",route="/simulate",status="200"}`)).toBe(3);
    expect(requests.get(`${count}{method="POST",route="/simulate",status="500"}`)).toBe(1);
    expect(requests.get(`${count}{method="GET",route="/runs/:run_id",status="404"}`)).toBe(1);
    expect(requests.get(`${count}{method="GET",route="none",status="404"}`)).toBe(1);
    expect(text).not.toMatch(/run-|kitchen|\/events/);
  });
});

describe('metrics elsewhere', () => {
  let service: RunningApp | undefined;
  afterEach(async () => {
    await service?.stop();
    service = undefined;
  });

  it('need a token where others do', async () => {
    service = await startApp({ API_TOKENS });
    const { status } = await service.get('/metrics');
    expect(status).toBe(401);
    await service.get('/metrics').set('Authorization', bearer(TOKENS.read)).expect(200);
  });

  it('are not there with METRICS=false', async () => {
    service = await startApp({ METRICS: 'false' });
    const { body: problem } = await service.get('/metrics').expect(404);
    expect(problem).toMatchObject({ error: 'not_found' });
  });

  it('have a port of their own with METRICS_PORT, and nothing else is there', async () => {
    const port = await freePort();
    service = await startApp({ METRICS_PORT: String(port) });
    await service.get('/metrics').expect(404);
    const there = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    expect(await (await there('/metrics')).text()).toContain('dream_runs_active 0');
    expect((await there('/runs')).status).toBe(404);
  });

  it('keep the service from starting when their port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(startApp({ METRICS_PORT: String(port) })).rejects.toThrow(
      `METRICS_PORT ${port} on HOST 127.0.0.1 cannot be listened on: EADDRINUSE`,
    );
    server.close();
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

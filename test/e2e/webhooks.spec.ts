import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunDto } from '../../src/runs/index.js';
import { startApp, type RunningApp, type TestEnvironment } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { until } from '../support/waiting.js';
import { WebhookReceiver, type ReceivedWebhook } from '../support/webhook-receiver.js';

const SECRET = Buffer.alloc(24, 7);
const WEBHOOK_SECRET = `whsec_${SECRET.toString('base64')}`;

let service: RunningApp;
const receivers: WebhookReceiver[] = [];

async function receiver(...answers: Parameters<typeof WebhookReceiver.open>[0] & object) {
  const opened = await WebhookReceiver.open(answers);
  receivers.push(opened);
  return opened;
}

async function start(urls: string, env: TestEnvironment = {}): Promise<void> {
  service = await startApp({
    WEBHOOK_URLS: urls,
    WEBHOOK_SECRET,
    WEBHOOK_ALLOW_PRIVATE: 'true',
    FAULT_INJECTION: 'true',
    ...env,
  });
}

afterEach(async () => {
  await service.stop();
  await Promise.all(receivers.splice(0).map((opened) => opened.close()));
});

/** A run that has ended; failed when it is to. */
async function endedRun(isToFail = false): Promise<RunDto> {
  const faults = isToFail ? [{ stage_node: 'thread_candidate', kind: 'error', attempts: 'all' }] : [];
  const body = { seed: await exampleSeed(), rounds: 1, max_stage_retries: 0, faults };
  const answer = await service.post('/simulate', body);
  return (await service.get(`/runs/${answer.body.run_id as string}`)).body as RunDto;
}

const deliveries = async (): Promise<RunDto[]> =>
  (await service.get('/runs?pipeline=webhook_delivery')).body.items as RunDto[];

function isSigned({ headers, body }: ReceivedWebhook): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
  const signed = `${String(id)}.${String(timestamp)}.${body}`;
  return signature === `v1,${createHmac('sha256', SECRET).update(signed).digest('base64')}`;
}

describe('a webhook', () => {
  it('tells each endpoint of a run that has ended, signed, and leaves nothing in the store', async () => {
    const endpoints = [await receiver(), await receiver()];
    await start(endpoints.map(({ url }) => url).join(','), { PUBLIC_URL: 'https://dream.example' });
    const run = await endedRun();
    await until(() => endpoints.every(({ received }) => received.length === 1));
    const [webhook] = endpoints.flatMap(({ received }) => received);
    expect(endpoints.flatMap(({ received }) => received).map(isSigned)).toEqual([true, true]);
    expect(JSON.parse(webhook?.body ?? '')).toEqual({
      type: 'run.succeeded',
      timestamp: run.ended_at,
      data: {
        run_id: run.run_id,
        pipeline: 'simulation',
        status: 'succeeded',
        title: run.title,
        created_at: run.created_at,
        started_at: run.started_at,
        ended_at: run.ended_at,
        duration_ms: run.duration_ms,
        error_code: null,
        links: expect.objectContaining({ report: `https://dream.example/runs/${run.run_id}/report` }),
      },
    });
    await until(async () => (await deliveries()).length === 0);
  });

  it('is sent again, as the same one, until it is taken; redirects are not followed', async () => {
    const elsewhere = await receiver();
    const now = { 'Retry-After': '0' };
    const switched = { Connection: 'upgrade', Upgrade: 'elsewhere' };
    const endpoint = await receiver(
      [101, switched], // the first wait is short, also where nothing asks for one
      [500, now],
      [302, { ...now, Location: elsewhere.url }],
      [429, now],
    );
    await start(endpoint.url);
    await endedRun();
    await until(() => endpoint.received.length === 5);
    expect(new Set(endpoint.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(endpoint.received.map(({ body }) => body)).size).toBe(1);
    expect(endpoint.received.every(isSigned)).toBe(true);
    await until(async () => (await deliveries()).length === 0);
    expect(elsewhere.received).toEqual([]);
  });

  it('is no newest run, and is kept with its failure when it fails for good', async () => {
    const endpoint = await receiver([410]);
    await start(endpoint.url);
    const run = await endedRun();
    await until(async () => (await deliveries())[0]?.status === 'failed');
    const [failed] = await deliveries();
    expect(failed?.title).toBe(`Webhook of ${run.run_id} to 127.0.0.1:${endpoint.port}`);
    expect(failed?.error).toMatchObject({
      retry_state: 'non_retryable_failure',
      attempt_errors: [{ error_code: 'WEBHOOK_REFUSED' }],
    });
    expect((await service.get('/runs/latest')).body.run_id).toBe(run.run_id);
    await service.post(`/runs/${failed?.run_id}/resume`, undefined).expect(202);
    await until(async () => endpoint.received.length === 2 && (await deliveries()).length === 0);
  });

  it('is sent for what WEBHOOK_STATUSES and WEBHOOK_PIPELINES name', async () => {
    const endpoint = await receiver();
    await start(endpoint.url, { WEBHOOK_STATUSES: 'failed', WEBHOOK_PIPELINES: 'simulation' });
    await endedRun();
    const failed = await endedRun(true);
    await until(() => endpoint.received.length > 0);
    const events = endpoint.received.map(({ body }) => JSON.parse(body) as object);
    expect(events).toMatchObject([
      { type: 'run.failed', data: { run_id: failed.run_id, error_code: 'ORCH_STAGE_FAILED' } },
    ]);
  });

  it('is sent for an experiment, and not for each of its runs', async () => {
    const endpoint = await receiver();
    await start(endpoint.url);
    const body = { input: { seed: await exampleSeed(), rounds: 1 }, vary: { random_seeds: 3 } };
    await service.post('/experiments', body).expect(202);
    await until(() => endpoint.received.length > 0);
    expect(endpoint.received.map(({ body: text }) => JSON.parse(text) as object)).toMatchObject([
      { data: { pipeline: 'simulation_experiment' } },
    ]);
  });

  it('never goes to this machine, whatever it is called', async () => {
    const endpoint = await receiver();
    const hosts = ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost', '2130706433'];
    const urls = hosts.map((host, index) => `http://${host}:${endpoint.port}/${index}`);
    await start(urls.join(','), { WEBHOOK_ALLOW_PRIVATE: 'false' });
    await endedRun();
    await until(
      async () => (await deliveries()).filter((run) => run.stage_retry_count > 0).length === hosts.length,
    );
    for (const { run_id } of await deliveries()) {
      const { body } = await service.get(`/runs/${run_id}/runlog?type=stage_checkpoint`);
      const error = expect.stringContaining('leads to no public address');
      expect(body.rows[0]).toMatchObject({ error_code: 'WEBHOOK_FAILED', error });
    }
    expect(endpoint.connections).toBe(0);
  });

  it('that could not be sent is sent after a restart', async () => {
    const endpoint = await receiver();
    const { port, url } = endpoint;
    await endpoint.close();
    await start(url);
    await endedRun();
    await until(async () => ((await deliveries())[0]?.stage_retry_count ?? 0) > 0);
    const again = await WebhookReceiver.open([], port);
    receivers.splice(0, 1, again);
    service = await service.restart();
    await until(() => again.received.length > 0);
    expect(again.received.map(isSigned)).toEqual([true]);
  });

  it('is asked for again with what an earlier delivery names, and with nothing else', async () => {
    const endpoint = await receiver();
    await start(endpoint.url);
    for (const input of [{}, { run_id: 'x', endpoint: 'x' }, { run_id: 'run-x', endpoint: endpoint.url }]) {
      const asked = await service.post('/runs', { pipeline: 'webhook_delivery', input });
      expect([asked.status, asked.body.error]).toEqual([400, 'validation_failed']);
    }
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AnswerCheck } from '../support/answer-check.js';
import { startApp, type RunningApp } from '../support/running-app.js';

type Examples = Readonly<
  Record<string, { readonly summary: string; readonly value: Record<string, unknown> }>
>;
interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, { readonly $ref?: string }>;
  readonly requestBody?: { readonly content: Record<string, { readonly examples?: Examples }> };
}

interface Answer {
  readonly content?: Record<string, { readonly examples?: Examples }>;
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly responses: Record<string, Answer> };
}

const FILE = new URL('../../docs/openapi.json', import.meta.url);
const DOCUMENT = JSON.parse(readFileSync(FILE, 'utf8')) as Document;

const examplesOf = (path: string): Examples =>
  DOCUMENT.paths[path]?.['post']?.requestBody?.content['application/json']?.examples ?? {};

describe('the examples of the OpenAPI document', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: 'memory', FAULT_INJECTION: 'true' });
  });

  afterAll(() => service.stop());

  const post = async (path: string, name: string) => {
    const { status, body } = await service.post(path, examplesOf(path)[name]?.value);
    return { status, body: body as Record<string, unknown> };
  };

  it.each(['plain', 'small', 'interventions'])('of POST /simulate make a run: %s', async (name) => {
    const { status, body } = await post('/simulate', name);
    expect([status, body['status'], body['stage_retry_count']]).toEqual([200, 'succeeded', 0]);
  });

  it('of POST /simulate make a run with a retry', async () => {
    const { status, body } = await post('/simulate', 'retry');
    expect([status, body['status'], body['stage_retry_count']]).toEqual([200, 'succeeded', 1]);
  });

  it('of POST /simulate make a run that fails, which can be forked as the example of a fork says', async () => {
    const { status, body } = await post('/simulate', 'failure');
    expect([status, body['error_code'], body['stage_node']]).toEqual([
      500,
      'ORCH_STAGE_FAILED',
      'moderation',
    ]);
    const fork = examplesOf('/runs/{run_id}/fork')['moderation']?.value;
    await service.post(`/runs/${String(body['run_id'])}/fork`, fork).expect(202);
  });

  it.each(['plain', 'failure'])('of POST /runs are accepted: %s', async (name) => {
    const { status, body } = await post('/runs', name);
    expect([status, body['status']]).toEqual([202, 'queued']);
  });

  it('are all tried out here, and say when they need faults', () => {
    expect(Object.keys(examplesOf('/simulate'))).toEqual([
      'plain',
      'small',
      'interventions',
      'retry',
      'failure',
    ]);
    expect(Object.keys(examplesOf('/runs'))).toEqual(['plain', 'failure']);
    const all = [...Object.values(examplesOf('/simulate')), ...Object.values(examplesOf('/runs'))];
    const faulty = all.filter(({ value }) => 'faults' in value);
    expect(faulty.map(({ summary }) => summary.includes('FAULT_INJECTION=true'))).toEqual([true, true, true]);
  });

  it('tell of the seed that lies in docs/examples', () => {
    const file = new URL('../../docs/examples/seeds/seed-01-short-crate.json', import.meta.url);
    expect(examplesOf('/simulate')['plain']?.value['seed']).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
});

describe('the example of each error', () => {
  const { responses } = DOCUMENT.components;
  const check = new AnswerCheck(DOCUMENT);
  const told = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      Object.values(operation.responses).flatMap(({ $ref = '' }) => {
        const { content } = responses[$ref.split('/').at(-1) ?? ''] ?? {};
        const examples = content?.['application/problem+json']?.examples ?? {};
        return Object.values(examples).map(({ value }) => [method.toUpperCase(), path, value] as const);
      }),
    ),
  );

  it('is an answer that the document allows', () => {
    const faults = told.flatMap(([method, path, value]) =>
      check.faultsOf(method, path, {
        status: Number(value['status']),
        headers: { 'content-type': 'application/problem+json', 'x-request-id': 'req-1' },
        text: JSON.stringify(value),
      }),
    );
    expect(faults).toEqual([]);
    expect(told.length).toBeGreaterThan(200);
  });
});

describe('Swagger UI', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: 'memory' });
  });

  afterAll(() => service.stop());

  it('is found at /docs/index.html, too', async () => {
    const { status, headers } = await service.get('/docs/index.html');
    expect([status, headers['location']]).toEqual([301, './']);
    const page = await service.get('/docs/').expect(200);
    const files = [...page.text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => String(file));
    expect(files).toContain('swagger-ui-bundle.js');
    for (const file of files) await service.get(`/docs/${file}`).expect(200);
  });
});

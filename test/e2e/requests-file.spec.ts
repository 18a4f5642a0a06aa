import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseHttpFile, resolved, type NamedAnswer } from '../support/http-file.js';
import { startApp, type RunningApp } from '../support/running-app.js';

const FILE = new URL('../../docs/examples/requests.http', import.meta.url);
const { variables, requests } = parseHttpFile(readFileSync(FILE, 'utf8'));

/** What the tour has to show, by method and path. */
const SHOWN = [
  'GET /health/ready',
  'GET /packs',
  'POST /simulate',
  'GET /runlog',
  'GET /events',
  'GET /report',
  'POST /resume',
  'POST /fork',
  'POST /cancel',
  'GET /runs',
  'DELETE /runs',
];

describe('docs/examples/requests.http', () => {
  let service: RunningApp;
  let host: string;
  const answers = new Map<string, NamedAnswer>();

  beforeAll(async () => {
    service = await startApp({ FAULT_INJECTION: 'true' });
    host = await service.app.getUrl();
  });
  afterAll(() => service.stop());

  it.each(requests.map((request) => [request.title, request] as const))('%s', async (_, request) => {
    const fill = (text: string) => resolved(text, new Map([...variables, ['host', host]]), answers);
    const response = await fetch(fill(request.url), {
      method: request.method,
      headers: request.headers.map(([name, value]): [string, string] => [name, fill(value)]),
      body: request.body === null ? null : fill(request.body),
    });
    const body = await response.text();
    if (request.name !== null) answers.set(request.name, { headers: response.headers, body });
    expect({ status: response.status, body }).toEqual({
      status: request.expected.status,
      body: expect.stringContaining(fill(request.expected.text)),
    });
  });

  it('shows each kind of request', () => {
    const sent = requests.map(({ method, url }) => `${method} ${url.replaceAll(/\{\{[\w-]+\}\}/g, '')}`);
    const endings = sent.map((line) => line.replaceAll(/\{\{.*?(\w+)\}\}/g, '/$1'));
    const missing = SHOWN.filter((shown) => {
      const [method = '', path = ''] = shown.split(' ');
      return !endings.some((line) => line.startsWith(`${method} `) && line.includes(path));
    });
    expect(missing).toEqual([]);
  });
});

describe('an .http file', () => {
  it('is refused when a request does not say what to expect', () => {
    expect(() => parseHttpFile('### a\nGET {{host}}/health\n')).toThrow('“a” does not say what to expect.');
  });

  it('is refused when a reference stands for nothing', () => {
    const body = '{"run_id":"run-1"}';
    const first = new Map([['a', { headers: new Headers({ location: '/b' }), body }]]);
    expect(resolved('{{a.response.body.$.run_id}}{{a.response.headers.location}}', new Map(), first)).toBe(
      'run-1/b',
    );
    expect(() => resolved('{{a.response.body.id}}', new Map(), first)).toThrow('{{a.response.body.id}}');
  });
});

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AnswerCheck, type CheckedAnswer } from './answer-check.js';

const DOCUMENT = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
) as object;

const HEALTH = { status: 'ok', checks: { packs: 'loaded' } };
const NODE = { node_id: 'moderation', outcome: 'success', attempts: 1 };
const ROW = {
  seq: 7,
  at: '2026-11-23T09:30:00.000Z',
  type: 'graph_node_attempt',
  node_id: 'moderation',
  attempts: 2,
};

function answer(body: unknown, given: Partial<CheckedAnswer> = {}): CheckedAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'req-1' };
  return {
    status: 200,
    text: typeof body === 'string' ? body : JSON.stringify(body),
    ...given,
    headers: { ...headers, ...given.headers },
  };
}

describe('the check of answers', () => {
  let check: AnswerCheck;

  beforeAll(() => {
    check = new AnswerCheck(DOCUMENT);
  });

  const health = (body: unknown, given?: Partial<CheckedAnswer>) =>
    check.faultsOf('GET', '/health', answer(body, given));
  const lines = (...rows: readonly object[]) =>
    check.faultsOf(
      'GET',
      '/runs/run-1/runlog',
      answer(rows.map((row) => `${JSON.stringify(row)}\n`).join(''), {
        headers: { 'content-type': 'application/x-ndjson' },
      }),
    );

  const follow = (row: object) => {
    const text = `: opening\n\nid: 7\nevent: graph_node_attempt\ndata: ${JSON.stringify(row)}\n\n`;
    const events = answer(text, { headers: { 'content-type': 'text/event-stream' } });
    return check.faultsOf('GET', '/runs/run-1/events', events);
  };

  it('finds nothing in an answer that is as documented', () => {
    expect(health(HEALTH)).toEqual([]);
  });

  it('finds a missing field', () => {
    expect(health({ status: 'ok' })).toEqual([expect.stringContaining("required property 'checks'")]);
  });

  it('finds a field of a wrong type', () => {
    expect(health({ ...HEALTH, checks: { packs: 1 } })).toEqual([
      '/checks/packs must be string {"type":"string"}',
    ]);
  });

  it('finds a member that is not documented', () => {
    expect(health({ ...HEALTH, uptime: 3 })).toEqual([
      expect.stringContaining('"additionalProperty":"uptime"'),
    ]);
  });

  it('finds a status that is not documented', () => {
    expect(health(HEALTH, { status: 202 })).not.toEqual([]);
    expect(check.faultsOf('GET', '/runs/run-1/runlog', answer('', { status: 304 }))).toEqual([]);
    expect(check.faultsOf('GET', '/runs/run-1', answer('', { status: 304 }))).not.toEqual([]);
  });

  it('finds a content type that is not documented', () => {
    expect(health('ok', { headers: { 'content-type': 'text/html' } })).toEqual([
      "the content type 'text/html' is not documented for 200",
    ]);
  });

  it('finds a header that is not documented for the route, and one that is missing', () => {
    expect(health(HEALTH, { headers: { location: '/runs/1' } })).toEqual([
      'the header Location is not documented for 200',
    ]);
    const { 'content-type': type } = answer('').headers;
    const bare = { status: 200, headers: { 'content-type': String(type) }, text: JSON.stringify(HEALTH) };
    expect(check.faultsOf('GET', '/health', bare)).toEqual(['the header X-Request-Id is missing']);
  });

  it('finds a body where none is documented', () => {
    expect(check.faultsOf('DELETE', '/runs/run-1', answer('gone', { status: 204 }))).toEqual([
      'a body is not documented',
    ]);
  });

  it('finds a route that is not documented', () => {
    expect(check.faultsOf('GET', '/nowhere', answer({}))).not.toEqual([]);
    expect(check.faultsOf('POST', '/health', answer({}))).not.toEqual([]);
  });

  it('finds an error code that is not documented for the route', () => {
    const problem = {
      error: 'run_not_found',
      error_code: 'RUN_NOT_FOUND',
      message: 'There is no run with this id.',
      doc_url: '/errors/RUN_NOT_FOUND',
      type: '/errors/RUN_NOT_FOUND',
      title: 'No such run',
      status: 404,
      detail: 'There is no run with this id.',
      request_id: 'req-1',
      instance: '/runs/run-1',
    };
    const refusal = answer(problem, { status: 404, headers: { 'content-type': 'application/problem+json' } });
    expect(check.faultsOf('GET', '/runs/run-1', refusal)).toEqual([]);
    expect(check.faultsOf('GET', '/packs/board/B01', refusal)).toEqual([
      expect.stringContaining('/error_code must be equal to one of the allowed values'),
    ]);
  });

  it('looks at every line of a log, and at every event', () => {
    expect(lines(ROW, { ...ROW, type: 'a_row_of_a_team' })).toEqual([]);
    expect(lines(ROW, { ...ROW, attempts: 'two' })).toEqual(
      expect.arrayContaining(['/attempts must be integer {"type":"integer"}']),
    );
    expect(follow(ROW)).toEqual([]);
    expect(follow({ ...ROW, ...NODE })).not.toEqual([]);
  });
});

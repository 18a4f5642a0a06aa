import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { begin, ended, simulated } from '../support/model-runs.js';
import { ModelServer, TOKENS, commentFor, type ReceivedCall, type Reply } from '../support/model-server.js';
import { startApp, type RunningApp } from '../support/running-app.js';

let server: ModelServer;
let service: RunningApp;

beforeAll(async () => {
  server = await ModelServer.start();
  service = await startApp({
    ...server.env,
    MODEL_PRICE_INPUT: '2',
    MODEL_PRICE_OUTPUT: '10',
    MODEL_TIMEOUT_MS: '400',
    MODEL_MAX_CONCURRENCY: '3',
  });
});

afterAll(async () => {
  await service.stop();
  await server.stop();
});

afterEach(() => {
  server.reply = () => ({ kind: 'answer' });
  server.forget();
});

/** Answers the first so many calls in a way of its own. */
function first(calls: number, reply: (call: ReceivedCall) => Reply): void {
  server.reply = (call) => (call.number < calls ? reply(call) : { kind: 'answer' });
}

function changed(data: ReceivedCall['data'], change: object): Reply {
  return {
    kind: 'answer',
    content: JSON.stringify({ ...(JSON.parse(commentFor(data)) as object), ...change }),
  };
}

function otherStance(stance: string): string {
  return stance === 'for' ? 'against' : 'for';
}

describe('a thread that a model writes', () => {
  it('has its texts, claims and citations, and a row for each call', async () => {
    const { run, rows } = await simulated(service);
    expect(run.status).toBe('succeeded');
    const comments = rows.filter(({ type }) => type === 'round');
    const said = server.calls.map(
      ({ data }) => JSON.parse(commentFor(data)) as { text: string; claim: string },
    );
    expect(comments.length).toBeGreaterThan(5);
    for (const { text, claim, evidence } of comments) {
      expect(said).toContainEqual(expect.objectContaining({ text, claim }));
      expect(evidence).toMatchObject({ id: expect.any(String) });
    }
    const calls = rows.filter(({ type }) => type === 'model_call');
    expect(calls).toHaveLength(server.calls.length);
    expect(calls[0]).toMatchObject({
      round: 1,
      persona_id: comments[0]?.['persona_id'],
      generation_attempt: 1,
      model: 'test-model',
      request_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      input_tokens: TOKENS.input,
      output_tokens: TOKENS.output,
      finish_reason: 'stop',
      replayed: false,
      cost: (TOKENS.input * 2 + TOKENS.output * 10) / 1e6,
    });
  });

  it('has told the model of the persona, its voice, its position, the incident and what was said', async () => {
    const { rows } = await simulated(service);
    const { body, headers, data } = server.calls.at(-1) as ReceivedCall;
    expect(headers.authorization).toBe('Bearer sk-secret-of-the-tests');
    expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(body).toMatchObject({
      model: 'test-model',
      max_tokens: 400,
      response_format: { type: 'json_schema' },
    });
    const last = rows.findLast(({ type }) => type === 'round');
    expect(data).toMatchObject({
      speaker: { name: last?.['persona_name'], community: { name: last?.['community_name'] } },
      voice: { sentence_length: expect.any(String) },
      incident: { title: 'Pier Nine manifest comes up one dream short' },
      position: { stance: (last?.['position'] as { stance: string } | undefined)?.stance },
    });
    const texts = rows.filter(({ type, withheld }) => type === 'round' && !withheld).map(({ text }) => text);
    expect(data.thread.map(({ text }) => text)).toEqual(expect.arrayContaining(texts.slice(0, -1)));
  });

  it('tells in the run, its summary and its report what it has cost', async () => {
    const { run } = await simulated(service);
    const calls = server.calls.length;
    const cost = (calls * (TOKENS.input * 2 + TOKENS.output * 10)) / 1e6;
    const tokens = { input: calls * TOKENS.input, output: calls * TOKENS.output, calls, replayed_calls: 0 };
    expect(run.tokens).toEqual({ ...tokens, cost: expect.closeTo(cost, 9) });
    expect(run.summary).toMatchObject({ tokens: run.tokens });
    const { body: report } = await service.get(`/runs/${run.run_id}/report`).expect(200);
    expect(report).toMatchObject({ tokens: run.tokens });
    const { body: list } = await service.get('/runs?limit=1').expect(200);
    expect((list as { items: object[] }).items[0]).toMatchObject({ tokens: run.tokens });
  });
});

describe('an answer that does not fit', () => {
  const answers: [string, string, (call: ReceivedCall) => Reply][] = [
    ['ANSWER_MALFORMED', 'no JSON', () => ({ kind: 'answer', content: 'Dear diary' })],
    ['ANSWER_MALFORMED', 'other members', () => ({ kind: 'answer', content: '{"text":1}' })],
    ['ANSWER_CUT_OFF', 'cut off', () => ({ kind: 'answer', content: '{"text":"It w', finish: 'length' })],
    ['ANSWER_EMPTY', 'an empty text', ({ data }) => changed(data, { text: ' \n' })],
    ['ANSWER_TOO_LONG', 'a long text', ({ data }) => changed(data, { text: 'la '.repeat(900) })],
    ['ANSWER_MALFORMED', 'controls', ({ data }) => changed(data, { text: 'a\u0000b' })],
    ['ANSWER_MALFORMED', 'half a character', ({ data }) => changed(data, { text: 'a\ud800b' })],
    [
      'STANCE_OTHER',
      'another stance',
      ({ data }) => changed(data, { stance: otherStance(data.position.stance) }),
    ],
    ['EVIDENCE_UNKNOWN', 'evidence of its own', ({ data }) => changed(data, { evidence_ids: ['rule:none'] })],
  ];

  it.each(answers)('is a violation %s (%s), and asked for anew', async (code, _, reply) => {
    first(1, reply);
    const { run, rows } = await simulated(service, { rounds: 1 });
    expect(run.status).toBe('succeeded');
    const [refused] = rows.filter(({ type, round }) => type === 'gate' && round === 1);
    expect(refused).toMatchObject({
      generation_attempt: 1,
      gates: [{ gate_name: 'generation', passed: false, violations: [expect.objectContaining({ code })] }],
    });
    expect(server.calls[1]?.data.refused.map((each) => each.code)).toEqual([code]);
    expect(rows.find(({ type }) => type === 'round')).toMatchObject({ withheld: false });
  });

  it('leaves the persona out when there are three of them, and the others go on', async () => {
    first(3, () => ({ kind: 'answer', content: '[]' }));
    const { run, rows } = await simulated(service, { rounds: 1 });
    expect(run).toMatchObject({ status: 'succeeded', stage_retry_count: 0 });
    const comments = rows.filter(({ type }) => type === 'round');
    expect(comments[0]).toMatchObject({ text: '', withheld: true });
    expect(comments.slice(1).every(({ withheld }) => withheld === false)).toBe(true);
  });

  it('is one that a gate objects to, as with the phrase book', async () => {
    first(1, ({ data }) => changed(data, { text: 'Call me at 202-555-0143 tonight.' }));
    const { rows } = await simulated(service, { rounds: 1 });
    expect(server.calls[1]?.data.refused.map(({ code }) => code)).toContain('PII_PHONE');
    expect(JSON.stringify(rows.filter(({ type }) => type === 'round'))).not.toContain('0143');
  });
});

describe('an endpoint that fails', () => {
  it.each([
    ['is busy', { kind: 'status', status: 429 } as const, 'was 429'],
    ['is broken', { kind: 'status', status: 503 } as const, 'was 503'],
  ])(
    'and %s costs an attempt of the stage, whose next one has the row of the call',
    async (_, reply, text) => {
      first(1, () => reply);
      const { run, rows } = await simulated(service, { rounds: 1 });
      expect(run).toMatchObject({ status: 'succeeded', stage_retry_count: 1, max_stage_attempts: 2 });
      expect(rows.find(({ outcome }) => outcome === 'retry')).toMatchObject({
        error_code: 'SIM_MODEL_UNAVAILABLE',
        error: expect.stringContaining(text),
      });
      expect(rows.find(({ type }) => type === 'model_call')).toMatchObject({
        error_code: 'SIM_MODEL_UNAVAILABLE',
        attempt: 1,
        input_tokens: null,
        finish_reason: null,
        replayed: false,
      });
      expect(run.tokens.calls).toBe(server.calls.length);
    },
  );

  it('is left alone for as long as it asks, by the retry policy of the stage', async () => {
    first(1, () => ({ kind: 'status', status: 429, headers: { 'Retry-After': '1' } }));
    const { run, rows } = await simulated(service, { rounds: 1 });
    expect(run.status).toBe('succeeded');
    const retry = rows.find(({ outcome }) => outcome === 'retry') as unknown as {
      ended_at: string;
      next_retry_at: string;
    };
    expect(Date.parse(retry.next_retry_at) - Date.parse(retry.ended_at)).toBeGreaterThanOrEqual(1_000);
    const [refused, next] = server.calls;
    expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('is left alone for as long as it asks in the last attempt, too', async () => {
    first(1, () => ({ kind: 'status', status: 503, headers: { 'Retry-After': '0.3' } }));
    const { run } = await simulated(service, { rounds: 1 }, { max_stage_retries: 0 });
    expect(run).toMatchObject({ status: 'succeeded', stage_retry_count: 0 });
    const [refused, next] = server.calls;
    expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(290);
  });

  it.each([
    ['never answers', { kind: 'never' } as const, 'did not answer within 400 ms'],
    ['breaks off', { kind: 'cut_off' } as const, 'broke off'],
    ['speaks something else', { kind: 'no_protocol' } as const, 'no chat completion'],
    ['refuses the request', { kind: 'status', status: 400 } as const, 'was 400'],
  ])('and %s is asked again, and the row of the gate says why', async (_, reply, text) => {
    first(1, () => reply);
    const { run, rows } = await simulated(service, { rounds: 1 });
    expect(run).toMatchObject({ status: 'succeeded', stage_retry_count: 0 });
    const [gate] = rows.filter(({ type, round }) => type === 'gate' && round === 1);
    expect(gate).toMatchObject({
      gates: [{ gate_name: 'generation', reason: expect.stringContaining(text) }],
    });
    expect(rows.find(({ type }) => type === 'model_call')).toMatchObject({
      error_code: 'SIM_MODEL_UNAVAILABLE',
    });
    expect(rows.find(({ type }) => type === 'round')).toMatchObject({ withheld: false });
  });

  it('for one persona alone leaves that one out, after the attempts that the stage has', async () => {
    server.reply = ({ data }) =>
      data.speaker.name === 'subclause_rex' ? { kind: 'status', status: 500 } : { kind: 'answer' };
    const { run, rows } = await simulated(service, { rounds: 1 });
    expect(run).toMatchObject({ status: 'succeeded', stage_retry_count: 1 });
    const silent = rows.filter(({ type, withheld }) => type === 'round' && withheld === true);
    expect(silent.map(({ persona_name }) => persona_name)).toEqual(['subclause_rex']);
  });

  it('for everybody fails the run, and it can be resumed', async () => {
    server.reply = () => ({ kind: 'status', status: 502 });
    const failed = await simulated(service, { rounds: 1 });
    expect(failed.run).toMatchObject({ status: 'failed', error: { error: 'stage_execution_failed' } });
    server.reply = () => ({ kind: 'answer' });
    await service.post(`/runs/${failed.run.run_id}/resume`, undefined).expect(202);
    expect((await ended(service, failed.run.run_id)).run.status).toBe('succeeded');
  });

  it('and refuses the key fails the run at once', async () => {
    server.reply = () => ({ kind: 'status', status: 401 });
    const { run } = await simulated(service, { rounds: 1 }, { max_stage_retries: 5 });
    expect(run).toMatchObject({
      status: 'failed',
      error: {
        retry_state: 'non_retryable_failure',
        message: expect.stringContaining('look at MODEL_API_KEY'),
      },
    });
    expect(server.calls).toHaveLength(1);
  });

  it('shows its key nowhere, whatever it says', async () => {
    server.reply = (call) => ({ kind: 'status', status: call.number % 2 ? 500 : 400 });
    const { run, rows } = await simulated(service, { rounds: 1 });
    const { body: stages } = await service.get('/stages').expect(200);
    expect(JSON.stringify([run, rows, stages])).not.toContain('sk-secret');
  });
});

describe('calls', () => {
  it('are never more at a time than allowed, over all runs, and wait for their turn', async () => {
    server.reply = () => ({ kind: 'answer', delayMs: 20 });
    const runIds = await Promise.all(
      Array.from({ length: 8 }, (_, index) => begin(service, { rounds: 1, random_seed: `s${index}` })),
    );
    const runs = await Promise.all(runIds.map((runId) => ended(service, runId)));
    expect(runs.map(({ run }) => run.status)).toEqual(runIds.map(() => 'succeeded'));
    expect(server.most).toBe(3);
  });
});

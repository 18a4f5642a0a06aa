import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AppModule,
  Pipeline,
  StageNode,
  type AcceptedInput,
  type RunPipeline,
  type StageContext,
  type StageNodeHandler,
} from '../../src/index.js';
import { expectSoundLog, type AnsweredRow, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { logOf, runOnce } from '../support/waiting.js';

@Pipeline({ id: 'pages' })
class PagesPipeline implements RunPipeline {
  check(input: unknown): unknown {
    return input;
  }

  accept(input: unknown): AcceptedInput {
    return { input, randomSeed: 's', rows: [{ type: 'asked', text: 'a\u2028b 😀\n"' }], projection: {} };
  }

  project(): object {
    return {};
  }
}

/** Emits rows of two types; fails its first attempt halfway. */
@StageNode({ id: 'count', pipeline: 'pages', retry: { initialIntervalMs: 1, maxIntervalMs: 1 } })
class CountStage implements StageNodeHandler<{ rows: number }, { done?: number }> {
  async run(context: StageContext<{ rows: number }, { done?: number }>): Promise<void> {
    const { rows } = context.input;
    for (let row = (context.state.done ?? 0) + 1; row <= rows; row++) {
      context.emit({ type: row % 3 === 0 ? 'third' : 'step', row, text: `Zeile ${row} – 줄` });
      context.state.done = row;
      if (row % 50 === 0) await context.checkpoint();
      if (row === Math.ceil(rows / 2) && context.attempt === 1) {
        await context.checkpoint();
        throw new Error('Halfway.');
      }
    }
  }
}

/** Ends when it is told to. */
@StageNode({ id: 'wait', pipeline: 'pages', after: ['count'] })
class WaitStage implements StageNodeHandler<{ waitMs: number }> {
  async run({ input, signal }: StageContext<{ waitMs: number }>): Promise<void> {
    await pause(input.waitMs, undefined, { signal });
  }
}

@Module({ imports: [AppModule], providers: [PagesPipeline, CountStage, WaitStage] })
class PagesModule {}

const NDJSON = 'application/x-ndjson';

describe.each(['sqlite', 'file', 'memory'])('pages of a run log (%s)', (repository) => {
  let service: RunningApp;
  let path: string;
  let log: AnsweredRunlog;

  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: repository }, PagesModule);
    path = `/runs/${await begin(0, 4_000)}/runlog`;
    await runOnce(service, path.split('/')[2] ?? '', 'succeeded');
    log = await logOf(service, path.split('/')[2] ?? '');
  });

  afterAll(() => service.stop());

  async function begin(waitMs: number, rows: number): Promise<string> {
    const { body } = await service.post('/runs', { pipeline: 'pages', input: { rows, waitMs } }).expect(202);
    return String(body.run_id);
  }

  async function allPages(query: string): Promise<AnsweredRow[]> {
    const rows: AnsweredRow[] = [];
    for (let after: number | null = 0; after !== null;) {
      const { body } = await service.get(`${path}?after_seq=${after}&${query}`).expect(200);
      expect(body.summary).toEqual(log.summary);
      rows.push(...(body.rows as AnsweredRow[]));
      after = body.page.next_after_seq as number | null;
    }
    return rows;
  }

  async function linesOf(url: string) {
    const { text, headers } = await service
      .get(url)
      .set('Accept', NDJSON)
      .buffer(true)
      .parse((response, done) => {
        let whole = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => (whole += piece));
        response.on('end', () => done(null, whole));
      })
      .expect(200)
      .then((answer) => ({ text: answer.body as string, headers: answer.headers }));
    const rows = text.split('\n').slice(0, -1);
    return { rows: rows.map((line) => JSON.parse(line) as AnsweredRow), headers };
  }

  it('are replaced by the whole log without parameters', () => {
    expectSoundLog(log);
    expect(log.rows.length).toBeGreaterThan(4_000);
    expect(log).not.toHaveProperty('page');
  });

  it('together are the whole log', async () => {
    expect(await allPages('limit=777')).toEqual(log.rows);
    expect(await allPages('')).toEqual(log.rows);
  });

  it('have a default length, a start and an end', async () => {
    const { body } = await service.get(`${path}?after_seq=0`).expect(200);
    expect(body.page).toEqual({ after_seq: 0, limit: 1_000, next_after_seq: 1_000 });
    const last = log.rows.length;
    for (const [query, page, rows] of [
      [`limit=${last}`, { after_seq: 0, limit: last, next_after_seq: null }, last],
      [`limit=1&after_seq=${last - 1}`, { after_seq: last - 1, limit: 1, next_after_seq: null }, 1],
      [`after_seq=${last}`, { after_seq: last, limit: 1_000, next_after_seq: null }, 0],
      [`after_seq=999999999`, { after_seq: 999_999_999, limit: 1_000, next_after_seq: null }, 0],
    ] as const) {
      const answer = await service.get(`${path}?${query}`).expect(200);
      expect(answer.body.page).toEqual(page);
      expect(answer.body.rows).toHaveLength(rows);
    }
  });

  it.each([
    ['type=third', ({ type }: AnsweredRow) => type === 'third'],
    [
      'type=asked&type=stage_checkpoint',
      ({ type }: AnsweredRow) => ['asked', 'stage_checkpoint'].includes(type),
    ],
    ['type=nothing', () => false],
    ['type=step&attempt=2', ({ type, seq }: AnsweredRow) => type === 'step' && seq > retrySeq()],
    ['text=zeile%2013%20', ({ text }: AnsweredRow) => text === 'Zeile 13 – 줄'],
    ['text=%E2%80%93%20%EC%A4%84&type=third', ({ type }: AnsweredRow) => type === 'third'],
    ['text=%F0%9F%98%80%0A%22', ({ type }: AnsweredRow) => type === 'asked'],
    ['text=nowhere', () => false],
    ['stage_node=wait', ({ node_id }: AnsweredRow) => node_id === 'wait'],
  ])('can be filtered by %s, as can the whole log', async (query, isWanted) => {
    const wanted = log.rows.filter(isWanted);
    const { body } = await service.get(`${path}?${query}`).expect(200);
    expect(body).toEqual({ run_id: log.run_id, rows: wanted, summary: log.summary });
    expect(await allPages(`${query}&limit=600`)).toEqual(wanted);
    if (wanted.length === 0) return;
    const exact = await service.get(`${path}?${query}&limit=${wanted.length}`).expect(200);
    expect(exact.body.page.next_after_seq).toBeNull();
  });

  const retrySeq = () => log.rows.find(({ outcome }) => outcome === 'retry')?.seq ?? 0;

  it('can be sent as one row per line, with a link to the next', async () => {
    expect((await linesOf(path)).rows).toEqual(log.rows);
    const rows: AnsweredRow[] = [];
    let next: string | undefined = `${path}?limit=700&type=step&type=third&stage_node=count`;
    while (next) {
      const { rows: some, headers } = await linesOf(next);
      expect(headers['content-type']).toBe(`${NDJSON}; charset=utf-8`);
      rows.push(...some);
      next = /^<(.+)>; rel="next"$/.exec(headers['link'] ?? '')?.[1];
    }
    expect(rows).toEqual(log.rows.filter(({ type }) => type === 'step' || type === 'third'));
    expect((await linesOf(`${path}?type=nothing`)).rows).toEqual([]);
  });

  it('have an ETag of their own once the run has ended', async () => {
    const urls = [path, `${path}?limit=5`, `${path}?limit=6`, `${path}?type=step`, `${path}?stage_node=step`];
    const tags = await Promise.all(urls.map(async (url) => String((await service.get(url)).headers['etag'])));
    tags.push(String((await linesOf(path)).headers['etag']));
    expect(new Set(tags).size).toBe(tags.length);
    const [tag = ''] = tags;
    const known = await service.get(path).set('If-None-Match', `"x", ${tag}`).expect(304);
    expect(known.text).toBe('');
    expect(known.headers).toMatchObject({ etag: tag, vary: 'Accept, Accept-Encoding' });
    await service.get(path).set('If-None-Match', '"x"').expect(200);
    await service.get(`${path}?limit=5`).set('If-None-Match', tag).expect(200);
  });

  it('have no ETag while the run is running', async () => {
    const runId = await begin(60_000, 4);
    await runOnce(service, runId, 'running');
    const { headers } = await service.get(`/runs/${runId}/runlog`).set('If-None-Match', '*').expect(200);
    expect(headers).not.toHaveProperty('etag');
    await service.post(`/runs/${runId}/cancel`, undefined).expect(202);
    await runOnce(service, runId, 'cancelled');
  });

  it('are compressed on request', async () => {
    const packed = await service.get(path).set('Accept-Encoding', 'br, gzip').expect(200);
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.body).toEqual(log);
    for (const encodings of ['identity', 'gzip;q=0', 'br']) {
      const plain = await service.get(path).set('Accept-Encoding', encodings).expect(200);
      expect(plain.headers).not.toHaveProperty('content-encoding');
      expect(plain.headers['vary']).toBe('Accept, Accept-Encoding');
      expect(plain.body).toEqual(log);
    }
  });

  it('have no rows in the response to HEAD', async () => {
    const url = `${await service.app.getUrl()}${path}`;
    const answer = await fetch(url, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it.each([
    'limit=0',
    'limit=10001',
    'limit=1.5',
    'limit=1e3',
    'limit=',
    'limit=+5',
    'limit=5&limit=6',
    'after_seq=-1',
    'after_seq=x',
    'attempt=0',
    'type=',
    'text=',
    'text=a&text=b',
    'stage_node=a&stage_node=b',
    'stage_node=%00',
    'offset=1',
    'Limit=1',
  ])('are rejected for %s', async (query) => {
    const { body } = await service.get(`${path}?${query}`).expect(400);
    expect(body.error_code).toBe('REQ_VALIDATION_FAILED');
  });

  it('are a 404 for an unknown run', async () => {
    const { body } = await service.get('/runs/run-x/runlog?limit=1').set('Accept', NDJSON).expect(404);
    expect(body.error_code).toBe('RUN_NOT_FOUND');
  });
});

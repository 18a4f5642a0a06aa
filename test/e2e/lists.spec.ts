import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newRun, sampleRun } from '../../src/testing/samples.js';
import { RUN_REPOSITORY, type RunRepository } from '../../src/runs/index.js';
import type { RunListAnswer } from '../support/lists.js';
import { startApp, type RunningApp } from '../support/running-app.js';

/** The numbers in the ids of the listed runs. */
const numbers = ({ items }: RunListAnswer) => items.map(({ run_id }) => Number(run_id.slice(-12)));

describe.each(['sqlite', 'file', 'memory'])('GET /runs (%s)', (adapter) => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: adapter });
    const repository = service.app.get<RunRepository>(RUN_REPOSITORY);
    for (let id = 0; id < 25; id++) {
      const attributes = { seed_id: `s${id % 2}`, pack_fingerprint: 'f' };
      const fields = { pipeline: 'simulation', status: 'succeeded', attributes } as const;
      await repository.create(newRun(sampleRun(String(id), id, fields)));
    }
  });

  afterAll(() => service.stop());

  async function list(query: string): Promise<RunListAnswer> {
    return (await service.get(`/runs${query}`).expect(200)).body as RunListAnswer;
  }

  it('leads from page to page, each run once, and says when there is no further one', async () => {
    const first = await list('?limit=10');
    expect(first).toMatchObject({
      count: 10,
      total: 25,
      limit: 10,
      offset: 0,
      next_cursor: expect.any(String),
    });
    const second = await list(`?limit=10&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ count: 10, total: null, limit: 10, offset: 0 });
    const third = await list(`?limit=10&cursor=${second.next_cursor}`);
    expect(third).toMatchObject({ count: 5, total: null, next_cursor: null });
    const all = Array.from({ length: 25 }, (_, index) => 24 - index);
    expect([first, second, third].flatMap(numbers)).toEqual(all);
  });

  it('gives no cursor where exactly the last run ends the page', async () => {
    expect(await list('?limit=25')).toMatchObject({ count: 25, next_cursor: null });
    expect(await list('?limit=5&offset=20')).toMatchObject({ count: 5, offset: 20, next_cursor: null });
    expect(await list('?limit=5&offset=19')).toMatchObject({ next_cursor: expect.any(String) });
    expect(await list('?offset=10000')).toMatchObject({ count: 0, total: 25, next_cursor: null });
  });

  it('takes a cursor together with filters', async () => {
    const first = await list('?limit=5&seed_id=s1&pack_fingerprint=f');
    expect(first).toMatchObject({ total: 12 });
    const second = await list(`?limit=5&seed_id=s1&cursor=${first.next_cursor}`);
    expect([first, second].flatMap(numbers)).toEqual([23, 21, 19, 17, 15, 13, 11, 9, 7, 5]);
  });

  it.each([
    ['?created_after=2026-01-01T00:00:20Z', [24, 23, 22, 21, 20]],
    ['?created_after=2026-01-01T09:00:20%2B09:00&created_before=2026-01-01T00:00:22.000Z', [21, 20]],
    ['?created_after=2026-01-01T00:00:23', [24, 23]],
    ['?created_before=2026-01-01', []],
    ['?created_after=2026-01-02', []],
    ['?created_before=2026-01-01T00:00:02Z', [1, 0]],
  ])('knows moments: %s', async (query, expected) => {
    const found = await list(query);
    expect(numbers(found)).toEqual(expected);
    expect(found.total).toBe(expected.length);
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=1e1',
    'limit=%201',
    'limit=1&limit=2',
    'offset=-1',
    'offset=10001',
    'cursor=',
    'cursor=x',
    'cursor=W10',
    'cursor=WzEsMl0',
    'cursor=bnVsbA',
    'status=done',
    'thread_status=gone',
    'seed_id=',
    'seed_id=a&seed_id=b',
    'seed_id=a%00b',
    'board_id=a&board_id=b',
    'created_after=yesterday',
    'created_after=2026',
    'created_after=2026-02-30',
    'created_after=2026-02-29T00:00:00Z',
    'created_after=2026-W05-1',
    'created_after=2026-01-01T24:00:00Z',
    'created_after=2026-01-01T00:00:60Z',
    'created_after=2026-01-01%2000:00:00Z',
    'created_before=1767225600000',
    'created_before=9999-12-31T23:59:59-12:00',
    'order=asc',
  ])('refuses ?%s', async (query) => {
    const { body } = await service.get(`/runs?${query}`).expect(400);
    const parameter = query.split('=')[0];
    expect(body.error).toBe('validation_failed');
    expect(body.errors[0].pointer).toBe(`/${parameter}`);
  });

  it('refuses a cursor together with an offset, even the first one', async () => {
    const { next_cursor: cursor } = await list('?limit=1');
    const { body } = await service.get(`/runs?cursor=${cursor}&offset=0`).expect(400);
    expect(body.errors).toEqual([
      { pointer: '/cursor', message: 'cursor and offset cannot be given together' },
    ]);
  });
});

describe('a list with damaged runs (sqlite)', () => {
  let service: RunningApp;
  afterAll(() => service.stop());

  it('tells of them, leads past them, and harms no other', async () => {
    service = await startApp({ FAULT_INJECTION: 'true' });
    const repository = service.app.get<RunRepository>(RUN_REPOSITORY);
    const runs = [1, 2, 3, 4].map((second) =>
      sampleRun(String(second), second, { pipeline: 'simulation', status: 'succeeded' }),
    );
    for (const run of runs) await repository.create(newRun(run));
    const { openSqlite } = await import('../../src/storage/sqlite/sqlite-connection.js');
    const { writer, close } = await openSqlite(`${service.dataDir}/runs.sqlite3`, []);
    const damage = 'UPDATE runs SET record = ? WHERE run_id = ?';
    await writer.query(damage, ['{"run_id":', runs[1]?.run_id]);
    await writer.query(damage, ['null', runs[2]?.run_id]);
    await close();
    const first = (await service.get('/runs?limit=2').expect(200)).body as RunListAnswer;
    const second = (await service.get(`/runs?cursor=${first.next_cursor}`).expect(200)).body as RunListAnswer;
    const items = [...first.items, ...second.items];
    expect(items.map(({ run_id }) => run_id)).toEqual(runs.map(({ run_id }) => run_id).toReversed());
    for (const item of items.slice(1, 3)) {
      expect(item).toMatchObject({ status: 'failed', error: { error_code: 'RUN_LOG_CORRUPT' } });
      const { body } = await service.get(`/runs/${item.run_id}`).expect(500);
      expect(body.error_code).toBe('RUN_LOG_CORRUPT');
    }
    expect(items[3]).toMatchObject({ status: 'succeeded', error: null });
  });
});

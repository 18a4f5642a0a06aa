import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CreateRuns1795305600000 } from './migrations/1795305600000-create-runs.js';
import { MIGRATIONS } from './migrations.js';
import { openSqlite, type SqliteConnections } from './sqlite-connection.js';
import {
  held,
  newRun,
  sampleKey,
  sampleLease,
  sampleRow,
  sampleRun,
  sampleTime,
  stored,
  withRows,
} from '../../testing/index.js';
import {
  type RunRecord,
  RunConflictError,
  StorageUnavailableError,
  type RunFilter,
} from '../../runs/index.js';
import { countRuns, selectPage, type BoundSql } from './run-filter.sql.js';
import { SqliteRunRepository } from './sqlite-run.repository.js';

const ALL = { afterSeq: 0, types: [], limit: 1_000 };

let folder: string;
let closing: (() => Promise<void>)[];

async function open(): Promise<{ repository: SqliteRunRepository; connections: SqliteConnections }> {
  const connections = await openSqlite(join(folder, 'runs.sqlite3'), MIGRATIONS);
  const repository = await SqliteRunRepository.on(connections);
  closing.push(() => repository.close());
  return { repository, connections };
}

/** Stores a running run as the first version did, with one row. */
async function storeAsOlderVersion(run: RunRecord): Promise<void> {
  const { next_retry_at: _later, attributes, ...own } = run;
  const record = { ...own, zone_id: null, ...attributes };
  const { writer, close } = await openSqlite(join(folder, 'runs.sqlite3'), [CreateRuns1795305600000]);
  await writer.query(
    `INSERT INTO runs (run_id, created_at, pipeline, status, last_seq, record, request)
     VALUES (?, ?, 'simulation', 'running', 1, ?, '{"input":1,"max_stage_retries":null,"faults":[]}')`,
    [record.run_id, record.created_at, JSON.stringify(record)],
  );
  const { type, json } = sampleRow(1, 'context');
  await writer.query(
    `INSERT INTO runlog_rows (run, seq, type, stage_node, attempt, json) VALUES (1, 1, ?, 'node', 1, ?)`,
    [type, json],
  );
  await close();
}

/** Stores a run, leased by `a` until second 30, and spoils what is stored of it. */
async function storeDamaged(status: string): Promise<{ repository: SqliteRunRepository; runId: string }> {
  const { repository, connections } = await open();
  const run = sampleRun('1');
  await repository.create(newRun(run));
  await connections.writer.query(`UPDATE runs SET status = ?, record = '{'`, [status]);
  return { repository, runId: run.run_id };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  closing = [];
});

afterEach(async () => {
  for (const close of closing) await close();
  await rm(folder, { recursive: true });
});

describe('a store of the first version', () => {
  it('can be read, and its unfinished runs are taken', async () => {
    const run = withRows(sampleRun('1'), [sampleRow(1, 'context')]);
    await storeAsOlderVersion(run);
    const { repository } = await open();
    expect(await repository.find(run.run_id)).toEqual(run);
    expect(await repository.readRows(run.run_id, ALL)).toEqual([stored(sampleRow(1, 'context'))]);
    expect(await repository.takeOrphans(sampleLease(), sampleTime(0), 10)).toEqual([held(run, 2)]);
    await repository.commit({ run: { ...run, status: 'succeeded' }, rows: [], token: 2 });
  });

  it('can have its unfinished runs interrupted, even one whose record is damaged', async () => {
    await storeAsOlderVersion(withRows(sampleRun('1'), [sampleRow(1, 'context')]));
    const { repository, connections } = await open();
    await connections.writer.query(`UPDATE runs SET record = '{'`);
    await repository.create(newRun(sampleRun('2')));
    await repository.interruptOrphans('c', sampleTime(60));
    expect(await repository.find(sampleRun('2').run_id)).toMatchObject({ status: 'interrupted' });
    expect(await connections.reader.query('SELECT status, record FROM runs WHERE id = 1')).toEqual([
      { status: 'interrupted', record: '{' },
    ]);
  });
});

describe('a list of runs', () => {
  it.each([
    {},
    { status: 'failed' },
    { attributes: { genre: 'b' } },
    { attributes: { words: 7 } },
    { pipeline: 'p' },
    { created_after: sampleTime(0) },
    { status: 'failed', created_after: sampleTime(0), created_before: sampleTime(9) },
  ] as RunFilter[])('is counted, and brought into order, by an index: %j', async (filter) => {
    const { repository, connections } = await open();
    await repository.declareFilters(['genre', 'words']);
    await repository.probe(); // the reader learns of new indexes when it reads; a plan alone reads nothing
    const planOf = async ({ sql, values }: BoundSql) => {
      const steps = await connections.reader.query(`EXPLAIN QUERY PLAN ${sql}`, [...values]);
      return (steps as { detail: string }[]).map(({ detail }) => detail).join();
    };
    const after = { created_at: sampleTime(1), run_id: 'a' };
    expect(await planOf(countRuns(filter, false))).toMatch(/^SEARCH runs USING COVERING INDEX/);
    expect(await planOf(selectPage({ filter, limit: 20, offset: 0, after }, false))).toMatch(
      /^SEARCH runs USING INDEX \w+ \(.*\(created_at,run_id\)<\(\?,\?\)\)$/,
    );
  });
});

describe('a total', () => {
  it('is counted again when something was committed, here or by another process, and not else', async () => {
    const [{ repository, connections }, other] = [await open(), await open()];
    const statements: string[] = [];
    const query = connections.reader.query.bind(connections.reader);
    connections.reader.query = (sql, values) => {
      if (sql.includes('count(*)')) statements.push(sql);
      return query(sql, values);
    };
    const filters = [{}, { status: 'running' }, { status: 'running', attributes: { genre: 's' } }] as const;
    const totals = async () => {
      const pages = filters.map((filter) => repository.list({ filter, limit: 1, offset: 0 }));
      return (await Promise.all(pages)).map(({ total }) => total);
    };
    expect(await totals()).toEqual([0, 0, 0]);
    for (const [index, writer] of [repository, other.repository, repository].entries()) {
      await writer.create(
        newRun(sampleRun(String(index), 0, { attributes: { genre: index === 1 ? 's' : 't' } })),
      );
      statements.length = 0;
      const seeds = index > 0 ? 1 : 0;
      expect(await totals()).toEqual([index + 1, index + 1, seeds]);
      expect(statements).toHaveLength(3);
      expect(await totals()).toEqual([index + 1, index + 1, seeds]);
      expect(statements).toHaveLength(3);
    }
  });
});

describe('a deletion that a process has not come to the end of', () => {
  it('leaves nothing that can be seen, and is ended by whoever comes next', async () => {
    const { repository, connections } = await open();
    const rows = Array.from({ length: 5_000 }, (_, index) => sampleRow(index + 1, 'round'));
    const run = withRows(sampleRun('1'), rows);
    await repository.create(newRun(run, rows, { key: sampleKey() }));
    await repository.commit({ run: { ...run, status: 'succeeded' }, rows: [], token: 1 });
    const query = connections.writer.query.bind(connections.writer);
    connections.writer.query = (sql, values) =>
      sql.startsWith('DELETE FROM runlog_rows') ? Promise.reject(new Error('died')) : query(sql, values);
    await expect(repository.delete(run.run_id, { now: sampleTime(0) })).rejects.toThrow(
      StorageUnavailableError,
    );
    connections.writer.query = query;
    expect(await repository.find(run.run_id)).toBeNull();
    expect(await repository.findKey(sampleKey().scope, sampleKey().key)).toBeNull();
    for (const filter of [{}, { created_before: sampleTime(9) }]) {
      expect(await repository.list({ filter, limit: 9, offset: 0 })).toEqual({ items: [], total: 0 });
    }
    const left = () => connections.reader.query('SELECT count(*) AS rows FROM runlog_rows');
    expect(await left()).toEqual([{ rows: 5_000 }]);
    await repository.reclaimSpace();
    expect(await left()).toEqual([{ rows: 0 }]);
    expect(await connections.reader.query('SELECT count(*) AS runs FROM runs')).toEqual([{ runs: 0 }]);
  });
});

describe('a run whose record is damaged', () => {
  it('is found among the failed runs, and under no other status, until it is restored', async () => {
    const { repository, connections } = await open();
    const [run, failed] = [
      sampleRun('1', 1, { attributes: { genre: 'b' } }),
      sampleRun('2', 2, { status: 'failed' }),
    ];
    for (const made of [run, failed]) await repository.create(newRun(made));
    const found = async (filter: RunFilter) => {
      const { items, total } = await repository.list({ filter, limit: 9, offset: 0 });
      return [total, ...items.map(({ run_id, status }) => `${run_id} ${status}`)];
    };
    const update = 'UPDATE runs SET record = ? WHERE run_id = ?';
    await connections.writer.query(update, [JSON.stringify(run).slice(0, 40), run.run_id]);
    expect(await found({ status: 'failed' })).toEqual([2, `${failed.run_id} failed`, `${run.run_id} failed`]);
    expect(await found({ status: 'running' })).toEqual([0]);
    expect(await found({ attributes: { genre: 'b' } })).toEqual([1, `${run.run_id} failed`]);
    await connections.writer.query(update, [JSON.stringify(run), run.run_id]);
    expect(await found({ status: 'running' })).toEqual([1, `${run.run_id} running`]);
  });

  it.each(['queued', 'running', 'interrupted'])(
    'can be deleted though it has not ended (%s), by its owner, or by anybody when its lease is over',
    async (status) => {
      const { repository, runId } = await storeDamaged(status);
      const early = repository.delete(runId, { owner: 'b', now: sampleTime(29) });
      await expect(early).rejects.toThrow(RunConflictError);
      const at =
        status === 'queued' ? { owner: 'a', now: sampleTime(29) } : { owner: 'b', now: sampleTime(30) };
      expect(await repository.delete(runId, at)).toBe(true);
      expect(await repository.list({ filter: {}, limit: 9, offset: 0 })).toEqual({ items: [], total: 0 });
    },
  );
});

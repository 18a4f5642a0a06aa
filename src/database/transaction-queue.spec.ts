import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { CreateRuns1795305600000, TransactionQueue, openSqlite, type SqliteConnections } from './index.js';

let folder: string;
let connections: SqliteConnections;
let queue: TransactionQueue;
/** BEGIN, COMMIT and ROLLBACK, in order. */
let transactions: string[];

/** Inserts a run, and gives its id back. */
const insert = (id: string) => async (connection: QueryRunner) => {
  await connection.query(
    `INSERT INTO runs (run_id, created_at, pipeline, status, last_seq, record, request)
     VALUES (?, '', '', '', 0, '', '')`,
    [id],
  );
  return id;
};

/** Inserts a run, then fails. */
const insertThenFail = (id: string) => async (connection: QueryRunner) => {
  await insert(id)(connection);
  throw new RangeError(id);
};

async function storedIds(connection: QueryRunner = connections.reader): Promise<string[]> {
  const rows = (await connection.query('SELECT run_id FROM runs ORDER BY id')) as { run_id: string }[];
  return rows.map(({ run_id }) => run_id);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  connections = await openSqlite(join(folder, 'runs.sqlite3'), [CreateRuns1795305600000]);
  const { writer } = connections;
  const query = writer.query.bind(writer) as (sql: string, values?: unknown[]) => Promise<unknown>;
  transactions = [];
  writer.query = ((sql: string, values?: unknown[]) => {
    const [word = ''] = sql.split(' ');
    if (['BEGIN', 'COMMIT', 'ROLLBACK'].includes(word)) transactions.push(word);
    return query(sql, values);
  }) as QueryRunner['query'];
  queue = new TransactionQueue(writer);
});

afterEach(async () => {
  await queue.idle();
  await connections.close();
  await rm(folder, { recursive: true });
});

describe('the transaction queue', () => {
  it('gives each task its own result, and runs them in the order in which they came', async () => {
    const ids = ['a', 'b', 'c', 'd'];
    expect(await Promise.all(ids.map((id) => queue.submit(insert(id))))).toEqual(ids);
    expect(await storedIds()).toEqual(ids);
  });

  it('commits tasks that wait together in one transaction', async () => {
    await Promise.all(['a', 'b', 'c'].map((id) => queue.submit(insert(id))));
    expect(transactions).toEqual(['BEGIN', 'COMMIT']);
  });

  it('commits what came while it was working in one further transaction', async () => {
    const late: Promise<unknown>[] = [];
    await queue.submit(async (connection) => {
      for (const id of ['b', 'c']) late.push(queue.submit(insert(id)));
      await insert('a')(connection);
    });
    await Promise.all(late);
    expect(transactions).toEqual(['BEGIN', 'COMMIT', 'BEGIN', 'COMMIT']);
    expect(await storedIds()).toEqual(['a', 'b', 'c']);
  });

  it('commits 256 tasks at the most in one transaction', async () => {
    const ids = Array.from({ length: 257 }, (_, index) => String(index));
    await Promise.all(ids.map((id) => queue.submit(insert(id))));
    expect(transactions.filter((word) => word === 'COMMIT')).toHaveLength(2);
    expect(await storedIds()).toEqual(ids);
  });

  it('does not let a failing task harm those beside it, and keeps nothing of it', async () => {
    const results = await Promise.allSettled([
      queue.submit(insert('a')),
      queue.submit(insertThenFail('bad')),
      queue.submit(insert('a')), // the id is taken
      queue.submit(insert('b')),
    ]);
    expect(results).toMatchObject([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: new RangeError('bad') },
      { status: 'rejected', reason: { message: expect.stringContaining('UNIQUE') } },
      { status: 'fulfilled', value: 'b' },
    ]);
    expect(await storedIds()).toEqual(['a', 'b']);
  });

  it('keeps nothing of a task that fails alone, and goes on after it', async () => {
    await expect(queue.submit(insertThenFail('bad'))).rejects.toThrow('bad');
    expect(transactions).toEqual(['BEGIN', 'ROLLBACK']);
    await queue.submit(insert('a'));
    expect(await storedIds(connections.writer)).toEqual(['a']);
  });

  it('fails a task whose transaction cannot be committed', async () => {
    const broken = queue.submit(async (connection) => {
      await insert('a')(connection);
      await connection.query('ROLLBACK'); // as SQLite does by itself when the disk is full
    });
    await expect(broken).rejects.toThrow('no transaction is active');
    await queue.submit(insert('b'));
    expect(await storedIds()).toEqual(['b']);
  });

  it('hides what is not committed from readers', async () => {
    const seen: string[][] = [];
    await queue.submit(async (connection) => {
      await insert('a')(connection);
      seen.push(await storedIds(), await storedIds(connection));
    });
    expect(seen).toEqual([[], ['a']]);
    expect(await storedIds()).toEqual(['a']);
  });

  it('is idle when nothing waits, and not before', async () => {
    await queue.idle();
    const done: string[] = [];
    for (const id of ['a', 'b']) void queue.submit(insert(id)).then((stored) => done.push(stored));
    await queue.idle();
    expect(done).toEqual(['a', 'b']);
  });
});

describe('the reading connection', () => {
  it('cannot write', async () => {
    await expect(insert('a')(connections.reader)).rejects.toThrow('readonly');
  });
});

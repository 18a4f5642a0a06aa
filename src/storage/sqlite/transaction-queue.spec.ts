import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SqlConnection } from './prepared-connection.js';
import { CreateRuns1795305600000 } from './migrations/1795305600000-create-runs.js';
import { LeaseRuns1795392000000 } from './migrations/1795392000000-lease-runs.js';
import { TransactionQueue, type TransactionBatch } from './transaction-queue.js';
import { openSqlite, type SqliteConnections } from './sqlite-connection.js';
import { rowsReturned } from './statements.js';

const MIGRATIONS = [CreateRuns1795305600000, LeaseRuns1795392000000];

let folder: string;
let connections: SqliteConnections;
let queue: TransactionQueue;
/** BEGIN, COMMIT and ROLLBACK, in order. */
let transactions: string[];

/** Inserts a run, and gives its id back. */
const insert = (id: string) => async (connection: SqlConnection) => {
  await connection.query(
    `INSERT INTO runs (run_id, created_at, pipeline, status, last_seq, record)
     VALUES (?, '', '', '', 0, '')`,
    [id],
  );
  return id;
};

/** Inserts a run, then fails. */
const insertThenFail = (id: string) => async (connection: SqlConnection) => {
  await insert(id)(connection);
  throw new RangeError(id);
};

/** The items of each call of {@link insertAll}. */
let batches: string[][];

/** Inserts runs with one statement; says of each whether it was new. Fails when one of them is `bad`. */
const insertAll: TransactionBatch<string, boolean> = async (connection, ids) => {
  batches.push([...ids]);
  const inserted = await rowsReturned<{ run_id: string }>(
    connection,
    `INSERT INTO runs (run_id, created_at, pipeline, status, last_seq, record)
     SELECT value, '', '', '', 0, '' FROM json_each(?) WHERE true ON CONFLICT DO NOTHING RETURNING run_id`,
    [JSON.stringify(ids)],
  );
  if (ids.includes('bad')) throw new RangeError('bad');
  return ids.map((id) => inserted.some(({ run_id }) => run_id === id));
};

async function storedIds(connection: SqlConnection = connections.reader): Promise<string[]> {
  const rows = (await connection.query('SELECT run_id FROM runs ORDER BY id')) as { run_id: string }[];
  return rows.map(({ run_id }) => run_id);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  connections = await openSqlite(join(folder, 'runs.sqlite3'), MIGRATIONS);
  const { writer } = connections;
  const query = writer.query.bind(writer);
  transactions = [];
  batches = [];
  writer.query = (sql: string, values?: unknown[]) => {
    const [word = ''] = sql.split(' ');
    if (['BEGIN', 'COMMIT', 'ROLLBACK'].includes(word)) transactions.push(word);
    return query(sql, values);
  };
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

describe('a batch', () => {
  it('gets all items that wait together, in order, and gives each its own result', async () => {
    await queue.submit(insert('b'));
    const results = await Promise.all(['a', 'b', 'c'].map((id) => queue.submitTo(insertAll, id)));
    expect(results).toEqual([true, false, true]);
    expect(batches).toEqual([['a', 'b', 'c']]);
  });

  it('shares the transaction with other batches and tasks', async () => {
    const other: typeof insertAll = (connection, ids) => insertAll(connection, ids);
    await Promise.all([
      queue.submitTo(insertAll, 'a'),
      queue.submit(insert('b')),
      queue.submitTo(other, 'c'),
      queue.submitTo(insertAll, 'd'),
    ]);
    expect(batches).toEqual([['a', 'd'], ['c']]);
    expect(transactions).toEqual(['BEGIN', 'COMMIT']);
    expect(await storedIds()).toEqual(['a', 'd', 'b', 'c']);
  });

  it('that fails is run again for each item, so that none suffers for another', async () => {
    const results = await Promise.allSettled(['a', 'bad', 'c'].map((id) => queue.submitTo(insertAll, id)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(batches).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
    expect(await storedIds()).toEqual(['a', 'c']);
  });
});

describe('statements between transactions', () => {
  it('stand in none, not even while transactions wait', async () => {
    const first = queue.submit(insert('a'));
    const between = queue.runBetween(async (connection) => {
      const answer = await rowsReturned<{ busy: number }>(connection, 'PRAGMA wal_checkpoint(TRUNCATE)', []);
      return [...transactions, answer[0]?.busy];
    });
    const late: Promise<unknown>[] = [first.then(() => queue.submit(insert('b')))];
    expect(await between).toEqual(['BEGIN', 'COMMIT', 0]); // in a transaction, SQLite refuses this one
    await Promise.all(late);
    expect(await storedIds()).toEqual(['a', 'b']);
  });

  it('take turns with transactions: neither waits for all of the other', async () => {
    const order: string[] = [];
    const runBetween = (name: string) => queue.runBetween(async () => order.push(name));
    const write = (id: string) => queue.submit(async () => order.push(id));
    const others: Promise<unknown>[] = [runBetween('x'), runBetween('y')];
    await queue.submit(async () => {
      order.push('a');
      others.push(write('b'));
    });
    await Promise.all(others);
    expect(order).toEqual(['a', 'x', 'b', 'y']);
  });

  it('fail alone, and work goes on after them', async () => {
    const failing = queue.runBetween(() => Promise.reject(new RangeError('bad')));
    await expect(failing).rejects.toThrow('bad');
    await queue.submit(insert('a'));
    expect(await queue.runBetween(async () => 'done')).toBe('done');
    expect(await storedIds()).toEqual(['a']);
  });

  it('are waited for until the queue is idle', async () => {
    let isDone = false;
    void queue.runBetween(async (connection) => {
      await connection.query('SELECT 1');
      isDone = true;
    });
    await queue.idle();
    expect(isDone).toBe(true);
  });
});

describe('an urgent task', () => {
  it('goes before all that waits, in a transaction of its own', async () => {
    const late: Promise<unknown>[] = [];
    await queue.submit(async () => {
      late.push(queue.submit(insert('b')), queue.submitTo(insertAll, 'c'), queue.submitUrgent(insert('a')));
    });
    await late[2];
    expect(await storedIds()).toEqual(['a']);
    await Promise.all(late);
    expect(await storedIds()).toEqual(['a', 'b', 'c']);
    expect(transactions).toHaveLength(6);
  });
});

describe('a transaction', () => {
  let other: SqliteConnections;

  beforeEach(async () => {
    other = await openSqlite(join(folder, 'runs.sqlite3'), MIGRATIONS);
    await connections.writer.query('PRAGMA busy_timeout = 5');
    await other.writer.query('BEGIN IMMEDIATE');
  });

  afterEach(() => other.close());

  it('waits for another process, longer than SQLite does by itself', async () => {
    const waiting = queue.submit(insert('b'));
    while (transactions.length < 3) await turn(); // SQLite has given up twice
    await insert('a')(other.writer);
    await other.writer.query('COMMIT');
    await waiting;
    expect(await storedIds()).toEqual(['a', 'b']);
  });

  it('gives up when its time is over, with all that it should have committed', async () => {
    const impatient = new TransactionQueue(connections.writer, 100);
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => impatient.submit(insert(String(index)))),
    );
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    const reasons = results.map((result) => (result.status === 'rejected' ? result.reason : null) as unknown);
    expect(reasons[0]).toMatchObject({ message: expect.stringContaining('SQLITE_BUSY') });
    expect(new Set(reasons).size).toBe(1); // they did not wait one after another
    await other.writer.query('COMMIT');
    await impatient.submit(insert('a'));
    expect(await storedIds()).toEqual(['a']);
  });
});

describe('the reading connection', () => {
  it('cannot write', async () => {
    await expect(insert('a')(connections.reader)).rejects.toThrow('readonly');
  });
});

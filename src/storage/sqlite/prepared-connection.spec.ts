import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sqlite3 from 'sqlite3';
import { PreparedConnection } from './prepared-connection.js';

let database: sqlite3.Database;
let connection: PreparedConnection;

beforeEach(() => {
  database = new sqlite3.Database(':memory:');
  connection = new PreparedConnection(database);
});

afterEach(async () => {
  await connection.close();
  await new Promise<void>((resolve, reject) => {
    database.close((error) => (error ? reject(error) : resolve()));
  });
});

describe('a connection with prepared statements', () => {
  it('gives the rows of each call, whatever ran before', async () => {
    const sums = [1, 2, 3].map((n) => connection.query('SELECT ? + 1 AS sum', [n]));
    expect(await Promise.all(sums)).toEqual([[{ sum: 2 }], [{ sum: 3 }], [{ sum: 4 }]]);
  });

  it('rejects each call of a statement that cannot be prepared', async () => {
    const calls = [connection.query('SELECT unknown'), connection.query('SELECT unknown')];
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(connection.query('SELECT unknown')).rejects.toThrow('no such column: unknown');
  });

  it('runs any number of different statements, and closes with none of them open', async () => {
    const texts = Array.from({ length: 350 }, (_, n) => `SELECT ${n} AS n`);
    const all = await Promise.all([...texts, ...texts].map((sql) => connection.query(sql)));
    expect(all.map((rows) => (rows as { n: number }[])[0]?.n)).toEqual(
      [...texts, ...texts].map((_, index) => index % 350),
    );
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS } from './migrations.js';
import { RunReads } from './run-reads.js';
import { openSqlite, type SqliteConnections } from './sqlite-connection.js';

let folder: string;
let connections: SqliteConnections;
let statements: number;
let reads: RunReads;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-reads-'));
  connections = await openSqlite(join(folder, 'runs.sqlite3'), MIGRATIONS);
  const { writer, reader } = connections;
  for (const name of ['a', 'b', 'c']) {
    await writer.query(
      `INSERT INTO runs (run_id, created_at, pipeline, status, last_seq, record, attributes, fencing_token)
       VALUES (?, '', '', 'queued', 0, ?, '{}', 1)`,
      [name, `record of ${name}`],
    );
    await writer.query('INSERT INTO run_requests (run, request) SELECT id, ? FROM runs WHERE run_id = ?', [
      `request of ${name}`,
      name,
    ]);
  }
  statements = 0;
  reads = new RunReads({
    query: (sql, values) => {
      statements += 1;
      return reader.query(sql, values);
    },
  });
});

afterEach(async () => {
  await connections.close();
  await rm(folder, { recursive: true });
});

const shown = (found: Awaited<ReturnType<RunReads['find']>>) => found && [found.record, found.request];

describe('reads of runs', () => {
  it('that are asked for at once take one statement, each getting its own', async () => {
    const found = await Promise.all([
      reads.find('a'),
      reads.find('b', true),
      reads.find('none', true),
      reads.find('c'),
      reads.find('c', true),
    ]);
    expect(found.map(shown)).toEqual([
      ['record of a', null],
      ['record of b', 'request of b'],
      null,
      ['record of c', 'request of c'],
      ['record of c', 'request of c'],
    ]);
    expect(statements).toBe(1);
  });

  it('take one alone for a run alone', async () => {
    expect(shown(await reads.find('a', true))).toEqual(['record of a', 'request of a']);
    expect(shown(await reads.find('b'))).toEqual(['record of b', null]);
    expect(await reads.find('none')).toBeNull();
    expect(statements).toBe(3);
  });

  it('that are asked for while others are read take one more', async () => {
    const first = reads.find('a');
    await Promise.resolve(); // the statement is on its way
    const second = reads.find('b');
    await Promise.resolve();
    await Promise.all([first, second, reads.find('c')]);
    expect(statements).toBe(2);
  });

  it('see what was written before they were asked for', async () => {
    const first = reads.find('a');
    await Promise.resolve(); // the statement is on its way
    await connections.writer.query("UPDATE runs SET record = 'new' WHERE run_id = 'a'");
    const later = [reads.find('a'), reads.find('b')];
    expect(shown(await first)).toEqual(['record of a', null]);
    expect((await Promise.all(later)).map(shown)).toEqual([
      ['new', null],
      ['record of b', null],
    ]);
  });

  it('all fail when the statement does, and the next ones do not', async () => {
    await connections.writer.query('ALTER TABLE runs RENAME TO hidden');
    const failed = await Promise.allSettled([reads.find('a'), reads.find('a'), reads.find('b')]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await connections.writer.query('ALTER TABLE hidden RENAME TO runs');
    expect(shown(await reads.find('a'))).toEqual(['record of a', null]);
  });
});

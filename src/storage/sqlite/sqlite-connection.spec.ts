import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { CreateRuns1795305600000 } from './migrations/1795305600000-create-runs.js';
import { FindRuns1795478400000 } from './migrations/1795478400000-find-runs.js';
import { LeaseRuns1795392000000 } from './migrations/1795392000000-lease-runs.js';
import { DateLeases1795651200000 } from './migrations/1795651200000-date-leases.js';
import { ListDamagedRuns1795564800000 } from './migrations/1795564800000-list-damaged-runs.js';
import { openSqlite, type SqliteConnections } from './sqlite-connection.js';

const MIGRATIONS = [CreateRuns1795305600000, LeaseRuns1795392000000, FindRuns1795478400000];

let folder: string;
let opened: SqliteConnections[];

async function open(
  migrations = MIGRATIONS,
  path = join(folder, 'runs.sqlite3'),
): Promise<SqliteConnections> {
  const connections = await openSqlite(path, migrations);
  opened.push(connections);
  return connections;
}

async function columnsOf({ reader }: SqliteConnections, table: string): Promise<string[]> {
  const columns = (await reader.query(`SELECT name FROM pragma_table_info('${table}')`)) as {
    name: string;
  }[];
  return columns.map(({ name }) => name);
}

const insertRun = ({ writer }: Pick<SqliteConnections, 'writer'>, id: string) =>
  writer.query(
    `INSERT INTO runs (run_id, created_at, pipeline, status, last_seq, record)
     VALUES (?, '', '', 'running', 0, '')`,
    [id],
  );

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  opened = [];
});

afterEach(async () => {
  for (const connections of opened) await connections.close();
  await rm(folder, { recursive: true });
});

describe('a SQLite file', () => {
  it('can be opened by many at once when it is new, and is made by one of them', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => open()));
    for (const [index, connections] of all.entries()) await insertRun(connections, String(index));
    const migrated = await all[0]?.reader.query('SELECT name FROM migrations ORDER BY id');
    expect(migrated).toEqual(MIGRATIONS.map(({ name }) => ({ name })));
    expect(await all[3]?.reader.query('SELECT count(*) AS count FROM runs')).toEqual([{ count: 12 }]);
  });

  it('waits for the disk, keeps a write-ahead log and checks foreign keys', async () => {
    const { writer } = await open();
    for (const [pragma, value] of Object.entries({ synchronous: 2, journal_mode: 'wal', foreign_keys: 1 })) {
      expect(await writer.query(`PRAGMA ${pragma}`)).toEqual([{ [pragma]: value }]);
    }
  });

  // TypeORM prints the failure to the console.
  it('has pages in which rows of a log fit, when it is new', async () => {
    const { reader } = await open();
    expect(await reader.query('PRAGMA page_size')).toEqual([{ page_size: 8192 }]);
  });

  it('is left as it was when a migration fails', async () => {
    class Failing1800000000000 extends LeaseRuns1795392000000 {
      override name = 'Failing1800000000000';
    }
    const failing = [...MIGRATIONS, Failing1800000000000]; // adds the columns a second time
    await expect(open(failing)).rejects.toThrow('duplicate column');
    const connections = await open([CreateRuns1795305600000]);
    expect(await columnsOf(connections, 'runs')).not.toContain('lease_owner');
  });
});

describe('the migration to lists', () => {
  it('tells of the runs of the older version when they ended, unless they are damaged', async () => {
    const older = await open([CreateRuns1795305600000, LeaseRuns1795392000000]);
    for (const id of ['a', 'b']) await insertRun(older, id);
    await older.writer.query(`UPDATE runs SET record = '{"ended_at":"2026"}' WHERE run_id = 'a'`);
    await older.close();
    opened = [];
    const { reader } = await open();
    expect(await reader.query('SELECT run_id, ended_at FROM runs ORDER BY id')).toEqual([
      { run_id: 'a', ended_at: '2026' },
      { run_id: 'b', ended_at: null },
    ]);
  });
});

describe('the migration to lists of damaged runs', () => {
  it('tells those of the older version from the others, and can be taken back', async () => {
    const path = join(folder, 'runs.sqlite3');
    const older = await open();
    for (const id of ['a', 'b']) await insertRun(older, id);
    await older.writer.query(`UPDATE runs SET status = 'running', record = iif(run_id = 'a', '{}', '{')`);
    await older.close();
    opened = [];
    const { reader, writer } = await open([...MIGRATIONS, ListDamagedRuns1795564800000]);
    const damaged = 'SELECT run_id FROM runs INDEXED BY runs_damaged WHERE NOT json_valid(record)';
    expect(await reader.query(damaged)).toEqual([{ run_id: 'b' }]);
    const source = await new DataSource({ type: 'sqlite', database: path }).initialize();
    await new ListDamagedRuns1795564800000().down(source.createQueryRunner());
    await source.destroy();
    await expect(writer.query(damaged)).rejects.toThrow('no such index');
  });
});

describe('the migration to dated leases', () => {
  it('keeps the leases of the older version, without a date, and can be taken back', async () => {
    const older = await open(MIGRATIONS);
    await insertRun(older, 'a');
    await older.writer.query(`UPDATE runs SET lease_owner = 'x', lease_until = 'y'`);
    await older.close();
    opened = [];
    const { reader, writer } = await open([...MIGRATIONS, DateLeases1795651200000]);
    const lease = 'SELECT lease_owner, lease_until, lease_since FROM runs';
    expect(await reader.query(lease)).toEqual([{ lease_owner: 'x', lease_until: 'y', lease_since: null }]);
    const database = join(folder, 'runs.sqlite3');
    const source = await new DataSource({ type: 'sqlite', database }).initialize();
    await new DateLeases1795651200000().down(source.createQueryRunner());
    await source.destroy();
    await expect(writer.query(lease)).rejects.toThrow('no such column');
  });
});

describe('a statement that is wrong', () => {
  it('fails for all who run it, and for nobody else', async () => {
    const { writer } = await open();
    const wrong = () => writer.query('SELECT * FROM missing');
    const results = await Promise.allSettled([wrong(), wrong(), writer.query('SELECT 1 AS one')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    await expect(wrong()).rejects.toThrow('no such table');
  });
});

describe('the migration to leases', () => {
  it('keeps the runs of the older version, without a lease', async () => {
    const older = await open([CreateRuns1795305600000]);
    await older.writer.query(
      `INSERT INTO runs (run_id, created_at, pipeline, status, last_seq, record, request)
       VALUES ('a', '', '', 'running', 0, '', '{"input":1}')`,
    );
    await older.close();
    opened = [];
    const { reader } = await open();
    expect(await reader.query('SELECT run, request FROM run_requests')).toEqual([
      { run: 1, request: '{"input":1}' },
    ]);
    const columns = 'run_id, lease_owner, lease_until, fencing_token, cancel_requested';
    expect(await reader.query(`SELECT ${columns} FROM runs`)).toEqual([
      { run_id: 'a', lease_owner: null, lease_until: null, fencing_token: 1, cancel_requested: 0 },
    ]);
  });

  it('deletes a key with its run', async () => {
    const { writer } = await open();
    await insertRun({ writer }, 'a');
    await writer.query(
      "INSERT INTO idempotency_keys (scope, key, body_hash, run) SELECT 's', 'k', '', id FROM runs",
    );
    await writer.query('DELETE FROM runs');
    expect(await writer.query('SELECT * FROM idempotency_keys')).toEqual([]);
  });

  it('can be taken back', async () => {
    const connections = await open();
    await insertRun(connections, 'a');
    const source = await new DataSource({
      type: 'sqlite',
      database: join(folder, 'runs.sqlite3'),
    }).initialize();
    await new FindRuns1795478400000().down(source.createQueryRunner());
    await new LeaseRuns1795392000000().down(source.createQueryRunner());
    await source.destroy();
    expect(await columnsOf(connections, 'idempotency_keys')).toEqual([]);
    const older = await open([CreateRuns1795305600000], join(folder, 'older.sqlite3'));
    expect(await columnsOf(connections, 'runs')).toEqual(await columnsOf(older, 'runs'));
  });
});

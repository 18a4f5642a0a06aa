import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';

/** How long a statement waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * The two connections to one SQLite file. TypeORM gives a data source one connection: whatever is read on the
 * writing one would see transactions that are not committed yet.
 */
export interface SqliteConnections {
  readonly writer: QueryRunner;
  readonly reader: QueryRunner;
  close(): Promise<void>;
}

/** Opens (and makes, if need be) a SQLite database file, and brings its tables up to date. */
export async function openSqlite(
  path: string,
  migrations: NonNullable<DataSourceOptions['migrations']>,
): Promise<SqliteConnections> {
  await mkdir(dirname(path), { recursive: true });
  const options = { type: 'sqlite', database: path, busyTimeout: BUSY_TIMEOUT_MS } as const;
  const writing = await new DataSource({ ...options, migrations }).initialize();
  await writing.query('PRAGMA auto_vacuum = INCREMENTAL'); // only takes effect before the first table
  await writing.query('PRAGMA journal_mode = WAL');
  await writing.query('PRAGMA synchronous = FULL');
  await writing.runMigrations({ transaction: 'each' });
  const reading = await new DataSource(options).initialize();
  await reading.query('PRAGMA query_only = ON');
  return {
    writer: writing.createQueryRunner(),
    reader: reading.createQueryRunner(),
    async close() {
      await reading.destroy();
      await writing.destroy();
    },
  };
}

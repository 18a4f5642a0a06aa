import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import sqlite3 from 'sqlite3';
import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';
import { FileIdentity } from '../../common/index.js';
import { PreparedConnection, type SqlConnection } from './prepared-connection.js';
import { rollBack, retryWhileBusy } from './statements.js';

/**
 * How long a statement waits for another process's lock, in milliseconds. That occupies a thread of the few that all
 * connections of a process share, so a writer waits briefly, and asks again ({@link retryWhileBusy}); a reader has to
 * wait only while another process begins or ends.
 */
const BUSY_TIMEOUT_MS = { writer: 100, reader: 5_000 };
/**
 * In order: the first two only take effect before the first table. Rows of a log are about as long as a quarter of the usual
 * page, and would spill over into pages of their own: in greater ones, a log takes half the space.
 */
const WRITER_PRAGMAS = [
  'page_size = 8192',
  'auto_vacuum = INCREMENTAL',
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
] as const;
/** The cache, in KiB, holds an index over 100,000 runs: counting it needs no file. Long logs fill it, too. */
const READER_PRAGMAS = ['query_only = ON', 'cache_size = -16384'] as const;
/** How long opening waits for other processes that open the same file, in milliseconds. */
const OPENING_PATIENCE_MS = 60_000;

/**
 * The package as TypeORM takes it, without the traces that TypeORM turns on: these print the values of every statement
 * into a text, for the case that it fails, and cost as much as everything else that a statement costs in this process.
 */
const DRIVER = {
  Database: sqlite3.Database,
  verbose: () => DRIVER,
};

/**
 * The two connections to one SQLite file. TypeORM gives a data source one connection: whatever is read on the
 * writing one would see transactions that are not committed yet.
 */
export interface SqliteConnections {
  readonly writer: SqlConnection;
  readonly reader: SqlConnection;
  /**
   * To be asked before each transaction: SQLite goes on writing into files that were removed.
   * @throws FileReplacedError
   */
  readonly assertInPlace: () => void;
  readonly close: () => Promise<void>;
}

/** Opens (and makes, if need be) a SQLite database file, and brings its tables up to date. */
export async function openSqlite(
  path: string,
  migrations: NonNullable<DataSourceOptions['migrations']>,
): Promise<SqliteConnections> {
  await mkdir(dirname(path), { recursive: true });
  const options = { type: 'sqlite', database: path, driver: DRIVER } as const;
  const writing = await new DataSource({
    ...options,
    busyTimeout: BUSY_TIMEOUT_MS.writer,
    migrations,
  }).initialize();
  const opening = writing.createQueryRunner();
  try {
    for (const pragma of WRITER_PRAGMAS)
      await retryWhileBusy(opening, `PRAGMA ${pragma}`, OPENING_PATIENCE_MS);
    await migrate(writing, opening);
    const reading = await new DataSource({ ...options, busyTimeout: BUSY_TIMEOUT_MS.reader }).initialize();
    const reader = new PreparedConnection(databaseOf(reading));
    for (const pragma of READER_PRAGMAS) await reader.query(`PRAGMA ${pragma}`);
    const writer = new PreparedConnection(databaseOf(writing));
    const files = [path, `${path}-wal`].map((file) => new FileIdentity(file));
    const assertInPlace = () => files.forEach((file) => file.assertUnchanged());
    const close = async () => {
      await Promise.all([writer.close(), reader.close()]);
      await closeBoth(reading, writing);
    };
    return { writer, reader, assertInPlace, close };
  } catch (error) {
    await writing.destroy();
    throw error;
  }
}

/** The connection of the package that TypeORM works with. */
function databaseOf({ driver }: DataSource): sqlite3.Database {
  return (driver as unknown as { readonly databaseConnection: sqlite3.Database }).databaseConnection;
}

async function closeBoth(reading: DataSource, writing: DataSource): Promise<void> {
  await reading.destroy();
  await writing.destroy();
}

/**
 * Runs the migrations that are missing. TypeORM looks which these are before it begins a transaction: of several
 * processes that start on one file, all but the first would fail. So one transaction goes around everything, and
 * those that come later find nothing to do.
 */
async function migrate(source: DataSource, connection: QueryRunner): Promise<void> {
  await retryWhileBusy(connection, 'BEGIN IMMEDIATE', OPENING_PATIENCE_MS);
  try {
    await source.runMigrations({ transaction: 'none' });
    await connection.query('COMMIT');
  } catch (error) {
    await rollBack(connection);
    throw error;
  }
}

import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import sqlite3 from 'sqlite3';
import { unusableFile } from '../data-dir.js';
import { MIGRATIONS } from '../sqlite/migrations.js';
import { pendingMigrations, type StoreExamination } from './store-examination.js';

interface StoredFacts {
  readonly version: string;
  readonly newest: string | null;
}

/** Looks at a SQLite file. While no process has it open, it is opened as one that cannot change, so that nothing is made beside it. */
export async function examineSqlite(path: string, dataDir: string): Promise<StoreExamination> {
  const isInUse = existsSync(`${path}-wal`);
  const database = await opened(`${pathToFileURL(path).href}?${isInUse ? 'mode=ro' : 'immutable=1'}`);
  try {
    const made = await rows<{ name: string }>(database, 'SELECT name FROM migrations');
    const pending = pendingMigrations(
      MIGRATIONS.map(({ name }) => name),
      made.map(({ name }) => name),
    );
    const [facts] = await rows<StoredFacts>(
      database,
      'SELECT sqlite_version() AS version, (SELECT max(created_at) FROM runs) AS newest',
    );
    return {
      summary: `can be read and written${isInUse ? '; a process has it open, or has died with it' : ''}`,
      pending,
      engine: `SQLite ${facts?.version}`,
      ...(facts?.newest && { newestRunAt: new Date(facts.newest) }),
    };
  } catch (error) {
    throw unusableFile(error, dataDir);
  } finally {
    await new Promise((closed) => database.close(closed));
  }
}

function opened(uri: string): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const mode = sqlite3.OPEN_READONLY | sqlite3.OPEN_URI;
    const database = new sqlite3.Database(uri, mode, (error) => (error ? reject(error) : resolve(database)));
  });
}

function rows<Row>(database: sqlite3.Database, sql: string): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    database.all<Row>(sql, (error, found) => (error ? reject(error) : resolve(found)));
  });
}

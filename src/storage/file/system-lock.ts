import sqlite3 from 'sqlite3';

/**
 * How long to wait for the lock, in milliseconds. Processes that try at the same moment get into each other's way for an
 * instant; the process that holds the lock goes on holding it.
 */
const BUSY_TIMEOUT_MS = 250;

/**
 * The write shows that the lock is a real one: on a file that may only be read, SQLite begins without any. It is never
 * committed, and its journal is in memory, so the file stays empty and has no other file next to it.
 */
const TAKE = 'PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; PRAGMA user_version = 1';

/**
 * A file lock that the system frees when its process ends, however that ends. Node has no call for one, so it is the lock
 * that SQLite takes for a transaction (fcntl, or LockFileEx on Windows). With fcntl, a process loses its locks on a file
 * when it closes any handle of that file: nothing else in this process may open it.
 */
export class SystemLock {
  private constructor(private readonly database: sqlite3.Database) {}

  /**
   * Locks a file, which is made if need be.
   * @returns null when it is locked already, by this process or another one
   * @throws an error of SQLite when the file cannot be used
   */
  static async take(path: string): Promise<SystemLock | null> {
    const database = await open(path);
    try {
      database.configure('busyTimeout', BUSY_TIMEOUT_MS);
      await called((done) => database.exec(TAKE, done));
    } catch (error) {
      await called((done) => database.close(done));
      if ((error as NodeJS.ErrnoException).code === 'SQLITE_BUSY') return null;
      throw error;
    }
    return new SystemLock(database);
  }

  /** Frees the lock. The file stays: if it were removed, one process could lock the old file and another a new one. */
  async free(): Promise<void> {
    await called((done) => this.database.close(done));
  }
}

function open(path: string): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path, (error) => (error ? reject(error) : resolve(database)));
  });
}

function called(call: (done: (error: Error | null) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    call((error) => (error ? reject(error) : resolve()));
  });
}

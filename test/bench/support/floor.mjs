// What SQLite itself allows: runs that are nothing but their durable commits, over the bare `sqlite3` package.
import sqlite3 from 'sqlite3';

/** What the runs need, and no index more. */
const TABLES = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY, run_id TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL, pipeline TEXT NOT NULL,
    request TEXT NOT NULL, status TEXT NOT NULL, last_seq INTEGER NOT NULL, record TEXT NOT NULL
  );
  CREATE TABLE runlog_rows (
    run INTEGER NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, stage_node TEXT, attempt INTEGER,
    json TEXT NOT NULL, PRIMARY KEY (run, seq)
  ) WITHOUT ROWID`;
const SQL = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  insertRun: `
    INSERT INTO runs (run_id, created_at, pipeline, request, status, last_seq, record)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  updateRun: 'UPDATE runs SET status = ?, last_seq = ?, record = ? WHERE run_id = ? AND last_seq = ?',
  insertRows: `
    INSERT INTO runlog_rows (run, seq, type, stage_node, attempt, json)
    SELECT runs.id, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
    FROM runs, json_each(?2) WHERE runs.run_id = ?1`,
  readRecord: 'SELECT record FROM runs WHERE run_id = ?',
  readRows: `
    SELECT group_concat(json) AS rows
    FROM (SELECT json FROM runlog_rows WHERE run = (SELECT id FROM runs WHERE run_id = ?) ORDER BY seq)`,
};

/**
 * What one run writes, taken from a run of ours: its creation, and its commits in order.
 * @typedef {{ creation: object, commits: object[] }} RunScript
 */

/** One writer connection that commits in groups: all runs that wait share a transaction. */
export class Floor {
  #waiting = [];
  #isWorking = false;
  #runs = 0;

  constructor(database, statements, script) {
    Object.assign(this, { database, statements, script });
  }

  /**
   * Opens a database of its own.
   * @param {RunScript} script
   */
  static async open(path, script) {
    const database = new sqlite3.Database(path);
    await call(database, 'exec', TABLES);
    const statements = Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)]);
    return new Floor(database, Object.fromEntries(statements), script);
  }

  /** Makes one run's commits durable, one after the other. */
  async run() {
    const { creation, commits } = this.script;
    const runId = this.#runIdOf(this.#runs++);
    await this.#commit(() => this.#create(runId, creation));
    for (const commit of commits) await this.#commit(() => this.#update(runId, commit));
  }

  /** @returns the text of the first run's record */
  async readRecord() {
    const { record } = await call(this.statements.readRecord, 'get', [this.#runIdOf(0)]);
    return record;
  }

  /** @returns the texts of the first run's rows, joined with commas by SQLite */
  async readRows() {
    const { rows } = await call(this.statements.readRows, 'get', [this.#runIdOf(0)]);
    return rows;
  }

  async close() {
    for (const statement of Object.values(this.statements)) await call(statement, 'finalize');
    await call(this.database, 'close');
  }

  #runIdOf(index) {
    return `${this.script.creation.run.run_id}-${index}`;
  }

  async #create(runId, { run, request, rows }) {
    const { created_at, pipeline, status, summary } = run;
    const record = JSON.stringify({ ...run, run_id: runId });
    const given = [runId, created_at, pipeline, JSON.stringify(request)];
    await this.#write('insertRun', [...given, status, summary.rows, record]);
    await this.#write('insertRows', [runId, rowsParameter(rows)]);
  }

  async #update(runId, { run, rows }) {
    const record = JSON.stringify({ ...run, run_id: runId });
    const lastSeq = run.summary.rows - rows.length;
    await this.#write('updateRun', [run.status, run.summary.rows, record, runId, lastSeq]);
    await this.#write('insertRows', [runId, rowsParameter(rows)]);
  }

  #write(name, values) {
    return new Promise((resolve, reject) => {
      this.statements[name].run(values, function (error) {
        if (error || this.changes === 0) reject(error ?? new Error(`${name} has written nothing.`));
        else resolve();
      });
    });
  }

  #commit(write) {
    return new Promise((resolve) => {
      this.#waiting.push({ write, resolve });
      if (!this.#isWorking) void this.#drain();
    });
  }

  async #drain() {
    this.#isWorking = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0);
      await call(this.statements.begin, 'run');
      for (const { write } of group) await write();
      await call(this.statements.commit, 'run');
      for (const { resolve } of group) resolve();
      await new Promise((resolve) => setImmediate(resolve)); // lets those runs come to their next commit
    }
    this.#isWorking = false;
  }
}

function rowsParameter(rows) {
  return JSON.stringify(
    rows.map(({ seq, type, stageNode, attempt, json }) => [seq, type, stageNode, attempt, json]),
  );
}

function call(target, method, ...values) {
  return new Promise((resolve, reject) => {
    target[method](...values, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

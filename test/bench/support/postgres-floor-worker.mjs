// The commits of recorded runs over the bare `pg` package, in this process: a statement each, as many at once as runs are in
// flight. Argument: the URL of an empty database.
import { Pool } from 'pg';
import { keepInFlight } from './in-flight.mjs';
import { serveCalls } from './worker.mjs';

/** What the runs need, and no index more. */
const TABLES = `
  CREATE TABLE runs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run_id text NOT NULL UNIQUE, created_at text NOT NULL,
    pipeline text NOT NULL, request text NOT NULL, status text NOT NULL, last_seq integer NOT NULL, record text NOT NULL
  );
  CREATE TABLE runlog_rows (
    run bigint NOT NULL, seq integer NOT NULL, type text NOT NULL, stage_node text, attempt integer,
    json text NOT NULL, PRIMARY KEY (run, seq)
  )`;
const ROWS = `
  INSERT INTO runlog_rows (run, seq, type, stage_node, attempt, json)
  SELECT written.id, r.* FROM written, json_to_recordset($1::json)
    AS r (seq int, type text, "stageNode" text, attempt int, json text)`;
const INSERT = `
  WITH written AS (
    INSERT INTO runs (run_id, created_at, pipeline, request, status, last_seq, record)
    VALUES ($2, $3, $4, $5, $6, $7, $8) RETURNING id
  ), added AS (${ROWS})
  SELECT id FROM written`;
const UPDATE = `
  WITH written AS (
    UPDATE runs SET status = $2, last_seq = $3, record = $4 WHERE run_id = $5 AND last_seq = $6 RETURNING id
  ), added AS (${ROWS})
  SELECT id FROM written`;
const CONNECTIONS = 20;

const [url] = process.argv.slice(2);
const pool = new Pool({ connectionString: url, max: CONNECTIONS });
let script;
let runs = 0;

async function write(name, text, values) {
  const { rows } = await pool.query({ name, text, values });
  if (rows.length !== 1) throw new Error(`${name} has written nothing.`);
}

/** Makes one run's commits durable, one after the other. */
async function run() {
  const { creation, commits } = script;
  const runId = `${creation.run.run_id}-${runs++}`;
  const recordOf = (record) => JSON.stringify({ ...record, run_id: runId });
  const { created_at, pipeline, status, summary } = creation.run;
  const given = [created_at, pipeline, JSON.stringify(creation.request), status, summary.rows];
  await write('insert', INSERT, [JSON.stringify(creation.rows), runId, ...given, recordOf(creation.run)]);
  for (const { run: record, rows } of commits) {
    const last = record.summary.rows;
    const changed = [record.status, last, recordOf(record), runId, last - rows.length];
    await write('update', UPDATE, [JSON.stringify(rows), ...changed]);
  }
}

serveCalls({
  open: async (recorded) => {
    script = recorded;
    await pool.query(TABLES);
  },
  measure: (inFlight, forMs) => keepInFlight(run, inFlight, forMs),
});

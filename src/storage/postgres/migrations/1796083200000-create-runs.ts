import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Compared byte by byte, whatever the language of the database: so that lists have the order of the other stores. */
const TEXT = 'text COLLATE "C"';
const LIVE = `status IN ('queued', 'running', 'interrupted')`;
const ENDED = `status IN ('succeeded', 'failed', 'cancelled')`;

/**
 * Runs, the rows of their logs, their checkpoints, requests and keys. Rows have no foreign key: each would be checked by a
 * query of its own, and they are written, and deleted, by statements that have found the run. Pages of `runs` keep space
 * free, since a run is written anew at each commit.
 */
const STATEMENTS: readonly string[] = [
  `CREATE TABLE runs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id ${TEXT} NOT NULL UNIQUE,
    created_at ${TEXT} NOT NULL,
    pipeline ${TEXT} NOT NULL,
    status ${TEXT} NOT NULL,
    ended_at ${TEXT},
    folded_title ${TEXT},
    filters jsonb NOT NULL,
    last_seq integer NOT NULL,
    record text NOT NULL,
    lease_owner ${TEXT},
    lease_until timestamptz,
    lease_since timestamptz,
    fencing_token integer NOT NULL DEFAULT 1,
    cancel_requested boolean NOT NULL DEFAULT false
  ) WITH (fillfactor = 60)`,
  'CREATE INDEX runs_newest_first ON runs (created_at, run_id)',
  'CREATE INDEX runs_by_status ON runs (status, created_at, run_id)',
  'CREATE INDEX runs_by_pipeline ON runs (pipeline, created_at, run_id)',
  'CREATE INDEX runs_titled ON runs (created_at, run_id) WHERE folded_title IS NOT NULL',
  `CREATE INDEX runs_live ON runs (created_at, run_id) WHERE ${LIVE}`,
  `CREATE INDEX runs_ended ON runs (created_at, run_id) WHERE ${ENDED}`,
  `CREATE TABLE run_requests (run bigint PRIMARY KEY, request text NOT NULL)`,
  `CREATE TABLE runlog_rows (
    run bigint NOT NULL,
    seq integer NOT NULL,
    type ${TEXT} NOT NULL,
    stage_node ${TEXT},
    attempt integer,
    json text NOT NULL,
    PRIMARY KEY (run, seq)
  )`,
  `CREATE TABLE run_checkpoints (
    run bigint NOT NULL,
    stage_node ${TEXT} NOT NULL,
    seq integer NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (run, stage_node)
  )`,
  `CREATE TABLE idempotency_keys (
    scope ${TEXT} NOT NULL,
    key ${TEXT} NOT NULL,
    body_hash text NOT NULL,
    run bigint NOT NULL,
    answer text,
    PRIMARY KEY (scope, key)
  )`,
  'CREATE INDEX idempotency_keys_of_run ON idempotency_keys (run)',
  'CREATE TABLE run_store_probe (probed_at timestamptz NOT NULL)',
  'INSERT INTO run_store_probe VALUES (now())',
];
const TABLES = [
  'run_store_probe',
  'idempotency_keys',
  'run_checkpoints',
  'runlog_rows',
  'run_requests',
  'runs',
] as const;

export class CreateRuns1796083200000 implements MigrationInterface {
  name = 'CreateRuns1796083200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of STATEMENTS) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) await queryRunner.query(`DROP TABLE ${table}`);
  }
}

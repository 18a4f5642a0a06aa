import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  lease_owner: 'TEXT',
  lease_until: 'TEXT', // ISO 8601 in UTC
  fencing_token: 'INTEGER NOT NULL DEFAULT 1',
  cancel_requested: 'INTEGER NOT NULL DEFAULT 0',
} as const;

/**
 * Who works on a run, who asked for it to be cancelled, and the keys that made runs. Requests get a table of their own:
 * a run's row is written anew at each commit, and the request never changes.
 */
export class LeaseRuns1795392000000 implements MigrationInterface {
  name = 'LeaseRuns1795392000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [column, type] of Object.entries(COLUMNS)) {
      await queryRunner.query(`ALTER TABLE runs ADD COLUMN ${column} ${type}`);
    }
    await queryRunner.query(`
      CREATE TABLE run_requests (
        run INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
        request TEXT NOT NULL
      )`);
    await queryRunner.query('INSERT INTO run_requests (run, request) SELECT id, request FROM runs');
    await queryRunner.query('ALTER TABLE runs DROP COLUMN request');
    await queryRunner.query(`
      CREATE INDEX runs_by_lease ON runs (lease_until, lease_owner)
      WHERE status IN ('queued', 'running', 'interrupted')`);
    await queryRunner.query(`
      CREATE TABLE idempotency_keys (
        scope TEXT NOT NULL,
        key TEXT NOT NULL,
        body_hash TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        answer TEXT,
        PRIMARY KEY (scope, key)
      ) WITHOUT ROWID`);
    await queryRunner.query(`CREATE INDEX idempotency_keys_of_run ON idempotency_keys (run)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE idempotency_keys');
    await queryRunner.query('DROP INDEX runs_by_lease');
    await queryRunner.query(`ALTER TABLE runs ADD COLUMN request TEXT NOT NULL DEFAULT ''`);
    await queryRunner.query(
      `UPDATE runs SET request = coalesce((SELECT request FROM run_requests WHERE run = runs.id), '')`,
    );
    await queryRunner.query('DROP TABLE run_requests');
    for (const column of Object.keys(COLUMNS)) {
      await queryRunner.query(`ALTER TABLE runs DROP COLUMN ${column}`);
    }
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  lease_owner: 'TEXT',
  lease_until: 'TEXT', // ISO 8601 in UTC
  fencing_token: 'INTEGER NOT NULL DEFAULT 1',
  cancel_requested: 'INTEGER NOT NULL DEFAULT 0',
} as const;

/** Who works on a run, what asked for it to be cancelled, and the keys that made runs. */
export class LeaseRuns1795392000000 implements MigrationInterface {
  name = 'LeaseRuns1795392000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [column, type] of Object.entries(COLUMNS)) {
      await queryRunner.query(`ALTER TABLE runs ADD COLUMN ${column} ${type}`);
    }
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
    for (const column of Object.keys(COLUMNS)) {
      await queryRunner.query(`ALTER TABLE runs DROP COLUMN ${column}`);
    }
  }
}

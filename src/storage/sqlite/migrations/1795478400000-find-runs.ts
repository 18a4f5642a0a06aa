import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lists ask for. An index holds all that is needed to count a filter's runs, and to bring them into order. */
const FILTERS = ['status', 'thread_status', 'seed_id', 'board_id', 'pipeline', 'pack_fingerprint'] as const;

/**
 * Finds runs by each filter of a list, newest first, and those that have expired. When a run has ended stands in its
 * record too; that of a damaged one is not known.
 */
export class FindRuns1795478400000 implements MigrationInterface {
  name = 'FindRuns1795478400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE runs ADD COLUMN ended_at TEXT');
    await queryRunner.query(`UPDATE runs SET ended_at = record ->> '$.ended_at' WHERE json_valid(record)`);
    for (const column of FILTERS) {
      await queryRunner.query(`CREATE INDEX runs_by_${column} ON runs (${column}, created_at, run_id)`);
    }
    await queryRunner.query(`
      CREATE INDEX runs_ended ON runs (created_at, run_id, ended_at)
      WHERE status IN ('succeeded', 'failed', 'cancelled')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX runs_ended');
    for (const column of FILTERS) await queryRunner.query(`DROP INDEX runs_by_${column}`);
    await queryRunner.query('ALTER TABLE runs DROP COLUMN ended_at');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finds the runs whose record was damaged: lists tell them as failed ones. The status by which others look for work
 * stays as it is: a record that is restored brings the run back.
 */
export class ListDamagedRuns1795564800000 implements MigrationInterface {
  name = 'ListDamagedRuns1795564800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'CREATE INDEX runs_damaged ON runs (created_at, run_id) WHERE NOT json_valid(record)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX runs_damaged');
  }
}

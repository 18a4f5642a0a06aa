import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notes when a lease was given or renewed: one that lies ahead of the clock was given before the clock was set back. */
export class DateLeases1795651200000 implements MigrationInterface {
  name = 'DateLeases1795651200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE runs ADD COLUMN lease_since TEXT'); // ISO 8601 in UTC
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE runs DROP COLUMN lease_since');
  }
}

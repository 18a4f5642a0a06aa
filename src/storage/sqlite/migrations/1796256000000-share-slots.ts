import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Slots that processes take from, held or waited for, in the order in which they were asked for. Times in milliseconds. */
export class ShareSlots1796256000000 implements MigrationInterface {
  name = 'ShareSlots1796256000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE shared_slots (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      holder TEXT NOT NULL UNIQUE,
      is_held INTEGER NOT NULL,
      since INTEGER NOT NULL,
      until INTEGER NOT NULL
    )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE shared_slots');
  }
}

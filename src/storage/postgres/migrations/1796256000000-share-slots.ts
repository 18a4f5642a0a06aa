import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Compared byte by byte, as in the other tables. */
const TEXT = 'text COLLATE "C"';

/** Slots that processes take from, held or waited for, in the order in which they were asked for. */
export class ShareSlots1796256000000 implements MigrationInterface {
  name = 'ShareSlots1796256000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE shared_slots (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name ${TEXT} NOT NULL,
      holder ${TEXT} NOT NULL UNIQUE,
      is_held boolean NOT NULL,
      until timestamptz NOT NULL
    )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE shared_slots');
  }
}

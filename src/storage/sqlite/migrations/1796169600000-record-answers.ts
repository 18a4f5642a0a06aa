import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What outside services have answered runs, and how many units they counted on each day. An imported answer has no run. */
const STATEMENTS: readonly string[] = [
  `CREATE TABLE recorded_answers (
    run INTEGER REFERENCES runs (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    units INTEGER NOT NULL,
    answer TEXT NOT NULL
  )`,
  'CREATE UNIQUE INDEX recorded_answers_by_key ON recorded_answers (key, coalesce(run, 0))',
  'CREATE INDEX recorded_answers_of_run ON recorded_answers (run)',
  'CREATE TABLE answer_units (day TEXT PRIMARY KEY, units INTEGER NOT NULL)',
];

export class RecordAnswers1796169600000 implements MigrationInterface {
  name = 'RecordAnswers1796169600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of STATEMENTS) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE answer_units');
    await queryRunner.query('DROP TABLE recorded_answers');
  }
}

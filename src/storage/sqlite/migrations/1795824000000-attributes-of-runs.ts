import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What older versions stored of every run, of whatever pipeline. */
const NAMES = [
  'seed_id',
  'board_id',
  'zone_id',
  'pack_fingerprint',
  'thread_status',
  'termination_reason',
  'total_reports',
  'rounds_run',
  'report_gate_pass',
] as const;

/** Those of them that were columns, so that lists could filter by them. */
const COLUMNS = ['thread_status', 'seed_id', 'board_id', 'pack_fingerprint'] as const;

const PATHS = NAMES.map((name) => `'$.${name}'`).join(', ');
const MOVE_OUT_OF_RECORDS = `
  UPDATE runs
  SET attributes = (
        SELECT json_group_object(key, runs.record -> ('$.' || key)) FROM json_each(runs.record)
        WHERE type <> 'null' AND key IN (${NAMES.map((name) => `'${name}'`).join(', ')})),
      record = json_remove(record, ${PATHS})
  WHERE json_valid(record)`;

const shown = (name: string) => `json(coalesce(attributes -> '$.${name}', 'null'))`;
const MOVE_BACK = `
  UPDATE runs
  SET record = json_set(record, ${NAMES.map((name) => `'$.${name}', ${shown(name)}`).join(', ')}),
      ${COLUMNS.map((name) => `${name} = attributes ->> '$.${name}'`).join(', ')}
  WHERE json_valid(record)`;

/**
 * Keeps what a pipeline says of its runs in one column, whatever it is: the indexes that lists need are made when the
 * application starts and knows the attributes. A damaged record keeps what it has.
 */
export class AttributesOfRuns1795824000000 implements MigrationInterface {
  name = 'AttributesOfRuns1795824000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE runs ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}'`);
    await queryRunner.query(MOVE_OUT_OF_RECORDS);
    for (const column of COLUMNS) {
      await queryRunner.query(`DROP INDEX runs_by_${column}`);
      await queryRunner.query(`ALTER TABLE runs DROP COLUMN ${column}`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const found = (await queryRunner.query(
      `SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'runs\\_by\\_attribute\\_%' ESCAPE '\\'`,
    )) as { name: string }[];
    for (const { name } of found) await queryRunner.query(`DROP INDEX ${name}`);
    for (const column of COLUMNS) await queryRunner.query(`ALTER TABLE runs ADD COLUMN ${column} TEXT`);
    await queryRunner.query(MOVE_BACK);
    for (const column of COLUMNS) {
      await queryRunner.query(`CREATE INDEX runs_by_${column} ON runs (${column}, created_at, run_id)`);
    }
    await queryRunner.query('ALTER TABLE runs DROP COLUMN attributes');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs, the rows of their logs, and the checkpoints of their stage nodes. */
export class CreateRuns1795305600000 implements MigrationInterface {
  name = 'CreateRuns1795305600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        run_id TEXT NOT NULL UNIQUE,
        created_at TEXT NOT NULL,
        pipeline TEXT NOT NULL,
        status TEXT NOT NULL,
        thread_status TEXT,
        seed_id TEXT,
        board_id TEXT,
        pack_fingerprint TEXT,
        last_seq INTEGER NOT NULL,
        record TEXT NOT NULL,
        request TEXT NOT NULL
      )`);
    await queryRunner.query(`CREATE INDEX runs_newest_first ON runs (created_at, run_id)`);
    await queryRunner.query(`
      CREATE TABLE runlog_rows (
        run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        type TEXT NOT NULL,
        stage_node TEXT,
        attempt INTEGER,
        json TEXT NOT NULL,
        PRIMARY KEY (run, seq)
      ) WITHOUT ROWID`);
    await queryRunner.query(`
      CREATE TABLE run_checkpoints (
        run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        stage_node TEXT NOT NULL,
        seq INTEGER NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY (run, stage_node)
      ) WITHOUT ROWID`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['run_checkpoints', 'runlog_rows', 'runs']) {
      await queryRunner.query(`DROP TABLE ${table}`);
    }
  }
}

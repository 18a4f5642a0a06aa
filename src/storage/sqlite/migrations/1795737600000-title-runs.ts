import type { MigrationInterface, QueryRunner } from 'typeorm';
import { foldedText } from '../../../common/index.js';

/** Runs whose titles are found and stored at once. */
const RUNS_AT_ONCE = 1_000;

/** The titles that runs of older versions were asked for with. */
const SELECT_TITLES = `
  SELECT runs.id, request ->> '$.input.seed.title' AS title
  FROM runs JOIN run_requests ON run_requests.run = runs.id
  WHERE runs.id > ? AND json_valid(record) AND json_valid(request)
    AND json_type(request, '$.input.seed.title') = 'text'
  ORDER BY runs.id LIMIT ${RUNS_AT_ONCE}`;
const SET_TITLES = `
  UPDATE runs SET record = json_set(record, '$.title', given.title), folded_title = given.folded
  FROM (SELECT value ->> 0 AS id, value ->> 1 AS title, value ->> 2 AS folded FROM json_each(?)) AS given
  WHERE runs.id = given.id`;

const SET_TITLES_OF_ANSWERS = `
  UPDATE idempotency_keys
  SET answer = json_set(answer, '$.title', (SELECT record ->> '$.title' FROM runs WHERE runs.id = run))
  WHERE json_valid(answer) AND run IN (SELECT id FROM runs WHERE folded_title IS NOT NULL)`;

/** Finds runs by a part of their title, whatever its case. A damaged record has none. */
export class TitleRuns1795737600000 implements MigrationInterface {
  name = 'TitleRuns1795737600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE runs ADD COLUMN folded_title TEXT');
    let last = 0;
    for (;;) {
      const found = (await queryRunner.query(SELECT_TITLES, [last])) as { id: number; title: string }[];
      const titles = found.map(({ id, title }) => [id, title, foldedText(title)]);
      await queryRunner.query(SET_TITLES, [JSON.stringify(titles)]);
      if (found.length < RUNS_AT_ONCE) break;
      last = found.at(-1)?.id ?? last;
    }
    await queryRunner.query(SET_TITLES_OF_ANSWERS);
    await queryRunner.query(`
      CREATE INDEX runs_titled ON runs (created_at, run_id, folded_title) WHERE folded_title IS NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX runs_titled');
    await queryRunner.query('ALTER TABLE runs DROP COLUMN folded_title');
    await queryRunner.query(
      `UPDATE runs SET record = json_remove(record, '$.title') WHERE json_valid(record)`,
    );
  }
}

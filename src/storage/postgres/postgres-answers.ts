import {
  RunNotFoundError,
  dayOf,
  type AnswerCursor,
  type AnswerStore,
  type OwnedAnswer,
  type RecordedAnswer,
} from '../../runs/index.js';
import { storing } from '../storing.js';
import { rowsReturned, type SqlRunner } from './statements.js';

const ANSWER = 'key, recorded_at AS "recordedAt", units::float8 AS units, answer';
const REPLACE = `
  ON CONFLICT (key, coalesce(run, 0)) DO UPDATE
  SET recorded_at = excluded.recorded_at, units = recorded_answers.units + excluded.units, answer = excluded.answer`;
/** Parameters: run_id, key, recorded at, units, answer, day. */
const RECORD = `
  WITH recorded AS (
    INSERT INTO recorded_answers (run, key, recorded_at, units, answer)
    SELECT id, $2, $3, $4::bigint, $5 FROM runs WHERE run_id = $1 ${REPLACE} RETURNING run
  ), counted AS (
    INSERT INTO answer_units (day, units) SELECT $6, $4::bigint FROM recorded WHERE $4::bigint > 0
    ON CONFLICT (day) DO UPDATE SET units = answer_units.units + excluded.units
  )
  SELECT run FROM recorded`;
const IMPORT = `
  INSERT INTO recorded_answers (run, key, recorded_at, units, answer)
  SELECT NULL, key, recorded_at, 0, answer
  FROM unnest($1::text[], $2::text[], $3::text[]) AS given (key, recorded_at, answer) ${REPLACE}`;
const FIND = `
  SELECT ${ANSWER} FROM recorded_answers
  WHERE key = $1 AND coalesce(run, 0) = (SELECT id FROM runs WHERE run_id = $2)`;
const FIND_ANYWHERE = `
  SELECT ${ANSWER} FROM recorded_answers WHERE key = $1 ORDER BY recorded_at DESC, coalesce(run, 0) LIMIT 1`;
/** Imported answers come first: the empty text sorts before every id. */
const OWNER = `coalesce(runs.run_id, '')`;
/** Parameters: key, run_id of the one before, limit; null or the run_id of whose they are. */
const PAGE = `
  SELECT ${ANSWER}, runs.run_id AS "runId" FROM recorded_answers LEFT JOIN runs ON runs.id = run
  WHERE (key, ${OWNER}) > ($1, $2) AND ($4::text IS NULL OR runs.run_id = $4)
  ORDER BY key, ${OWNER} LIMIT $3`;
const UNITS_OF = `
  SELECT sum(units)::float8 AS units FROM recorded_answers WHERE run = (SELECT id FROM runs WHERE run_id = $1)`;
const UNITS_ON = 'SELECT units::float8 AS units FROM answer_units WHERE day = $1';

/** Keeps the answers of outside services in the schema of the runs. */
export class PostgresAnswers implements AnswerStore {
  constructor(private readonly pool: SqlRunner) {}

  async record(runId: string, answer: RecordedAnswer): Promise<void> {
    const { key, recordedAt, units, answer: text } = answer;
    const recorded = await this.rows(RECORD, [runId, key, recordedAt, units, text, dayOf(answer)]);
    if (recorded.length === 0) throw new RunNotFoundError(runId);
  }

  async importAnswers(answers: readonly RecordedAnswer[]): Promise<void> {
    const once = [...new Map(answers.map((answer) => [answer.key, answer])).values()];
    const columns = (['key', 'recordedAt', 'answer'] as const).map((name) =>
      once.map((answer) => answer[name]),
    );
    await this.rows(IMPORT, columns);
  }

  async find(runId: string, key: string): Promise<RecordedAnswer | null> {
    return (await this.rows<RecordedAnswer>(FIND, [key, runId]))[0] ?? null;
  }

  async findAnywhere(key: string): Promise<RecordedAnswer | null> {
    return (await this.rows<RecordedAnswer>(FIND_ANYWHERE, [key]))[0] ?? null;
  }

  page(limit: number, after: AnswerCursor | null, runId?: string): Promise<readonly OwnedAnswer[]> {
    return this.rows<OwnedAnswer>(PAGE, [after?.key ?? '', after?.runId ?? '', limit, runId ?? null]);
  }

  async unitsOf(runId: string): Promise<number> {
    return this.sum(UNITS_OF, runId);
  }

  async unitsOn(day: string): Promise<number> {
    return this.sum(UNITS_ON, day);
  }

  private async sum(sql: string, value: string): Promise<number> {
    return (await this.rows<{ units: number | null }>(sql, [value]))[0]?.units ?? 0;
  }

  private rows<Row extends object>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return storing(rowsReturned<Row>(this.pool, sql, values));
  }
}

import {
  RunNotFoundError,
  dayOf,
  type AnswerCursor,
  type AnswerStore,
  type OwnedAnswer,
  type RecordedAnswer,
} from '../../runs/index.js';
import { storing } from '../storing.js';
import type { SqlConnection } from './prepared-connection.js';
import { rowsReturned } from './statements.js';
import type { TransactionQueue } from './transaction-queue.js';

const RUN = '(SELECT id FROM runs WHERE run_id = ?)';
const ANSWER = 'key, recorded_at AS recordedAt, units, answer';
const REPLACE = `
  ON CONFLICT (key, coalesce(run, 0)) DO UPDATE
  SET recorded_at = excluded.recorded_at, units = recorded_answers.units + excluded.units, answer = excluded.answer`;
const RECORD = `
  INSERT INTO recorded_answers (run, key, recorded_at, units, answer)
  SELECT id, ?, ?, ?, ? FROM runs WHERE run_id = ? ${REPLACE} RETURNING run`;
const COUNT_UNITS = `
  INSERT INTO answer_units (day, units) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET units = units + excluded.units`;
const IMPORT = `INSERT INTO recorded_answers (run, key, recorded_at, units, answer) VALUES (NULL, ?, ?, 0, ?) ${REPLACE}`;
const FIND = `SELECT ${ANSWER} FROM recorded_answers WHERE key = ? AND coalesce(run, 0) = ${RUN}`;
const FIND_ANYWHERE = `
  SELECT ${ANSWER} FROM recorded_answers WHERE key = ? ORDER BY recorded_at DESC, coalesce(run, 0) LIMIT 1`;
/** Imported answers come first: the empty text sorts before every id. */
const OWNER = `coalesce(runs.run_id, '')`;
const PAGE = `
  SELECT ${ANSWER}, runs.run_id AS runId FROM recorded_answers LEFT JOIN runs ON runs.id = run
  WHERE (key, ${OWNER}) > (?, ?)`;
const IN_ORDER = `ORDER BY key, ${OWNER} LIMIT ?`;

/** Keeps the answers of outside services in the file of the runs. */
export class SqliteAnswers implements AnswerStore {
  constructor(
    private readonly transactions: TransactionQueue,
    private readonly reader: SqlConnection,
  ) {}

  async record(runId: string, { key, recordedAt, units, answer }: RecordedAnswer): Promise<void> {
    const isRecorded = await storing(
      this.transactions.submit(async (connection) => {
        const values = [key, recordedAt, units, answer, runId];
        if ((await rowsReturned(connection, RECORD, values)).length === 0) return false;
        if (units > 0) await connection.query(COUNT_UNITS, [dayOf({ recordedAt }), units]);
        return true;
      }),
    );
    if (!isRecorded) throw new RunNotFoundError(runId);
  }

  async importAnswers(answers: readonly RecordedAnswer[]): Promise<void> {
    await storing(
      this.transactions.submit(async (connection) => {
        for (const { key, recordedAt, answer } of answers)
          await connection.query(IMPORT, [key, recordedAt, answer]);
      }),
    );
  }

  async find(runId: string, key: string): Promise<RecordedAnswer | null> {
    return (await this.read<RecordedAnswer>(FIND, [key, runId]))[0] ?? null;
  }

  async findAnywhere(key: string): Promise<RecordedAnswer | null> {
    return (await this.read<RecordedAnswer>(FIND_ANYWHERE, [key]))[0] ?? null;
  }

  page(limit: number, after: AnswerCursor | null, runId?: string): Promise<readonly OwnedAnswer[]> {
    const start = after ? [after.key, after.runId ?? ''] : ['', ''];
    if (runId === undefined) return this.read<OwnedAnswer>(`${PAGE} ${IN_ORDER}`, [...start, limit]);
    return this.read<OwnedAnswer>(`${PAGE} AND run = ${RUN} ${IN_ORDER}`, [...start, runId, limit]);
  }

  async unitsOf(runId: string): Promise<number> {
    return this.sum(`SELECT sum(units) AS units FROM recorded_answers WHERE run = ${RUN}`, runId);
  }

  async unitsOn(day: string): Promise<number> {
    return this.sum('SELECT units FROM answer_units WHERE day = ?', day);
  }

  private async sum(sql: string, value: string): Promise<number> {
    return (await this.read<{ units: number | null }>(sql, [value]))[0]?.units ?? 0;
  }

  private read<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return storing(rowsReturned<Row>(this.reader, sql, values));
  }
}

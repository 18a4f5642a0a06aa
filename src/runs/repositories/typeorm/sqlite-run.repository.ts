import { TransactionQueue, type SqliteConnections } from '../../../database/index.js';
import type { RunRecord, RunRequest } from '../../domain/run.js';
import { CorruptRunlogError, RunConflictError, StorageUnavailableError } from '../../run.errors.js';
import type {
  RowSelection,
  RunCheckpoint,
  RunCommit,
  RunPage,
  RunPageRequest,
  RunRepository,
  RunlogRow,
} from '../../run.repository.js';
import { whereOf } from './run-filter.sql.js';
import { recordColumns, rowsParameter, type StoredColumns } from './run.columns.js';

const INSERT_RUN = `
  INSERT INTO runs (run_id, created_at, pipeline, status, thread_status, seed_id, board_id, pack_fingerprint,
                    last_seq, record, request)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
/** TypeORM tells how many rows an UPDATE met only when the text begins with that word. */
const UPDATE_RUN = `UPDATE runs SET status = ?, thread_status = ?, seed_id = ?, board_id = ?, pack_fingerprint = ?, last_seq = ?,
                  record = ?
  WHERE run_id = ? AND last_seq = ?`;
/** Rows travel as one parameter, each as a string in it: a third faster than values one by one. */
const INSERT_ROWS = `
  INSERT INTO runlog_rows (run, seq, type, stage_node, attempt, json)
  SELECT runs.id, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
  FROM runs, json_each(?2) WHERE runs.run_id = ?1`;
const UPSERT_CHECKPOINT = `
  INSERT INTO run_checkpoints (run, stage_node, seq, state)
  SELECT id, ?2, ?3, ?4 FROM runs WHERE run_id = ?1
  ON CONFLICT (run, stage_node) DO UPDATE SET seq = excluded.seq, state = excluded.state`;

/** Keeps runs in one SQLite file (TypeORM over the `sqlite3` package), in WAL mode. */
export class SqliteRunRepository implements RunRepository {
  private readonly transactions: TransactionQueue;

  constructor(private readonly connections: SqliteConnections) {
    this.transactions = new TransactionQueue(connections.writer);
  }

  async create(run: RunRecord, request: RunRequest, rows: readonly RunlogRow[]): Promise<void> {
    const columns = recordColumns(run);
    await this.write(async (connection) => {
      await connection.query(INSERT_RUN, [
        run.run_id,
        run.created_at,
        run.pipeline,
        ...columns,
        JSON.stringify(request),
      ]);
      await connection.query(INSERT_ROWS, [run.run_id, rowsParameter(rows)]);
    });
  }

  async commit({ run, rows, checkpoint }: RunCommit): Promise<void> {
    const columns = recordColumns(run);
    const lastSeq = run.summary.rows - rows.length;
    await this.write(async (connection) => {
      const { affected } = await connection.query(UPDATE_RUN, [...columns, run.run_id, lastSeq], true);
      if (affected !== 1) throw new RunConflictError(run.run_id);
      await connection.query(INSERT_ROWS, [run.run_id, rowsParameter(rows)]);
      if (!checkpoint) return;
      const { stageNode, seq, state } = checkpoint;
      await connection.query(UPSERT_CHECKPOINT, [run.run_id, stageNode, seq, state]);
    });
  }

  async find(runId: string): Promise<RunRecord | null> {
    const found = await this.read<StoredColumns>('SELECT run_id, record FROM runs WHERE run_id = ?', [runId]);
    return found[0] ? parseRecord(found[0]) : null;
  }

  async findRequest(runId: string): Promise<RunRequest | null> {
    const found = await this.read<{ request: string }>('SELECT request FROM runs WHERE run_id = ?', [runId]);
    return found[0] ? (JSON.parse(found[0].request) as RunRequest) : null;
  }

  async list({ filter, limit, offset }: RunPageRequest): Promise<RunPage> {
    const { where, values } = whereOf(filter);
    const items = await this.read<StoredColumns>(
      `SELECT run_id, record FROM runs ${where} ORDER BY created_at DESC, run_id DESC LIMIT ? OFFSET ?`,
      [...values, limit, offset],
    );
    const counted = await this.read<{ total: number }>(`SELECT count(*) AS total FROM runs ${where}`, values);
    return { items: items.map(parseRecord), total: counted[0]?.total ?? 0 };
  }

  async readRows(runId: string, selection: RowSelection): Promise<readonly RunlogRow[]> {
    const { afterSeq, throughSeq = Number.MAX_SAFE_INTEGER, types, limit } = selection;
    const ofTypes = types.length > 0 ? 'AND type IN (SELECT value FROM json_each(?))' : '';
    return this.read<RunlogRow>(
      `SELECT seq, type, stage_node AS stageNode, attempt, json FROM runlog_rows
       WHERE run = (SELECT id FROM runs WHERE run_id = ?) AND seq > ? AND seq <= ? ${ofTypes}
       ORDER BY seq LIMIT ?`,
      [runId, afterSeq, throughSeq, ...(ofTypes ? [JSON.stringify(types)] : []), limit],
    );
  }

  async readCheckpoints(runId: string): Promise<readonly RunCheckpoint[]> {
    return this.read<RunCheckpoint>(
      `SELECT stage_node AS stageNode, seq, state FROM run_checkpoints
       WHERE run = (SELECT id FROM runs WHERE run_id = ?) ORDER BY seq`,
      [runId],
    );
  }

  async probe(): Promise<void> {
    await this.write((connection) => connection.query('UPDATE runs SET id = id WHERE id = -1'));
    await this.read('SELECT 1 FROM runs LIMIT 1', []);
  }

  async close(): Promise<void> {
    await this.transactions.idle();
    await this.connections.close();
  }

  private async write(task: Parameters<TransactionQueue['submit']>[0]): Promise<void> {
    try {
      await this.transactions.submit(task);
    } catch (error) {
      throw error instanceof RunConflictError ? error : new StorageUnavailableError(error);
    }
  }

  private async read<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    try {
      return (await this.connections.reader.query(sql, [...values])) as Row[];
    } catch (error) {
      throw new StorageUnavailableError(error);
    }
  }
}

function parseRecord({ run_id, record }: StoredColumns): RunRecord {
  try {
    return JSON.parse(record) as RunRecord;
  } catch (error) {
    throw new CorruptRunlogError(run_id, null, error);
  }
}

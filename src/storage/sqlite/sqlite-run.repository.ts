import { TransactionQueue, type TransactionTask } from './transaction-queue.js';
import { rowsReturned } from './statements.js';
import { MIGRATIONS } from './migrations.js';
import { openSqlite, type SqliteConnections } from './sqlite-connection.js';
import {
  type RunRecord,
  type RunRequest,
  type Deleter,
  type HeldRun,
  type LeaseTerms,
  type NewRun,
  type RowSelection,
  type RowText,
  type RowTextSelection,
  type RunCheckpoint,
  type RunCommit,
  type RunExpiry,
  type RunPage,
  type RunPageRequest,
  type RunRepository,
  type RunlogRow,
  type UsedIdempotencyKey,
} from '../../runs/index.js';
import { createAttributeIndexes } from './attribute-indexes.js';
import { writeCommits } from './commit-batch.js';
import { writeNewRuns } from './create-batch.js';
import { prepareGroupStatement, writeGroup } from './group-statement.js';
import { SAVE_ANSWER, SELECT_KEY, type KeyColumns } from './idempotency-key.sql.js';
import {
  INTERRUPT_ORPHANS,
  RELEASE,
  RENEW_LEASES,
  REQUEST_CANCEL,
  SELECT_CANCELS,
  TAKE_ONE,
  TAKE_ORPHANS,
} from './lease.sql.js';
import { latestSince, oldestFirst } from '../run-lease.js';
import { readRowBytes, readRowPage } from './row-pages.js';
import { RunCounts } from './run-counts.js';
import { RunReads } from './run-reads.js';
import { SqliteAnswers } from './sqlite-answers.js';
import { SqliteSlots } from './sqlite-slots.js';
import { RunDeletion, selectExpired } from './run-deletion.js';
import { SELECT_DAMAGED, selectPage, type BoundSql } from './run-filter.sql.js';
import {
  heldRun,
  leaseColumns,
  listedRun,
  parseRecord,
  parseRequest,
  type LeaseColumns,
  type StoredColumns,
} from '../stored-columns.js';
import { storing } from '../storing.js';

/**
 * Keeps runs in one SQLite file (TypeORM over the `sqlite3` package), in WAL mode. Several processes may use the
 * file at once.
 */
export class SqliteRunRepository implements RunRepository {
  readonly answers: SqliteAnswers;
  readonly slots: SqliteSlots;
  private readonly transactions: TransactionQueue;
  private readonly deletion: RunDeletion;
  private readonly counts: RunCounts;
  private readonly reads: RunReads;
  /** The attributes that lists look for, once they are declared. */
  private filters: readonly string[] | undefined;

  /** Opens the file, and makes it, if need be. */
  static async open(path: string): Promise<SqliteRunRepository> {
    return SqliteRunRepository.on(await openSqlite(path, MIGRATIONS));
  }

  /** Works on connections to a file whose tables are up to date. */
  static async on(connections: SqliteConnections): Promise<SqliteRunRepository> {
    await prepareGroupStatement(connections.writer);
    return new SqliteRunRepository(connections);
  }

  private constructor(private readonly connections: SqliteConnections) {
    this.transactions = new TransactionQueue(
      connections.writer,
      undefined,
      connections.assertInPlace,
      (connection, group) => writeGroup(connection, group, this.filters),
    );
    this.deletion = new RunDeletion(this.transactions);
    this.counts = new RunCounts(connections.reader);
    this.reads = new RunReads(connections.reader);
    this.answers = new SqliteAnswers(this.transactions, connections.reader);
    this.slots = new SqliteSlots(this.transactions);
  }

  async create(run: NewRun): Promise<void> {
    const refusal = await storing(this.transactions.submitTo(writeNewRuns, run));
    if (refusal) throw refusal;
  }

  async commit(commit: RunCommit): Promise<void> {
    await storing(this.transactions.submitTo(writeCommits, commit));
  }

  async renewLeases(terms: LeaseTerms): Promise<readonly HeldRun[]> {
    const renewed = await this.changeLeases(RENEW_LEASES, leaseColumns(terms));
    return renewed.map(heldRun);
  }

  async cancelsAsked(owner: string): Promise<readonly string[]> {
    const asked = await this.read<{ run_id: string }>(SELECT_CANCELS, [owner]);
    return asked.map(({ run_id }) => run_id);
  }

  async takeOrphans(terms: LeaseTerms, now: string, limit: number): Promise<readonly HeldRun[]> {
    const values = [...leaseColumns(terms), now, latestSince(now), limit];
    const taken = await this.changeLeases(TAKE_ORPHANS, values);
    return taken.toSorted(oldestFirst).map(heldRun);
  }

  async take(runId: string, terms: LeaseTerms, now: string): Promise<HeldRun | null> {
    const values = [...leaseColumns(terms), now, latestSince(now), runId];
    const [taken] = await this.changeLeases(TAKE_ONE, values);
    return taken ? heldRun(taken) : null;
  }

  async release(runId: string, token: number): Promise<void> {
    await this.write((connection) => connection.query(RELEASE, [runId, token]));
  }

  async interruptOrphans(owner: string, now: string): Promise<void> {
    await this.write((connection) => connection.query(INTERRUPT_ORPHANS, [now, latestSince(now), owner]));
  }

  async requestCancel(runId: string): Promise<boolean> {
    const asked = await storing(
      this.transactions.submitUrgent((connection) => rowsReturned(connection, REQUEST_CANCEL, [runId])),
    );
    return asked.length > 0;
  }

  async findKey(scope: string, key: string): Promise<UsedIdempotencyKey | null> {
    const [found] = await this.read<KeyColumns>(SELECT_KEY, [scope, key]);
    if (!found) return null;
    const { body_hash, run_id, answer } = found;
    return {
      bodyHash: body_hash,
      runId: run_id,
      response: answer === null ? null : parseRecord({ run_id, record: answer }),
    };
  }

  async saveResponse(scope: string, key: string, response: RunRecord): Promise<void> {
    const values = [scope, key, JSON.stringify(response)];
    await this.write((connection) => connection.query(SAVE_ANSWER, values));
  }

  async find(runId: string): Promise<RunRecord | null> {
    const found = await storing(this.reads.find(runId));
    return found && parseRecord(found);
  }

  async findRequest(runId: string): Promise<RunRequest | null> {
    const found = await storing(this.reads.find(runId, true));
    return found?.request ? parseRequest(runId, found.request) : null;
  }

  async declareFilters(attributes: readonly string[]): Promise<void> {
    this.filters = attributes;
    await storing(createAttributeIndexes(this.connections.reader, this.transactions, attributes));
  }

  async list(page: RunPageRequest): Promise<RunPage> {
    const { filter } = page;
    const hasDamaged = filter.status !== undefined && (await this.read(SELECT_DAMAGED, [])).length > 0;
    const found = await this.readBound<StoredColumns & { created_at: string }>(selectPage(page, hasDamaged));
    const items = found.map(listedRun);
    return { items, total: page.after ? null : await storing(this.counts.count(filter, hasDamaged)) };
  }

  async readRows(runId: string, selection: RowSelection): Promise<readonly RunlogRow[]> {
    return storing(readRowPage(this.connections.reader, runId, selection));
  }

  async readRowText(runId: string, selection: RowTextSelection): Promise<RowText | null> {
    return storing(readRowBytes(this.connections.reader, runId, selection));
  }

  async readCheckpoints(runId: string): Promise<readonly RunCheckpoint[]> {
    return this.read<RunCheckpoint>(
      `SELECT stage_node AS stageNode, seq, state FROM run_checkpoints
       WHERE run = (SELECT id FROM runs WHERE run_id = ?) ORDER BY seq`,
      [runId],
    );
  }

  delete(runId: string, by: Deleter): Promise<boolean> {
    return storing(this.deletion.delete(runId, by));
  }

  async findExpired(expiry: RunExpiry, limit: number): Promise<readonly string[]> {
    const found = await this.readBound<StoredColumns>(selectExpired(expiry, limit));
    return found.map(({ run_id }) => run_id);
  }

  async reclaimSpace(): Promise<void> {
    await storing(this.deletion.eraseHidden());
    await storing(this.deletion.shrink());
  }

  async probe(): Promise<void> {
    await this.write((connection) => connection.query('PRAGMA user_version = 0')); // writes, whatever was there before
    await this.read('SELECT 1 FROM runs LIMIT 1', []);
  }

  async close(): Promise<void> {
    await this.transactions.idle();
    await this.connections.close();
  }

  private changeLeases(sql: string, values: readonly unknown[]): Promise<LeaseColumns[]> {
    return this.write((connection) => rowsReturned<LeaseColumns>(connection, sql, values));
  }

  private write<T>(task: TransactionTask<T>): Promise<T> {
    return storing(this.transactions.submit(task));
  }

  private readBound<Row>({ sql, values }: BoundSql): Promise<Row[]> {
    return this.read(sql, values);
  }

  private read<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return storing(this.connections.reader.query(sql, [...values]) as Promise<Row[]>);
  }
}

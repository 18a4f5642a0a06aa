import { createHash } from 'node:crypto';
import { UuidV7Generator, wallNow, type Clock } from '../../common/index.js';
import {
  hasEnded,
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
  type RunRecord,
  type RunRepository,
  type RunRequest,
  type RunlogRow,
  type UsedIdempotencyKey,
} from '../../runs/index.js';
import { latestSince, oldestFirst } from '../run-lease.js';
import {
  heldRun,
  listedRun,
  parseRecord,
  parseRequest,
  type LeaseColumns,
  type StoredColumns,
} from '../stored-columns.js';
import { storing } from '../storing.js';
import { createAttributeIndexes, lacksIndex } from './attribute-indexes.js';
import { writeCommits } from './commit-statement.js';
import { namesOf, storeRuns } from './create-statement.js';
import {
  INTERRUPT_ORPHANS,
  RELEASE,
  RENEW_LEASES,
  REQUEST_CANCEL,
  SELECT_CANCELS,
  TAKE_ONE,
  TAKE_ORPHANS,
} from './lease.sql.js';
import { NewsChannel } from './news-channel.js';
import { PostgresAnswers } from './postgres-answers.js';
import { openPostgres, type PostgresConnections, type PostgresOptions } from './postgres-connection.js';
import { PostgresSlots } from './postgres-slots.js';
import { readRowBytes, readRowPage } from './row-pages.js';
import { leaseValues } from './run.columns.js';
import { deleteRun } from './run-deletion.js';
import { countRuns, selectExpired, selectPage, type BoundSql } from './run-filter.sql.js';
import { rowsReturned } from './statements.js';
import { WriteLanes, type LaneBatch } from './write-lanes.js';

const SELECT_RUN = 'SELECT run_id, status, record FROM runs WHERE run_id = $1';
const SELECT_REQUEST = `
  SELECT request FROM run_requests WHERE run = (SELECT id FROM runs WHERE run_id = $1)`;
const SELECT_CHECKPOINTS = `
  SELECT stage_node AS "stageNode", seq, state FROM run_checkpoints
  WHERE run = (SELECT id FROM runs WHERE run_id = $1) ORDER BY seq`;
const SELECT_KEY = `
  SELECT body_hash, answer, run_id FROM idempotency_keys JOIN runs ON runs.id = run WHERE scope = $1 AND key = $2`;
const SAVE_ANSWER = `
  UPDATE idempotency_keys SET answer = $3 WHERE scope = $1 AND key = $2 AND answer IS NULL`;
const WRITE_PROBE = 'UPDATE run_store_probe SET probed_at = now()';
const READ_PROBE = 'SELECT 1 FROM runs LIMIT 1';

/** What {@link SELECT_KEY} gives. */
interface KeyColumns {
  readonly body_hash: string;
  /** A record as JSON text. */
  readonly answer: string | null;
  readonly run_id: string;
}

/**
 * Keeps runs in a schema of a PostgreSQL database (TypeORM over `pg`), for any number of processes on any number of machines.
 * Leases are measured by the database's clock: a time that a caller gives is as far from the database's present as it is from
 * the caller's.
 */
export class PostgresRunRepository implements RunRepository {
  readonly news: NewsChannel;
  readonly answers: PostgresAnswers;
  readonly slots: PostgresSlots;
  private readonly lanes = new WriteLanes();
  private readonly creations: LaneBatch<NewRun>;
  private readonly commits: LaneBatch<RunCommit>;

  /**
   * Opens the database, and makes the tables, if need be. Waits for a database that is not there yet.
   * @param clock by which callers tell times
   * @throws UnusableDatabaseError
   */
  static async open(options: PostgresOptions, clock: Clock): Promise<PostgresRunRepository> {
    return new PostgresRunRepository(await openPostgres(options), clock);
  }

  private constructor(
    private readonly connections: PostgresConnections,
    private readonly clock: Clock,
  ) {
    const { pool, writers, schema, connect } = connections;
    this.news = new NewsChannel(new UuidV7Generator(clock).requestId(), pool, channelOf(schema), connect);
    this.answers = new PostgresAnswers(pool);
    this.slots = new PostgresSlots(pool);
    this.creations = { namesOf, write: (newRuns) => storeRuns(writers, newRuns, this.sentAt()) };
    this.commits = {
      namesOf: ({ run }) => [run.run_id],
      write: (commits) => this.writeAndTell(commits),
    };
  }

  async create(run: NewRun): Promise<void> {
    await storing(this.lanes.submit(this.creations, run));
  }

  async commit(commit: RunCommit): Promise<void> {
    await storing(this.lanes.submit(this.commits, commit));
  }

  async renewLeases(terms: LeaseTerms): Promise<readonly HeldRun[]> {
    const renewed = await storing(this.lanes.alone(() => this.changeLeases(RENEW_LEASES, terms)));
    return renewed.map(heldRun);
  }

  async cancelsAsked(owner: string): Promise<readonly string[]> {
    const asked = await this.rows<{ run_id: string }>(SELECT_CANCELS, [owner]);
    return asked.map(({ run_id }) => run_id);
  }

  async takeOrphans(terms: LeaseTerms, now: string, limit: number): Promise<readonly HeldRun[]> {
    const taken = await this.changeLeases(TAKE_ORPHANS, terms, [...momentsOf(now), limit]);
    return taken.toSorted(oldestFirst).map(heldRun);
  }

  async take(runId: string, terms: LeaseTerms, now: string): Promise<HeldRun | null> {
    const [taken] = await this.changeLeases(TAKE_ONE, terms, [...momentsOf(now), runId]);
    return taken ? heldRun(taken) : null;
  }

  async release(runId: string, token: number): Promise<void> {
    await this.rows(RELEASE, [runId, token]);
  }

  async interruptOrphans(owner: string, now: string): Promise<void> {
    const values = [this.sentAt(), ...momentsOf(now), owner];
    const interrupted = await this.rows<{ run_id: string }>(INTERRUPT_ORPHANS, values);
    for (const { run_id } of interrupted) this.news.tell({ kind: 'written', runId: run_id });
  }

  async requestCancel(runId: string): Promise<boolean> {
    const isAsked = (await this.rows(REQUEST_CANCEL, [runId])).length > 0;
    if (isAsked) this.news.tell({ kind: 'cancel', runId });
    return isAsked;
  }

  async findKey(scope: string, key: string): Promise<UsedIdempotencyKey | null> {
    const [found] = await this.rows<KeyColumns>(SELECT_KEY, [scope, key]);
    if (!found) return null;
    const { body_hash, run_id, answer } = found;
    const response = answer === null ? null : parseRecord({ run_id, record: answer });
    return { bodyHash: body_hash, runId: run_id, response };
  }

  async saveResponse(scope: string, key: string, response: RunRecord): Promise<void> {
    await this.rows(SAVE_ANSWER, [scope, key, JSON.stringify(response)]);
  }

  async find(runId: string): Promise<RunRecord | null> {
    const [found] = await this.rows<StoredColumns>(SELECT_RUN, [runId]);
    return found ? parseRecord(found) : null;
  }

  async findRequest(runId: string): Promise<RunRequest | null> {
    const [found] = await this.rows<{ request: string }>(SELECT_REQUEST, [runId]);
    return found ? parseRequest(runId, found.request) : null;
  }

  async declareFilters(attributes: readonly string[]): Promise<void> {
    const { pool, alone } = this.connections;
    const create = async () => {
      if (!(await lacksIndex(pool, attributes))) return;
      await alone((runner) => createAttributeIndexes(runner, attributes));
    };
    await storing(create());
  }

  async list(page: RunPageRequest): Promise<RunPage> {
    const found = await this.bound<StoredColumns & { created_at: string }>(selectPage(page));
    const items = found.map(listedRun);
    if (page.after) return { items, total: null };
    const [counted] = await this.bound<{ total: number }>(countRuns(page.filter));
    return { items, total: counted?.total ?? 0 };
  }

  readRows(runId: string, selection: RowSelection): Promise<readonly RunlogRow[]> {
    return storing(readRowPage(this.connections.pool, runId, selection));
  }

  readRowText(runId: string, selection: RowTextSelection): Promise<RowText | null> {
    return storing(readRowBytes(this.connections.pool, runId, selection));
  }

  readCheckpoints(runId: string): Promise<readonly RunCheckpoint[]> {
    return this.rows<RunCheckpoint>(SELECT_CHECKPOINTS, [runId]);
  }

  async delete(runId: string, by: Deleter): Promise<boolean> {
    const isDeleted = await storing(deleteRun(this.connections.pool, runId, by, this.sentAt()));
    if (isDeleted) this.news.tell({ kind: 'ended', runId });
    return isDeleted;
  }

  async findExpired(expiry: RunExpiry, limit: number): Promise<readonly string[]> {
    const found = await this.bound<{ run_id: string }>(selectExpired(expiry, limit));
    return found.map(({ run_id }) => run_id);
  }

  /** The database's autovacuum does that by itself. */
  async reclaimSpace(): Promise<void> {}

  async probe(): Promise<void> {
    await this.rows(WRITE_PROBE, []);
    await this.rows(READ_PROBE, []);
  }

  async close(): Promise<void> {
    await this.lanes.idle();
    await this.news.close();
    await this.connections.close();
  }

  private async writeAndTell(commits: readonly RunCommit[]): Promise<readonly (Error | null)[]> {
    const refusals = await writeCommits(this.connections.writers, commits);
    for (const [index, { run }] of commits.entries()) {
      if (refusals[index]) continue;
      this.news.tell({ kind: hasEnded(run.status) ? 'ended' : 'written', runId: run.run_id });
    }
    return refusals;
  }

  /** What the callers' clock says, in milliseconds. */
  private sentAt(): number {
    return wallNow(this.clock).getTime();
  }

  private changeLeases(
    sql: string,
    terms: LeaseTerms,
    values: readonly unknown[] = [],
  ): Promise<LeaseColumns[]> {
    return this.rows<LeaseColumns>(sql, [...leaseValues(terms), this.sentAt(), ...values]);
  }

  private bound<Row extends object>({ sql, values }: BoundSql): Promise<Row[]> {
    return this.rows<Row>(sql, values);
  }

  private rows<Row extends object>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return storing(rowsReturned<Row>(this.connections.pool, sql, values));
  }
}

/** One channel for each schema of a database. */
function channelOf(schema: string): string {
  return `run_news_${createHash('md5').update(schema).digest('hex')}`;
}

/** Now, and when a lease that is not void can have been given at the latest, in milliseconds. */
function momentsOf(now: string): [number, number] {
  return [Date.parse(now), Date.parse(latestSince(now))];
}

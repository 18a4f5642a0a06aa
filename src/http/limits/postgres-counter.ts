import { Logger } from '@nestjs/common';
import { Pool, escapeIdentifier } from 'pg';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  type RateLimiterAbstract,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { postgresAddress } from '../../common/index.js';
import type { CounterOptions, RequestCounter } from './rate-limit.js';

/** How long a connection and a count may take, in milliseconds; this process counts by itself then. */
const PATIENCE_MS = 500;
/** How long this process counts by itself after a failure, in milliseconds. */
const PAUSE_MS = 1_000;
/** One request uses a connection for a moment only. */
const POOL_SIZE = 2;
const TABLE = 'request_counts';

/** Counts requests in the PostgreSQL of the queue, in a table of the queue's schema. */
export function openPostgresCounter(url: string, prefix: string, options: CounterOptions): RequestCounter {
  const pool = new Pool({
    ...postgresAddress(url),
    max: POOL_SIZE,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    allowExitOnIdle: true,
  });
  pool.on('error', () => undefined); // an idle connection was lost: the next count says what that means
  return { limiter: new PostgresCounter(pool, prefix, options), close: () => pool.end() };
}

/** Counts in this process alone while the database cannot be reached, and says so once. */
class PostgresCounter implements Pick<RateLimiterAbstract, 'consume'> {
  private readonly logger = new Logger('RateLimit');
  private readonly alone: RateLimiterMemory;
  private shared: Promise<RateLimiterPostgres> | null = null;
  private aloneUntil = 0;
  private isReached = true;

  constructor(
    private readonly pool: Pool,
    private readonly schema: string,
    private readonly options: CounterOptions,
  ) {
    this.alone = new RateLimiterMemory(options);
  }

  /** Rejects with the state of the key when that has no points left. */
  async consume(key: string | number): Promise<RateLimiterRes> {
    if (performance.now() < this.aloneUntil) return this.alone.consume(key);
    try {
      this.shared ??= this.open();
      const state = await (await this.shared).consume(key);
      this.isReached = true;
      return state;
    } catch (failure) {
      if (failure instanceof RateLimiterRes) throw failure; // no points are left
      this.goAlone(failure);
      return this.alone.consume(key);
    }
  }

  private goAlone(failure: unknown): void {
    this.shared = null;
    this.aloneUntil = performance.now() + PAUSE_MS;
    if (this.isReached)
      this.logger.warn(
        `Requests are counted by each process for itself: the queue cannot be reached (${String(failure)})`,
      );
    this.isReached = false;
  }

  private async open(): Promise<RateLimiterPostgres> {
    const schema = escapeIdentifier(this.schema);
    await this.pool.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await this.pool.query(
      `CREATE TABLE IF NOT EXISTS ${schema}.${TABLE} (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint)`,
    );
    return new RateLimiterPostgres({
      ...this.options,
      storeClient: this.pool,
      storeType: 'pool',
      schemaName: this.schema,
      tableName: TABLE,
      tableCreated: true,
      inMemoryBlockOnConsumed: this.options.points + 1,
    });
  }
}

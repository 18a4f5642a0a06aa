import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Client, type ClientBase, type ClientConfig, Pool, type PoolConfig } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { postgresAddress } from '../../common/index.js';
import { isNotThereYet, openingFailure } from './opening-failure.js';
import { MIGRATIONS, MIGRATIONS_TABLE } from './migrations.js';
import { assertOwnSchema, assertRights, assertServer } from './schema-checks.js';
import { codeOf, type SqlRunner } from './statements.js';
import { LANES } from './write-lanes.js';

/** Where the database is, and how many connections to it a process may have. */
export interface PostgresOptions {
  readonly url: string;
  readonly poolSize: number;
}

/** Connections to a database whose tables are up to date. */
export interface PostgresConnections {
  readonly pool: Pool;
  /** For the statements of {@link LANES}: a connection each, that is never in use by readers. */
  readonly writers: Pool;
  /** The schema of the tables. */
  readonly schema: string;
  /** A connection of its own, apart from the pool; whoever has it ends it. */
  readonly connect: () => Promise<Client>;
  /** Runs what one process at a time may do, on a connection whose statements may take as long as they need. */
  readonly alone: <T>(task: (runner: SqlRunner) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** How long a connection may take, in milliseconds; also, how long a statement waits for one of the pool. */
const CONNECTING_MS = 5_000;
/** How long a statement may take; how long it waits for a lock; how long a transaction may do nothing. */
const STATEMENT_MS = 30_000;
const LOCK_MS = 10_000;
const IDLE_IN_TRANSACTION_MS = 30_000;
/** When a server that says nothing is given up: it should have given up the statement before. */
const SILENCE_MS = STATEMENT_MS + 5_000;
/** How often a database that is not there is tried, and how often that is said. */
const RETRY_MS = 1_000;
const SAID_EVERY = 15;
/** How often the lock of the starters is tried: waiting in the database would hold up an index that is being made. */
const LOCK_RETRY_MS = 50;

/**
 * Settings of each connection. Joins of few runs with their table always go by its index: a plan that is kept may have been
 * made when the table was small.
 */
const SETTINGS = `
  SET statement_timeout = ${STATEMENT_MS};
  SET lock_timeout = ${LOCK_MS};
  SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
  SET enable_hashjoin = off;
  SET enable_mergejoin = off`;
/** Writers run two prepared statements: planning them anew each time takes longer than running them. */
const WRITER_SETTINGS = `${SETTINGS};
  SET plan_cache_mode = force_generic_plan`;
/** Who migrates, or makes indexes, in a schema. */
const LOCK = `1685025133, hashtext(current_schema())`;

const logger = new Logger('PostgresRunRepository');

/**
 * Opens a database, and brings its tables up to date. Waits for one that is not there yet.
 * @throws UnusableDatabaseError when waiting does not help
 */
export async function openPostgres(options: PostgresOptions): Promise<PostgresConnections> {
  for (let tries = 0; ; tries++) {
    try {
      return await open(options);
    } catch (error) {
      if (!isNotThereYet(error)) throw openingFailure(error);
      if (tries % SAID_EVERY === 0) {
        logger.warn({
          msg: 'The database of DATABASE_URL is not there yet: waiting for it',
          ...reason(error),
        });
      }
    }
    await delay(RETRY_MS);
  }
}

async function open({ url, poolSize }: PostgresOptions): Promise<PostgresConnections> {
  const config = clientConfig(url);
  const connect = () => connected(config);
  const first = await connect(); // tells more than TypeORM does, and leaves nothing behind
  let schema: string;
  try {
    schema = await assertServer(first);
  } finally {
    await first.end();
  }
  const ofReaders = poolConfig(poolSize - LANES, SETTINGS);
  const source = await new DataSource(sourceOptions({ ...config, ...ofReaders })).initialize();
  const pool = (source.driver as PostgresDriver).master as Pool;
  const writers = new Pool({ ...config, ...poolConfig(LANES, WRITER_SETTINGS) }).on('error', sayLost);
  const close = async () => {
    await writers.end();
    await source.destroy();
  };
  const alone = <T>(task: (runner: SqlRunner) => Promise<T>) => withLock(connect, task);
  try {
    await alone(async (runner) => {
      await assertOwnSchema(runner);
      await source.runMigrations({ transaction: 'each' });
      await assertRights(runner);
    });
    return { pool, writers, schema, connect, alone, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export function clientConfig(url: string): ClientConfig {
  return {
    ...postgresAddress(url),
    application_name: 'project-dream',
    connectionTimeoutMillis: CONNECTING_MS,
    keepAlive: true,
  };
}

function poolConfig(max: number, settings: string): PoolConfig {
  return {
    max,
    query_timeout: SILENCE_MS,
    // The pool waits for the promise, though its types do not say so.
    // oxlint-disable-next-line typescript/no-misused-promises
    onConnect: async (client: ClientBase) => {
      await client.query(settings);
    },
  };
}

function sourceOptions(extra: PoolConfig): DataSourceOptions {
  return {
    type: 'postgres',
    installExtensions: false,
    migrations: MIGRATIONS,
    migrationsTableName: MIGRATIONS_TABLE,
    extra,
    poolErrorHandler: sayLost,
  };
}

/** The pool makes another one when it is needed. */
function sayLost(error: unknown): void {
  logger.warn({ msg: 'A connection to the database was lost', ...reason(error) });
}

async function connected(config: ClientConfig): Promise<Client> {
  const client = new Client(config);
  client.on('error', () => undefined); // what is lost then is known by the statement that fails
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined); // it was never there
    throw error;
  }
}

/** Others wait until the task has ended, or the connection, and this process with it. */
async function withLock<T>(
  connect: () => Promise<Client>,
  task: (runner: SqlRunner) => Promise<T>,
): Promise<T> {
  const client = await connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ is_ours: boolean }>(
        `SELECT pg_try_advisory_lock(${LOCK}) AS is_ours`,
      );
      if (rows[0]?.is_ours) break;
      await delay(LOCK_RETRY_MS);
    }
    return await task(client);
  } finally {
    await client.end(); // which ends the lock
  }
}

/** What the log says of an error: never the URL. */
function reason(error: unknown): object {
  return { code: codeOf(error), reason: error instanceof Error ? error.message : String(error) };
}

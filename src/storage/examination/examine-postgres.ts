import { Client } from 'pg';
import { postgresAddress } from '../../common/index.js';
import { openingFailure } from '../postgres/opening-failure.js';
import { MIGRATIONS, MIGRATIONS_TABLE } from '../postgres/migrations.js';
import { clientConfig } from '../postgres/postgres-connection.js';
import { assertOwnSchema, assertRights, assertServer } from '../postgres/schema-checks.js';
import { pendingMigrations, type StoreExamination } from './store-examination.js';

/** Looks at the store in a PostgreSQL database. */
export async function examinePostgres(url: string): Promise<StoreExamination> {
  const client = new Client(clientConfig(url));
  client.on('error', () => undefined); // the statement on it fails as well
  try {
    await client.connect();
    await client.query('SET default_transaction_read_only = on');
    const schema = await assertServer(client);
    const [server] = await rows<{ version: string; now: Date; is_made: boolean }>(
      client,
      `SELECT current_setting('server_version') AS version, clock_timestamp() AS now,
              to_regclass('${MIGRATIONS_TABLE}') IS NOT NULL AS is_made`,
    );
    const facts = { engine: `PostgreSQL ${server?.version}`, ...(server && { now: server.now }) };
    await assertOwnSchema(client);
    if (!server?.is_made) {
      return {
        ...facts,
        summary: `schema ${schema} is empty; the first start makes the tables`,
        isAbsent: true,
      };
    }
    await assertRights(client);
    const made = await rows<{ name: string }>(client, `SELECT name FROM ${MIGRATIONS_TABLE}`);
    const [newest] = await rows<{ at: string | null }>(client, 'SELECT max(created_at) AS at FROM runs');
    return {
      ...facts,
      summary: `schema ${schema} can be read and written`,
      pending: pendingMigrations(
        MIGRATIONS.map(({ name }) => name),
        made.map(({ name }) => name),
      ),
      ...(newest?.at && { newestRunAt: new Date(newest.at) }),
    };
  } catch (error) {
    throw openingFailure(error);
  } finally {
    await client.end().catch(() => undefined); // it was never connected
  }
}

async function rows<Row extends object>(client: Client, sql: string): Promise<Row[]> {
  return (await client.query<Row>(sql)).rows;
}

/** Connects to a database, and asks for nothing; waits this many milliseconds at most. */
export async function pingPostgres(url: string, patienceMs: number): Promise<void> {
  const client = new Client({ ...postgresAddress(url), connectionTimeoutMillis: patienceMs });
  client.on('error', () => undefined); // the statement on it fails as well
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end().catch(() => undefined); // it was never connected
  }
}

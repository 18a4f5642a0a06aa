import { UnusableDatabaseError } from '../store.options.js';
import { MIGRATIONS, MIGRATIONS_TABLE, TABLES } from './migrations.js';
import { rowsReturned, type SqlRunner } from './statements.js';

const OLDEST_SERVER = 140_000;
const RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

const SELECT_SERVER = `
  SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
         current_schema() AS schema, pg_is_in_recovery() AS is_standby`;
const SELECT_TABLES = `
  SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename = ANY($1)`;
const SELECT_LACKING = `
  SELECT name, privilege FROM unnest($1::text[]) AS name, unnest($2::text[]) AS privilege
  WHERE NOT has_table_privilege(quote_ident(current_schema()) || '.' || quote_ident(name), privilege) LIMIT 1`;

/** A standby takes no writes; it may be promoted in a moment. */
class StandbyError extends Error {
  readonly code = '25006';
}

/**
 * @returns the schema that the connection leads to
 * @throws UnusableDatabaseError when no store can be made in this database; StandbyError
 */
export async function assertServer(runner: SqlRunner): Promise<string> {
  const [server] = await rowsReturned<{
    version: number;
    encoding: string;
    schema: string | null;
    is_standby: boolean;
  }>(runner, SELECT_SERVER);
  if (!server) throw new StandbyError('The database did not answer.');
  if (server.version < OLDEST_SERVER)
    throw new UnusableDatabaseError('names a database older than PostgreSQL 14; use a newer one');
  if (server.encoding !== 'UTF8') {
    throw new UnusableDatabaseError(
      `names a database with the encoding ${server.encoding}; create one with ENCODING 'UTF8'`,
    );
  }
  if (server.schema === null) {
    throw new UnusableDatabaseError(
      'leads to no schema that exists and that its user may use; create one, or correct the search_path',
    );
  }
  if (server.is_standby) throw new StandbyError('The database is a standby, which takes no writes.');
  return server.schema;
}

/** @throws UnusableDatabaseError when the schema holds tables of something else, or of a newer version */
export async function assertOwnSchema(runner: SqlRunner): Promise<void> {
  const found = await rowsReturned<{ name: string }>(runner, SELECT_TABLES, [[MIGRATIONS_TABLE, ...TABLES]]);
  const names = found.map(({ name }) => name);
  if (names.includes(MIGRATIONS_TABLE)) return assertNotNewer(runner);
  if (names.length === 0) return;
  throw new UnusableDatabaseError(
    `leads to a schema with tables of something else (${names.toSorted().join(', ')}); give the store a schema of its own, with ?options=-c%20search_path%3Dname`,
  );
}

/** @throws UnusableDatabaseError when the user may not read and write the tables */
export async function assertRights(runner: SqlRunner): Promise<void> {
  const [lacking] = await rowsReturned<{ name: string; privilege: string }>(runner, SELECT_LACKING, [
    [...TABLES],
    [...RIGHTS],
  ]);
  if (!lacking) return;
  throw new UnusableDatabaseError(
    `has a user who lacks the right to ${lacking.privilege} on the table ${lacking.name}; grant it ${RIGHTS.join(', ')} on all tables of the schema`,
  );
}

async function assertNotNewer(runner: SqlRunner): Promise<void> {
  const known = MIGRATIONS.map(({ name }) => name);
  const newer = await rowsReturned<{ name: string }>(
    runner,
    `SELECT name FROM ${MIGRATIONS_TABLE} WHERE name <> ALL($1)`,
    [known],
  );
  if (newer.length === 0) return;
  throw new UnusableDatabaseError(
    `leads to tables that a newer version has changed (${newer.map(({ name }) => name).join(', ')}); start that version, or restore a backup from before it`,
  );
}

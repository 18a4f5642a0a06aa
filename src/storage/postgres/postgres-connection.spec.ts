import { fileURLToPath } from 'node:url';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startPostgres } from '../../../test/support/postgres-process.mjs';
import { hasPostgres, postgresSchema } from '../../../test/support/postgres-server.js';
import { UnusableDatabaseError } from '../store.options.js';
import { MIGRATIONS } from './migrations.js';
import { openPostgres } from './postgres-connection.js';

const describeWithPostgres = (await hasPostgres()) ? describe : describe.skip;
/** The server of the package, not one that is given, has a role that needs a password, and TLS. */
const isOwnServer = !process.env['TEST_DATABASE_URL'];
const describeOnOwnServer = isOwnServer ? describeWithPostgres : describe.skip;
const CERTIFICATE = fileURLToPath(new URL('../../../test/fixtures/postgres/server.crt', import.meta.url));

let schema: Awaited<ReturnType<typeof postgresSchema>>;

beforeEach(async () => {
  schema = await postgresSchema();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await schema.drop();
});

async function openAndClose(url = schema.url): Promise<void> {
  const connections = await openPostgres({ url, poolSize: 3 });
  await connections.close();
}

const refusalOf = async (url?: string) => {
  const refusal = await openAndClose(url).then(
    () => null,
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(UnusableDatabaseError);
  return (refusal as UnusableDatabaseError).message;
};
const changed = (change: (url: URL) => void) => {
  const url = new URL(schema.url);
  change(url);
  return url.href.replaceAll('+', '%20');
};

/** The URL of the schema by the name that the certificate has. */
const withTls = (settings: Record<string, string>) =>
  changed((url) => {
    url.hostname = 'localhost';
    for (const [name, value] of Object.entries(settings)) url.searchParams.set(name, value);
  });

describeWithPostgres('opening a PostgreSQL database', () => {
  it('works for several processes that start at once, each of which may be the first', async () => {
    await Promise.all([openAndClose(), openAndClose(), openAndClose(), openAndClose()]);
    const made = await schema.query(`SELECT * FROM run_store_migrations`);
    expect(made).toHaveLength(MIGRATIONS.length);
  });

  it('is refused when the schema has tables of something else, which stay as they are', async () => {
    await schema.query('CREATE TABLE runs (distance_km integer)');
    expect(await refusalOf()).toMatch(
      /tables of something else \(runs\); give the store a schema of its own/,
    );
    expect(await schema.query('SELECT * FROM runs')).toEqual([]);
  });

  it('is refused when a newer version has changed the tables', async () => {
    await openAndClose();
    await schema.query(`INSERT INTO run_store_migrations (timestamp, name) VALUES (9, 'Later9')`);
    expect(await refusalOf()).toMatch(/a newer version has changed \(Later9\); start that version/);
  });

  it('is refused when the schema, or the database, does not exist', async () => {
    const nowhere = changed((url) => url.searchParams.set('options', '-c search_path=nowhere'));
    expect(await refusalOf(nowhere)).toMatch(/leads to no schema that exists/);
    expect(await refusalOf(changed((url) => (url.pathname = '/nowhere')))).toMatch(
      /names a database that does not exist; create it/,
    );
  });
});

describeOnOwnServer('opening a PostgreSQL database that has roles, TLS and times of its own', () => {
  it('is refused with a wrong password, which is not repeated', async () => {
    const role = `guarded`;
    await schema.query(
      `DO $$ BEGIN CREATE ROLE ${role} LOGIN PASSWORD 'right'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    );
    const wrong = changed((url) => Object.assign(url, { username: role, password: 'hunter2' }));
    const message = await refusalOf(wrong);
    expect(message).toMatch(/user name or password that the database does not accept/);
    expect(message).not.toContain('hunter2');
    const right = changed((url) => Object.assign(url, { username: role, password: 'right' }));
    expect(await refusalOf(right)).toMatch(/leads to no schema/);
  });

  it('is refused to a user who lacks a right, and says which', async () => {
    const role = `poor_${schema.name}`;
    await schema.query(`CREATE ROLE ${role} LOGIN`);
    const poor = changed((url) => Object.assign(url, { username: role }));
    await schema.query(`GRANT USAGE ON SCHEMA ${schema.name} TO ${role}`);
    expect(await refusalOf(poor)).toMatch(/lacks a right: let it use the schema and create tables/);
    await openAndClose();
    await schema.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${schema.name} TO ${role}`);
    expect(await refusalOf(poor)).toMatch(
      /lacks the right to INSERT on the table \w+; grant it SELECT, INSERT/,
    );
    await schema.query(`GRANT ALL ON ALL TABLES IN SCHEMA ${schema.name} TO ${role}`);
    await openAndClose(poor);
    await schema.query(`REVOKE ALL ON ALL TABLES IN SCHEMA ${schema.name} FROM ${role}`);
    await schema.query(`REVOKE ALL ON SCHEMA ${schema.name} FROM ${role}`);
    await schema.query(`DROP ROLE ${role}`);
  });

  it('uses TLS as the URL says', async () => {
    await openAndClose(withTls({ sslmode: 'require' }));
    await openAndClose(withTls({ sslmode: 'verify-full', sslrootcert: CERTIFICATE }));
    expect(await refusalOf(withTls({ sslmode: 'verify-full' }))).toMatch(/certificate cannot be trusted/);
    const missing = withTls({ sslmode: 'verify-full', sslrootcert: '/nowhere/ca.crt' });
    expect(await refusalOf(missing)).toMatch(/names a certificate or key that cannot be read \(ENOENT\)/);
  });

  it('waits for a database that is not there yet', async () => {
    const server = await startPostgres({ ssl: 'off' });
    try {
      await server.stop();
      const said = new Promise((resolve) => {
        jest.spyOn(Logger.prototype, 'warn').mockImplementation(resolve);
      });
      let isOpen = false;
      const opening = openAndClose(server.url).then(() => (isOpen = true));
      expect(await said).toMatchObject({ msg: expect.stringContaining('is not there yet: waiting for it') });
      expect(isOpen).toBe(false);
      await server.start();
      await opening;
      const refused = `${server.url}?sslmode=require`;
      expect(await refusalOf(refused)).toMatch(/asks for TLS, which the database does not offer/);
    } finally {
      await server.remove();
    }
  });
});

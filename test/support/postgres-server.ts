import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { QueueServer } from './queue-server.js';

const KEEPER = fileURLToPath(new URL('./postgres-keeper.mjs', import.meta.url));

/** A schema that nobody else uses. */
export interface PostgresSchema {
  readonly name: string;
  /** Leads to it. */
  readonly url: string;
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** What the server of this run of jest is: its URL, or why there is none. */
interface Found {
  readonly url?: string;
  readonly reason?: string;
}

let found: Promise<Found> | undefined;

/**
 * Whether there is a PostgreSQL for tests: that of TEST_DATABASE_URL, or one that lives as long as this run of jest, and is
 * started by the first file that needs it. When there is none, that is said.
 */
export async function hasPostgres(): Promise<boolean> {
  const { url, reason } = await server();
  if (url === undefined) process.stderr.write(`Tests with PostgreSQL are skipped: ${reason}.\n`);
  return url !== undefined;
}

/** Makes an empty schema. */
export async function postgresSchema(): Promise<PostgresSchema> {
  const { url = '' } = await server();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // a test may stop the server
  await client.connect();
  await client.query(`CREATE SCHEMA ${name}`);
  await client.query(`SET search_path = ${name}`);
  return {
    name,
    url: inSchema(url, name),
    query: async <Row>(sql: string, values: unknown[] = []) =>
      (await client.query(sql, values)).rows as Row[],
    async drop() {
      await client.query(`DROP SCHEMA ${name} CASCADE`);
      await client.end();
    },
  };
}

const unable = () => Promise.reject(new Error('The server holds the runs, too.'));

/** A queue in a schema of its own, on the server that holds the runs. */
export function queueIn(schema: PostgresSchema): QueueServer {
  const prefix = `${schema.name.slice(0, 20)}_queue`;
  return {
    env: { RUN_QUEUE: 'bullmq', QUEUE_URL: schema.url, QUEUE_PREFIX: prefix },
    kill: unable,
    startAgain: unable,
    stop: async () => void (await schema.query(`DROP SCHEMA IF EXISTS ${prefix} CASCADE`)),
  };
}

/** A URL that leads to a schema of its database. */
function inSchema(url: string, schema: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}options=-c%20search_path%3D${schema}`;
}

function server(): Promise<Found> {
  const given = process.env['TEST_DATABASE_URL'];
  found ??= given ? Promise.resolve({ url: given }) : keptServer();
  return found;
}

/** Several workers of jest may ask at the same time: the one that makes the folder starts the server. */
async function keptServer(): Promise<Found> {
  const jest = process.send ? process.ppid : process.pid;
  const folder = join(tmpdir(), `dream-postgres-of-${jest}`);
  const isFirst = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    const keeper = spawn(process.execPath, [KEEPER, folder, String(jest)], {
      detached: true,
      stdio: 'ignore',
    });
    keeper.unref();
  }
  for (;;) {
    const text = await readFile(join(folder, 'found'), 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text) as Found;
    await delay(20);
  }
}

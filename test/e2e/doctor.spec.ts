import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runCommandLine } from '../../src/cli/command-line.js';
import { MIGRATIONS } from '../../src/storage/sqlite/migrations.js';
import { openRunRepository } from '../../src/storage/index.js';
import { newRun, sampleRow, sampleRun, withRows } from '../../src/testing/samples.js';
import { hasPostgres, postgresSchema } from '../support/postgres-server.js';
import { startApp, withEnvironment, type TestEnvironment } from '../support/running-app.js';

interface Diagnosis {
  readonly status: string;
  readonly checks: readonly { part: string; status: string; text: string; details?: readonly string[] }[];
  readonly configuration: Readonly<Record<string, unknown>> | null;
}

const describeWithPostgres = (await hasPostgres()) ? describe : describe.skip;
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
});

afterEach(async () => {
  await chmod(dataDir, 0o700);
  await rm(dataDir, { recursive: true });
});

async function doctor(env: TestEnvironment = {}, words: readonly string[] = ['--json']) {
  const written = { out: '', err: '' };
  const code = await withEnvironment({ DATA_DIR: dataDir, PORT: '1', ...env }, () =>
    runCommandLine(['doctor', ...words], {
      out: (text) => void (written.out += text),
      err: (text) => void (written.err += text),
      isWatched: false,
    }),
  );
  return { code, ...written };
}

async function diagnosis(env: TestEnvironment = {}) {
  const { code, out } = await doctor(env);
  const told = JSON.parse(out) as Diagnosis;
  const check = (part: string) => told.checks.find((found) => found.part === part);
  return { code, told, check };
}

/** Name, size, time and content of every file. */
async function contents(): Promise<unknown> {
  const names = (await readdir(dataDir, { recursive: true })).toSorted();
  const files = names.map(async (name) => {
    const path = join(dataDir, name);
    const { size, mtimeMs } = await stat(path);
    const isFile = (await stat(path)).isFile();
    const digest = isFile
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : '';
    return [name, size, mtimeMs, digest];
  });
  return Promise.all(files);
}

/** Stores a run of the given moment. */
async function store(kind: 'sqlite' | 'file', createdAt = '2026-01-01T00:00:00.000Z'): Promise<void> {
  const repository = await openRunRepository({ kind, dataDir });
  const rows = [sampleRow(1, 'round')];
  await repository.create(newRun({ ...withRows(sampleRun('1'), rows), created_at: createdAt }, rows));
  await repository.close();
}

describe('project-dream doctor', () => {
  it('finds nothing amiss where there is no store yet, and makes none', async () => {
    const { code, told, check } = await diagnosis();
    expect([code, told.status, check('store')?.status]).toEqual([0, 'warning', 'warning']);
    expect(told.checks.map(({ part }) => part)).toEqual([
      'configuration',
      'versions',
      'store',
      'clock',
      'disk',
      'packs default',
      'queue',
      'service',
    ]);
    expect(check('versions')?.text).toMatch(/project-dream \d+\.\d+\.\d+.*Node \d+.*sqlite3 \d/);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it.each(['sqlite', 'file'] as const)('looks at a store (%s), and changes nothing of it', async (kind) => {
    await store(kind);
    const before = await contents();
    const { code, check } = await diagnosis({ RUN_REPOSITORY: kind });
    expect([code, check('store')?.status, check('clock')?.status]).toEqual([0, 'ok', 'ok']);
    expect(await contents()).toEqual(before);
  });

  it('tells that a service runs, and how it is, beside its open store', async () => {
    const service = await startApp({ MIN_FREE_DISK_MB: '0' });
    const port = new URL(await service.app.getUrl()).port;
    const { code, check } = await diagnosis({ PORT: port, DATA_DIR: service.dataDir });
    await service.stop();
    expect(code).toBe(0);
    expect(check('store')?.text).toContain('a process has it open');
    expect(check('service')).toMatchObject({
      status: 'ok',
      details: expect.arrayContaining(['repository: writes and reads']),
    });
  });

  it('names the migrations that the next start makes, and tables of a newer version', async () => {
    await store('sqlite');
    const { default: sqlite3 } = await import('sqlite3');
    const change = (sql: string) =>
      new Promise<void>((resolve, reject) => {
        const database = new sqlite3.Database(join(dataDir, 'runs.sqlite3'));
        database.exec(sql, (error) => database.close(() => (error ? reject(error) : resolve())));
      });
    const last = MIGRATIONS.at(-1)?.name ?? '';
    await change(`DELETE FROM migrations WHERE name = '${last}'`);
    expect((await diagnosis()).check('store')).toMatchObject({
      status: 'warning',
      details: [`the next start makes the migration ${last}`],
    });
    await change(`INSERT INTO migrations (timestamp, name) VALUES (9, 'Later9')`);
    const { code, check } = await diagnosis();
    expect([code, check('store')?.text]).toEqual([1, expect.stringContaining('newer version (Later9)')]);
  });

  it('finds a damaged file, a clock that is behind, a full disk, packs that cannot be used, a lost queue', async () => {
    await store('sqlite', '2099-01-01T00:00:00.000Z');
    expect((await diagnosis()).check('clock')?.status).toBe('warning');
    await writeFile(
      join(dataDir, 'runs.sqlite3'),
      'This is no database, however long one looks at it.'.repeat(100),
    );
    const { code, told, check } = await diagnosis({
      MIN_FREE_DISK_MB: '900000000',
      PACKS_DIR: dataDir,
      RUN_QUEUE: 'bullmq',
      QUEUE_URL: 'redis://user:s3cret@127.0.0.1:1',
    });
    expect([code, told.status]).toEqual([1, 'failed']);
    const failed = told.checks.filter(({ status }) => status === 'failed').map(({ part }) => part);
    expect(failed).toEqual(['store', 'disk', 'packs default', 'queue']);
    expect(check('packs default')?.details?.length).toBeGreaterThan(5);
    expect(JSON.stringify(told)).not.toContain('s3cret');
  });

  it('shows the configuration without its secrets, for people as well', async () => {
    const secrets = {
      API_TOKENS: `me:admin:${'5ec2e7'.repeat(11).slice(0, 64)}`,
      LINK_SECRET: 's3cret'.repeat(8),
      WEBHOOK_URLS: 'https://hooks.example/s3cret',
      WEBHOOK_SECRET: `whsec_${'s3cret'.repeat(8)}`,
    };
    const { out, code } = await doctor(secrets, []);
    expect(code).toBe(0);
    expect(out).not.toMatch(/s3cret|5ec2e7/);
    expect(out).toMatch(/^ok {7}versions +project-dream/m);
    expect(out).toMatch(/^ {2}API_TOKENS=me:admin$/m);
    expect(out).toMatch(/^ {2}LINK_SECRET=\(set, not shown\)$/m);
    expect(out).toMatch(/^ {2}STAGE_TIMEOUT_MS=60000$/m);
  });

  it('names every bad value, and looks no further', async () => {
    const { code, told } = await diagnosis({ PORT: 'x', MAX_ROUNDS: '0' });
    expect([code, told.checks.length, told.checks[0]?.details?.length]).toEqual([1, 1, 2]);
  });
});

describeWithPostgres('project-dream doctor with PostgreSQL', () => {
  it('looks at a database, and makes no table in it', async () => {
    const schema = await postgresSchema();
    const env = { RUN_REPOSITORY: 'postgres', DATABASE_URL: schema.url };
    const first = await diagnosis(env);
    expect([first.code, first.check('store')?.status]).toEqual([0, 'warning']);
    expect(await schema.query(`SELECT 1 FROM pg_tables WHERE schemaname = current_schema()`)).toEqual([]);
    const repository = await openRunRepository({ kind: 'postgres', url: schema.url });
    await repository.close();
    const { code, check } = await diagnosis(env);
    expect([code, check('store')?.status, check('clock')?.status]).toEqual([0, 'ok', 'ok']);
    expect(check('versions')?.text).toContain('PostgreSQL');
    expect(check('clock')?.text).toMatch(/^\d+ ms (behind|ahead of) the store's$/);
    await schema.drop();
    const lost = await diagnosis({ ...env, DATABASE_URL: 'postgres://me:s3cret@127.0.0.1:1/x' });
    expect([lost.code, lost.check('store')?.status]).toEqual([1, 'failed']);
    expect(JSON.stringify(lost.told)).not.toContain('s3cret');
  });
});

import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../../test/support/config-problems.js';
import { ConfigError, loadConfig } from './app-config.js';

const NUMBERS = [
  'PORT',
  'RATE_LIMIT_PER_MINUTE',
  'MAX_CONNECTIONS',
  'REQUEST_TIMEOUT_MS',
  'IDLE_TIMEOUT_MS',
  'DATABASE_POOL_SIZE',
  'MAX_ROUNDS',
  'MAX_BODY_BYTES',
  'DEFAULT_STAGE_RETRIES',
  'MAX_STAGE_RETRIES',
  'STAGE_TIMEOUT_MS',
  'RUN_TIMEOUT_MS',
  'RUN_RETRY_BUDGET',
  'MAX_CONCURRENT_RUNS',
  'MAX_QUEUED_RUNS',
  'RUN_LEASE_MS',
  'RUN_RECOVERY_LIMIT',
  'SHUTDOWN_GRACE_MS',
  'RETENTION_MAX_AGE_DAYS',
  'RETENTION_MAX_RUNS',
  'MODEL_MAX_CONCURRENCY',
  'MODEL_TIMEOUT_MS',
  'MODEL_MAX_INPUT_TOKENS',
  'MODEL_MAX_OUTPUT_TOKENS',
  'RUN_TOKEN_BUDGET',
  'DAY_TOKEN_BUDGET',
];

describe('the configuration', () => {
  it('has the documented defaults when the environment is empty', () => {
    expect({ ...loadConfig({}) }).toEqual({
      HOST: '127.0.0.1',
      PORT: 3000,
      API_TOKENS: [],
      WEBHOOK_URLS: [],
      WEBHOOK_SECRET: [],
      WEBHOOK_STATUSES: ['succeeded', 'failed', 'cancelled'],
      WEBHOOK_PIPELINES: [],
      WEBHOOK_ALLOW_PRIVATE: false,
      PACK_FOLDERS: {},
      METRICS: true,
      CORS_ORIGINS: [],
      RATE_LIMIT_PER_MINUTE: 0,
      MAX_CONNECTIONS: 1_000,
      REQUEST_TIMEOUT_MS: 30_000,
      IDLE_TIMEOUT_MS: 60_000,
      RUN_REPOSITORY: 'sqlite',
      RUN_QUEUE: 'inline',
      QUEUE_PREFIX: 'project_dream',
      SERVICE_ROLE: 'all',
      DATA_DIR: './data',
      DATABASE_POOL_SIZE: 10,
      MAX_ROUNDS: 200,
      MAX_BODY_BYTES: 1_048_576,
      DEFAULT_STAGE_RETRIES: 1,
      MAX_STAGE_RETRIES: 10,
      STAGE_TIMEOUT_MS: 60_000,
      RUN_TIMEOUT_MS: 600_000,
      MAX_CONCURRENT_RUNS: 32,
      MAX_QUEUED_RUNS: 1_000,
      RUN_LEASE_MS: 10_000,
      RUN_RECOVERY_LIMIT: 5,
      SHUTDOWN_GRACE_MS: 10_000,
      MIN_FREE_DISK_MB: 100,
      FAULT_INJECTION: false,
      EXPLORER: true,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      TEXT_GENERATOR: 'phrases',
      MODEL_CALLS: 'record',
      MODEL_MAX_CONCURRENCY: 8,
      MODEL_TIMEOUT_MS: 30_000,
      MODEL_MAX_INPUT_TOKENS: 3_500,
      MODEL_MAX_OUTPUT_TOKENS: 400,
      MODEL_LOG_PROMPTS: false,
    });
  });

  it('converts the values of the environment to their types', () => {
    const env = { PORT: '0', FAULT_INJECTION: 'true', PACKS_DIR: '/packs', RUN_REPOSITORY: 'file' };
    expect(loadConfig(env)).toMatchObject({
      PORT: 0,
      FAULT_INJECTION: true,
      PACKS_DIR: '/packs',
      RUN_REPOSITORY: 'file',
    });
  });

  it('reads further pack folders by their names', () => {
    expect(loadConfig({ PACK_FOLDERS: 'winter=/srv/a=b, draft-2=./draft' }).PACK_FOLDERS).toEqual({
      winter: '/srv/a=b',
      'draft-2': './draft',
    });
  });

  it.each(['/srv/winter', 'winter=', '=/srv', 'Winter=/a', 'default=/a', 'a=/x,a=/y', 'a=/x,'])(
    'refuses the pack folders %s',
    (folders) => {
      expect(problemsOf({ PACK_FOLDERS: folders })).toEqual([
        expect.stringContaining('PACK_FOLDERS must be'),
      ]);
    },
  );

  it('sets no retry budget unless the environment does', () => {
    expect(loadConfig({}).RUN_RETRY_BUDGET).toBeUndefined();
    expect(loadConfig({ RUN_RETRY_BUDGET: '0' }).RUN_RETRY_BUDGET).toBe(0);
  });

  it('sets no retention unless the environment does', () => {
    expect(loadConfig({}).RETENTION_MAX_AGE_DAYS).toBeUndefined();
    expect(loadConfig({}).RETENTION_MAX_RUNS).toBeUndefined();
    const given = { RETENTION_MAX_AGE_DAYS: '30', RETENTION_MAX_RUNS: '1000' };
    expect(loadConfig(given)).toMatchObject({ RETENTION_MAX_AGE_DAYS: 30, RETENTION_MAX_RUNS: 1_000 });
  });

  it('treats an empty value as absent', () => {
    const empty = Object.fromEntries(
      [...NUMBERS, 'HOST', 'PACKS_DIR', 'LOG_LEVEL', 'API_TOKENS', 'CORS_ORIGINS'].map((name) => [name, '']),
    );
    expect(loadConfig(empty)).toEqual(loadConfig({}));
  });

  it('ignores unknown variables', () => {
    expect(loadConfig({ PATH: '/bin', port: 'x', constructor: 'x' })).toEqual(loadConfig({}));
  });

  it('wants metrics on another port than the service, if any', () => {
    expect(loadConfig({ METRICS_PORT: '9464' }).METRICS_PORT).toBe(9464);
    expect(problemsOf({ PORT: '9464', METRICS_PORT: '9464' })).toEqual([
      'METRICS_PORT must be another one than PORT',
    ]);
  });

  it('lists all invalid values in its error', () => {
    const bad = {
      PORT: '70000',
      MAX_ROUNDS: '0',
      FAULT_INJECTION: 'yes',
      LOG_LEVEL: 'loud',
      RUN_REPOSITORY: 'oracle',
    };
    const problems = problemsOf(bad);
    expect(problems).toHaveLength(5);
    for (const [name, value] of Object.entries(bad)) {
      expect(problems.filter((problem) => problem.startsWith(name))).toEqual([
        expect.stringContaining(`(it is "${value}")`),
      ]);
    }
    expect(new ConfigError(problems).message).toContain(problems.join('\n  - '));
  });

  it.each(['0x10', '1e3', '12.5', ' 12', '12 ', '+12', '1_000', 'Infinity', 'twelve', '٣'])(
    'rejects %j as an integer',
    (value) => {
      for (const name of NUMBERS) {
        expect(problemsOf({ [name]: value })[0]).toContain(`${name} must be an integer number`);
      }
    },
  );

  it.each([
    ['PORT', '-1', '65536'],
    ['RATE_LIMIT_PER_MINUTE', '-1', '10000001'],
    ['MAX_CONNECTIONS', '0', '1000001'],
    ['REQUEST_TIMEOUT_MS', '99', '3600001'],
    ['IDLE_TIMEOUT_MS', '99', '3600001'],
    ['DATABASE_POOL_SIZE', '2', '1001'],
    ['MAX_ROUNDS', '0', '1001'],
    ['MAX_BODY_BYTES', '1023', '67108865'],
    ['STAGE_TIMEOUT_MS', '0', '86400001'],
    ['MAX_STAGE_RETRIES', '-1', '101'],
    ['RUN_TIMEOUT_MS', '0', '604800001'],
    ['RUN_RETRY_BUDGET', '-1', '10001'],
    ['MAX_CONCURRENT_RUNS', '0', '10001'],
    ['MAX_QUEUED_RUNS', '-1', '1000001'],
    ['RUN_LEASE_MS', '99', '3600001'],
    ['RUN_RECOVERY_LIMIT', '-1', '1001'],
    ['SHUTDOWN_GRACE_MS', '-1', '3600001'],
    ['RETENTION_MAX_AGE_DAYS', '0', '36501'],
    ['RETENTION_MAX_RUNS', '0', '100000001'],
  ])('rejects %s below its minimum (%s) and above its maximum (%s)', (name, below, above) => {
    expect(problemsOf({ [name]: below })).toContainEqual(
      expect.stringMatching(`^${name} must not be less than`),
    );
    expect(problemsOf({ [name]: above })).toContainEqual(
      expect.stringMatching(`^${name} must not be greater than`),
    );
  });

  it('rejects more default retries than the maximum', () => {
    expect(problemsOf({ DEFAULT_STAGE_RETRIES: '3', MAX_STAGE_RETRIES: '2' })).toEqual([
      'DEFAULT_STAGE_RETRIES must not be greater than MAX_STAGE_RETRIES',
    ]);
    expect(loadConfig({ DEFAULT_STAGE_RETRIES: '2', MAX_STAGE_RETRIES: '2' })).toBeDefined();
  });

  it('takes a URL of PostgreSQL, and wants one for the repository of it', () => {
    const DATABASE_URL = 'postgres://me:p%40ss@db.example:5433/runs?sslmode=verify-full';
    expect(loadConfig({ RUN_REPOSITORY: 'postgres', DATABASE_URL })).toMatchObject({ DATABASE_URL });
    expect(problemsOf({ RUN_REPOSITORY: 'postgres' })).toEqual([
      'DATABASE_URL must lead to the database of RUN_REPOSITORY=postgres',
    ]);
  });

  it.each([
    ['mysql://me:s3cret@db/runs', /must be like postgres:/],
    ['postgres://me:s3cret@db:port/runs', /percent-encoded/],
    ['s3cret', /must be like postgres:/],
    ['postgres://me:s3cret@db/runs?sslmode=prefer', /sslmode of disable, require, verify-ca, verify-full/],
  ])('rejects the database URL %s without repeating it', (DATABASE_URL, reason) => {
    const [problem] = problemsOf({ DATABASE_URL });
    expect(problem).toMatch(reason);
    expect(problem).not.toContain('s3cret');
  });

  it('rejects an unknown repository, and lists the known ones', () => {
    expect(problemsOf({ RUN_REPOSITORY: 'SQLite' })[0]).toMatch(
      /RUN_REPOSITORY .*sqlite, file, postgres,.*memory/,
    );
  });
});

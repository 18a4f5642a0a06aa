import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../../test/support/config-problems.js';
import { loadConfig } from './app-config.js';

const SECRET = 'correct-horse';
const SHARED = { RUN_QUEUE: 'bullmq', QUEUE_URL: 'redis://127.0.0.1:6379' };

describe('a queue between processes', () => {
  it.each([
    'redis://127.0.0.1',
    'rediss://:pw@cache.example:6380/2',
    'postgres://a:b@db/x',
    'postgresql://db/x',
  ])('may be at %s', (QUEUE_URL) =>
    expect(loadConfig({ ...SHARED, QUEUE_URL })).toMatchObject({ QUEUE_URL }),
  );

  it.each([
    '127.0.0.1:6379',
    'http://127.0.0.1',
    'redis://',
    'redis:///2',
    'postgres',
    `redis://u:${SECRET}@`,
    `:${SECRET}@h`,
  ])('is not at %s, and what was given is not shown', (QUEUE_URL) => {
    const problems = problemsOf({ ...SHARED, QUEUE_URL });
    expect(problems).toEqual([expect.stringMatching(/^QUEUE_URL must be redis:/)]);
    expect(problems.join()).not.toContain(SECRET);
  });

  it('needs an address', () => {
    expect(problemsOf({ RUN_QUEUE: 'bullmq' })).toEqual([expect.stringMatching(/^QUEUE_URL must say/)]);
  });

  it.each(['memory', 'file'])('needs a repository that processes share, not %s', (RUN_REPOSITORY) => {
    expect(problemsOf({ ...SHARED, RUN_REPOSITORY })).toEqual([
      `RUN_QUEUE=bullmq needs a RUN_REPOSITORY that processes share (it is "${RUN_REPOSITORY}")`,
    ]);
  });

  it('needs room for at least one run that waits', () => {
    expect(problemsOf({ ...SHARED, MAX_QUEUED_RUNS: '0' })).toEqual([
      expect.stringMatching(/^MAX_QUEUED_RUNS/),
    ]);
  });

  it.each(['api', 'worker'])('is needed by the role %s', (SERVICE_ROLE) => {
    expect(problemsOf({ SERVICE_ROLE })).toEqual([
      expect.stringMatching(`SERVICE_ROLE=${SERVICE_ROLE} needs a queue`),
    ]);
    expect(loadConfig({ ...SHARED, SERVICE_ROLE })).toMatchObject({ SERVICE_ROLE });
  });

  it.each(['Dream', '1st', 'a-b', 'a'.repeat(41)])('has no keys that begin with %s', (QUEUE_PREFIX) => {
    expect(problemsOf({ ...SHARED, QUEUE_PREFIX })).toEqual([expect.stringMatching(/^QUEUE_PREFIX must be/)]);
  });

  it('is told of every fault at once', () => {
    const env = { RUN_QUEUE: 'kafka', QUEUE_URL: 'x', SERVICE_ROLE: 'boss', QUEUE_PREFIX: '' };
    expect(problemsOf(env).map((problem) => problem.split(' ')[0])).toEqual(
      expect.arrayContaining(['RUN_QUEUE', 'QUEUE_URL']),
    );
  });
});

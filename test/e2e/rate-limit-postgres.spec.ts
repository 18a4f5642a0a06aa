import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openRateLimit, type RateLimit } from '../../src/http/limits/rate-limit.js';
import { hasPostgres, postgresSchema } from '../support/postgres-server.js';

const POINTS = 10;
const isHere = await hasPostgres();
type Schema = Awaited<ReturnType<typeof postgresSchema>>;

const limitOf = (QUEUE_URL: string, QUEUE_PREFIX: string) =>
  openRateLimit({
    RATE_LIMIT_PER_MINUTE: POINTS,
    RUN_QUEUE: 'bullmq',
    QUEUE_URL,
    QUEUE_PREFIX,
    SERVICE_ROLE: 'api',
  });

/** How many of these requests are let in, each by the next process. */
async function letIn(limits: readonly RateLimit[], requests: number): Promise<number> {
  let count = 0;
  for (let request = 0; request < requests; request++) {
    const limit = limits[request % limits.length];
    await limit?.count(null, '192.0.2.1').then(
      () => (count += 1),
      (error: unknown) => expect(error).toMatchObject({ retryAfterSeconds: expect.any(Number) }),
    );
  }
  return count;
}

(isHere ? describe : describe.skip)('the rate limit of processes whose queue is in PostgreSQL', () => {
  let schema: Schema;
  let limits: RateLimit[];

  beforeAll(async () => {
    schema = await postgresSchema();
    limits = await Promise.all([limitOf(schema.url, schema.name), limitOf(schema.url, schema.name)]);
  });

  afterAll(async () => {
    await Promise.all(limits.map((limit) => limit.onApplicationShutdown()));
    await schema.drop();
  });

  it('is one for all of them', async () => {
    expect(await letIn(limits, 4 * POINTS)).toBe(POINTS);
  });
});

describe('the rate limit of processes whose queue cannot be reached', () => {
  it('is one for each of them', async () => {
    const nowhere = 'postgres://nobody@127.0.0.1:1/nothing';
    const limits = await Promise.all([limitOf(nowhere, 'x'), limitOf(nowhere, 'x')]);
    expect(await letIn(limits, 4 * POINTS)).toBe(2 * POINTS);
    await Promise.all(limits.map((limit) => limit.onApplicationShutdown()));
  });
});

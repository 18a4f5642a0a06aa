import { beforeEach, describe, expect, it } from '@jest/globals';
import { SAMPLE_REQUEST, sampleRun } from '../../testing/index.js';
import type { RunRecord } from '../domain/run.js';
import type { IdempotencyRequest } from '../routes/idempotency-key.js';
import { IdempotencyService } from './idempotency.service.js';
import { MemoryRunRepository } from '../../storage/index.js';
import { IdempotencyKeyReusedError, RunNotFoundError, TooManyRunsError } from '../run.errors.js';
import { outcomeOfEnded } from '../run-failure.js';
import type { IdempotencyKey } from '../ports/idempotency-store.js';

const LEASE = { owner: 'process-1', until: '2026-01-01T00:01:00.000Z' };
const KEY: IdempotencyRequest = {
  scope: ' POST /runs',
  key: 'key-1',
  body: { pipeline: 'simulation', input: { a: 1 } },
};

describe('the idempotency of requests', () => {
  let repository: MemoryRunRepository;
  let service: IdempotencyService;
  let made: number;

  beforeEach(() => {
    repository = new MemoryRunRepository();
    service = new IdempotencyService(repository);
    made = 0;
  });

  /** Stores a new run, as the service that starts runs does. */
  async function make(key: IdempotencyKey | undefined) {
    const run = sampleRun(String((made += 1)), made, { status: 'queued' });
    await repository.create({ run, request: SAMPLE_REQUEST, rows: [], lease: LEASE, ...(key && { key }) });
    return { run, request: SAMPLE_REQUEST };
  }

  it('makes a run each time when there is no key', async () => {
    const [one, other] = [await service.once(undefined, make), await service.once(undefined, make)];
    expect(one).toMatchObject({ replayed: false });
    expect(other).toMatchObject({ replayed: false });
    expect(other.run.run_id).not.toBe(one.run.run_id);
  });

  it('makes one run for a key, and gives it again as it is by then', async () => {
    const { run } = await service.once(KEY, make);
    const running: RunRecord = { ...run, status: 'running' };
    await repository.commit({ run: running, rows: [], token: 1 });
    expect(await service.once(KEY, make)).toEqual({ run: running, replayed: true });
    expect(made).toBe(1);
  });

  it('makes one run for a key however many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => service.once(KEY, make)));
    expect(new Set(answers.map(({ run }) => run.run_id)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect((await repository.list({ filter: {}, limit: 10, offset: 0 })).total).toBe(1);
  });

  it('takes a body with its members in another order for the same', async () => {
    await service.once(KEY, make);
    const body = { input: { a: 1 }, pipeline: 'simulation' };
    expect(await service.once({ ...KEY, body }, make)).toMatchObject({ replayed: true });
  });

  it('refuses another body', async () => {
    await service.once(KEY, make);
    const other = { ...KEY, body: { ...(KEY.body as object), input: { a: 2 } } };
    await expect(service.once(other, make)).rejects.toThrow(IdempotencyKeyReusedError);
    await expect(service.responseTo(other)).rejects.toThrow(IdempotencyKeyReusedError);
    expect(made).toBe(1);
  });

  it('keeps the keys of routes apart', async () => {
    await service.once(KEY, make);
    const other = await service.once({ ...KEY, scope: ' POST /simulate' }, make);
    expect(other).toMatchObject({ replayed: false });
  });

  it('leaves a key free when no run could be made', async () => {
    await expect(service.once(KEY, () => Promise.reject(new RunNotFoundError('run-1')))).rejects.toThrow(
      RunNotFoundError,
    );
    expect(await service.once(KEY, make)).toMatchObject({ replayed: false });
  });

  it('replays when the same request took the last place in the queue', async () => {
    const beaten = service.once(KEY, async (key) => {
      await make(key);
      throw new TooManyRunsError(1);
    });
    expect(await beaten).toMatchObject({ replayed: true });
    await expect(
      service.once({ ...KEY, key: 'key-2' }, () => Promise.reject(new TooManyRunsError(1))),
    ).rejects.toThrow(TooManyRunsError);
  });

  it('keeps the first response', async () => {
    const { run } = await service.once(KEY, make);
    expect(await service.responseTo(KEY)).toMatchObject({ runId: run.run_id, response: null });
    const failed: RunRecord = { ...run, status: 'failed' };
    await service.saveOutcome(KEY, outcomeOfEnded(failed));
    await service.saveOutcome(KEY, outcomeOfEnded({ ...run, status: 'succeeded' }));
    await service.saveOutcome(undefined, outcomeOfEnded(failed));
    expect(await service.responseTo(KEY)).toMatchObject({ runId: run.run_id, response: failed });
    expect(await service.responseTo({ ...KEY, key: 'key-2' })).toBeNull();
  });
});

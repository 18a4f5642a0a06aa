import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../common/index.js';
import type { RunNews } from '../../runs/index.js';
import { newRun, sampleRow, sampleRun, withRows } from '../../testing/index.js';
import { hasPostgres, postgresSchema } from '../../../test/support/postgres-server.js';
import { PostgresRunRepository } from './postgres-run.repository.js';

const describeWithPostgres = (await hasPostgres()) ? describe : describe.skip;

/** News as one hears it. */
class Ear {
  readonly heard: RunNews[] = [];
  private wake = () => {};

  constructor(repository: PostgresRunRepository) {
    repository.news.listen((news) => {
      this.heard.push(news);
      this.wake();
    });
  }

  /** Resolves when such news was heard. */
  async until(kind: RunNews['kind']): Promise<void> {
    while (!this.heard.some((news) => news.kind === kind)) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

describeWithPostgres('the news of two processes on one database', () => {
  let schema: Awaited<ReturnType<typeof postgresSchema>>;
  let repositories: PostgresRunRepository[];
  let one: PostgresRunRepository;
  let other: PostgresRunRepository;

  const open = async (name: string) => {
    const url = `${schema.url}&application_name=${name}`;
    const repository = await PostgresRunRepository.open({ url, poolSize: 3 }, new SystemClock());
    repositories.push(repository);
    return repository;
  };

  beforeEach(async () => {
    schema = await postgresSchema();
    repositories = [];
    one = await open('one');
    other = await open(`other_${schema.name}`);
    await listenersOf(2);
  });

  afterEach(async () => {
    await Promise.all(repositories.map((repository) => repository.close()));
    await schema.drop();
  });

  /** Waits until so many connections listen on the channel of the schema. */
  async function listenersOf(count: number): Promise<void> {
    for (;;) {
      const found = await schema.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE application_name IN ('one', 'other_${schema.name}')
           AND query LIKE 'LISTEN %' AND state = 'idle'`,
      );
      if (found.length >= count) return;
    }
  }

  it('tell both of rows, of a wish to cancel, and of the end, in this order', async () => {
    const ears = [new Ear(one), new Ear(other)];
    const rows = [sampleRow(1, 'round')];
    const run = sampleRun('1');
    await one.create(newRun(run));
    await one.commit({ run: withRows(run, rows), rows, token: 1 });
    await other.requestCancel(run.run_id);
    for (const ear of ears) await ear.until('cancel');
    await one.commit({ run: { ...withRows(run, rows), status: 'cancelled' }, rows: [], token: 1 });
    for (const ear of ears) {
      await ear.until('ended');
      const kinds = ear.heard.map(({ kind }) => kind);
      expect(kinds.indexOf('written')).toBeLessThan(kinds.indexOf('ended'));
      expect(new Set(ear.heard.map(({ runId }) => runId))).toEqual(new Set([run.run_id]));
    }
  });

  it('tell nothing of a commit that is refused', async () => {
    const ear = new Ear(other);
    const run = sampleRun('1');
    await one.create(newRun(run));
    await expect(one.commit({ run, rows: [], token: 7 })).rejects.toThrow('Another writer');
    await one.requestCancel(run.run_id);
    await ear.until('cancel');
    expect(ear.heard.map(({ kind }) => kind)).toEqual(['cancel']);
  });

  it('tell of many runs at once, though a notification holds few', async () => {
    const ear = new Ear(other);
    const runs = Array.from({ length: 400 }, (_, index) => sampleRun(String(index)));
    await Promise.all(runs.map((run) => one.create(newRun(run))));
    await Promise.all(runs.map((run) => one.commit({ run, rows: [], token: 1 })));
    await one.requestCancel(runs[0]?.run_id ?? '');
    await ear.until('cancel');
    expect(new Set(ear.heard.map(({ runId }) => runId)).size).toBe(400);
  });

  it('say that something may have been missed when a connection was lost, and go on', async () => {
    const ear = new Ear(other);
    const run = sampleRun('1');
    await one.create(newRun(run));
    await schema.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'other_${schema.name}'`,
    );
    await ear.until('missed');
    await one.requestCancel(run.run_id);
    await ear.until('cancel');
    expect(ear.heard.at(-1)).toEqual({ kind: 'cancel', runId: run.run_id });
  });
});

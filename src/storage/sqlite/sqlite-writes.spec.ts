import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  newRun,
  sampleKey,
  sampleLease,
  sampleRow,
  sampleRun,
  sampleTime,
  withRows,
} from '../../testing/index.js';
import { RunConflictError, type RunCommit, type RunRecord } from '../../runs/index.js';
import { MIGRATIONS } from './migrations.js';
import { openSqlite, type SqliteConnections } from './sqlite-connection.js';
import { SqliteRunRepository } from './sqlite-run.repository.js';
import { rowsReturned } from './statements.js';

let folder: string;
let closing: (() => Promise<void>)[];

async function open(): Promise<{ repository: SqliteRunRepository; connections: SqliteConnections }> {
  const connections = await openSqlite(join(folder, 'runs.sqlite3'), MIGRATIONS);
  const repository = await SqliteRunRepository.on(connections);
  closing.push(() => repository.close());
  return { repository, connections };
}

/** Counts the statements that a connection runs. */
function countStatements({ writer }: SqliteConnections): string[] {
  const statements: string[] = [];
  const query = writer.query.bind(writer);
  writer.query = (sql: string, values?: unknown[]) => {
    statements.push(sql);
    return query(sql, values);
  };
  return statements;
}

/** The attributes in the column that lists look into, of the only run. */
async function columnOf({ writer }: SqliteConnections): Promise<unknown> {
  const [stored] = await rowsReturned<{ attributes: string }>(writer, 'SELECT attributes FROM runs', []);
  return JSON.parse(stored?.attributes ?? '');
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  closing = [];
});

afterEach(async () => {
  for (const close of closing) await close();
  await rm(folder, { recursive: true });
});

describe('runs in SQLite', () => {
  it('are created, and committed, with one statement for all that come together', async () => {
    const { repository, connections } = await open();
    const statements = countStatements(connections);
    const runs = Array.from({ length: 100 }, (_, index) => sampleRun(String(index)));
    await Promise.all(runs.map((run) => repository.create(newRun(run, [], { key: sampleKey(run.run_id) }))));
    expect(statements.splice(0)).toHaveLength(1);
    const rows = [sampleRow(1, 'round')];
    const commits = runs.map((run) => ({
      run: withRows(run, rows),
      rows,
      token: 1,
      checkpoints: [{ stageNode: 'node', seq: 1, state: '{}' }],
    }));
    await Promise.all(commits.map((commit) => repository.commit(commit)));
    expect(statements).toHaveLength(1);
  });

  it('are created and committed although others of the group are refused', async () => {
    const { repository } = await open();
    const [known, other, added] = ['1', '2', '3'].map((id) => sampleRun(id));
    if (!known || !other || !added) throw new Error('three runs');
    await repository.create(newRun(known, [], { key: sampleKey('used') }));
    await repository.create(newRun(other));
    const rows = [sampleRow(1, 'round')];
    const ends = await Promise.allSettled([
      repository.create(newRun(added, rows)),
      repository.create(newRun(sampleRun('4'), rows, { key: sampleKey('used') })),
      repository.create(newRun(sampleRun('1'))),
      repository.commit({ run: withRows(known, rows), rows, token: 1 }),
      repository.commit({ run: withRows(other, rows), rows, token: 9 }),
    ]);
    const reasons = ends.map((end) => (end.status === 'rejected' ? (end.reason as Error).name : 'written'));
    expect(reasons).toEqual([
      'written',
      'IdempotencyKeyTakenError',
      'RunConflictError',
      'written',
      'RunConflictError',
    ]);
    const counts = await Promise.all(
      [known, other, added].map(async ({ run_id }) => {
        const read = await repository.readRows(run_id, { types: [], afterSeq: 0, throughSeq: 9, limit: 9 });
        return read.length;
      }),
    );
    expect(counts).toEqual([1, 0, 1]);
  });

  it('are stored when the file was locked at first', async () => {
    const { repository, connections } = await open();
    const other = (await open()).connections.writer;
    await other.query('BEGIN IMMEDIATE');
    const { writer } = connections;
    const query = writer.query.bind(writer);
    const asked = new Promise<void>((resolve) => {
      writer.query = (sql, values) => {
        if (sql === 'BEGIN IMMEDIATE') resolve(); // the single statement has failed by then
        return query(sql, values);
      };
    });
    const created = repository.create(newRun(sampleRun('1')));
    await asked;
    await other.query('COMMIT');
    await created;
    expect(await repository.find(sampleRun('1').run_id)).not.toBeNull();
  });

  it('are shared by several who write at once', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => open()));
    await Promise.all(
      all.map(async ({ repository }, owner) => {
        for (let n = 0; n < 10; n++) await repository.create(newRun(sampleRun(String(owner * 10 + n))));
      }),
    );
    const taken = await Promise.all(
      all.map(({ repository }, owner) =>
        repository.takeOrphans(sampleLease(`owner-${owner}`, 90), sampleTime(60), 15),
      ),
    );
    expect(new Set(taken.flat().map(({ runId }) => runId)).size).toBe(40);
    expect(taken.flat()).toHaveLength(40);
  });

  describe('that go on', () => {
    const before = sampleRun('1', 0, { attributes: { mood: 'calm', words: 0 } });
    const rows = [sampleRow(1, 'round')];
    /** A commit of the run's first row. */
    const commitOf = (changes: Partial<RunRecord>, token = 1): RunCommit => {
      const run = withRows({ ...before, ...changes }, rows);
      return { run, previous: before, rows, token };
    };

    async function begun() {
      const opened = await open();
      await opened.repository.declareFilters(['mood']);
      await opened.repository.create(newRun(before));
      return opened;
    }

    it('leave their indexes alone, while nothing changes that lists look for', async () => {
      const { repository, connections } = await begun();
      const commit = commitOf({ attributes: { mood: 'calm', words: 7 } });
      await repository.commit(commit);
      expect(await columnOf(connections)).toEqual(before.attributes);
      expect(await repository.find(before.run_id)).toEqual(commit.run);
      const filter = { attributes: { mood: 'calm' } };
      expect((await repository.list({ filter, limit: 9, offset: 0 })).items).toEqual([commit.run]);
    });

    it.each([
      ['an attribute', { attributes: { mood: 'cross', words: 7 } }],
      ['their title', { title: 'A title', attributes: { mood: 'calm', words: 7 } }],
      ['their status', { status: 'succeeded', attributes: { mood: 'calm', words: 7 } }],
    ] as const)('are written whole when %s changes', async (_, changes) => {
      const { repository, connections } = await begun();
      const commit = commitOf(changes);
      await repository.commit(commit);
      expect(await columnOf(connections)).toEqual(changes.attributes);
      expect(await repository.find(before.run_id)).toEqual(commit.run);
    });

    it('are written whole before it is known what lists look for', async () => {
      const { repository, connections } = await open();
      await repository.create(newRun(before));
      await repository.commit(commitOf({ attributes: { mood: 'calm', words: 7 } }));
      expect(await columnOf(connections)).toEqual({ mood: 'calm', words: 7 });
    });

    it('are refused when somebody else has them', async () => {
      const { repository } = await begun();
      const commit = commitOf({ attributes: { mood: 'calm', words: 7 } }, 9);
      await expect(repository.commit(commit)).rejects.toThrow(RunConflictError);
      expect(await repository.find(before.run_id)).toEqual(before);
    });

    it('have their last attributes once they are interrupted', async () => {
      const { repository, connections } = await begun();
      await repository.commit(commitOf({ attributes: { mood: 'calm', words: 7 } }));
      await repository.interruptOrphans('nobody', sampleTime(9_999));
      const found = await repository.find(before.run_id);
      expect(found).toMatchObject({ status: 'interrupted', attributes: { mood: 'calm', words: 7 } });
      expect(await columnOf(connections)).toEqual({ mood: 'calm', words: 7 });
    });
  });
});

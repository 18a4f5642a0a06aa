import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { PlainValue } from '../../../runs/index.js';
import { sampleRun } from '../../../testing/index.js';
import { MIGRATIONS } from '../migrations.js';
import { openSqlite } from '../sqlite-connection.js';
import { SqliteRunRepository } from '../sqlite-run.repository.js';
import { AttributesOfRuns1795824000000 } from './1795824000000-attributes-of-runs.js';

const OLDER = MIGRATIONS.slice(0, MIGRATIONS.indexOf(AttributesOfRuns1795824000000));

const { attributes: _none, ...MEMBERS } = sampleRun('1');
/** A record as version 0.2 stored it. */
const OLD_RECORD = {
  ...MEMBERS,
  seed_id: 's\u00e9ance "1"',
  board_id: 'B01',
  zone_id: null,
  pack_fingerprint: 'f',
  thread_status: 'locked',
  termination_reason: null,
  total_reports: 0,
  rounds_run: 3,
  report_gate_pass: false,
};
const ATTRIBUTES = {
  seed_id: 's\u00e9ance "1"',
  board_id: 'B01',
  pack_fingerprint: 'f',
  thread_status: 'locked',
  total_reports: 0,
  rounds_run: 3,
  report_gate_pass: false,
};

let folder: string;
let path: string;

async function storeOlder(): Promise<void> {
  const { writer, close } = await openSqlite(path, OLDER);
  const insert = `
    INSERT INTO runs (run_id, created_at, pipeline, status, last_seq, record, thread_status, seed_id, board_id,
      pack_fingerprint)
    VALUES (?, ?, 'essay', 'running', 0, ?, 'locked', ?, 'B01', 'f')`;
  const { run_id, created_at, seed_id } = OLD_RECORD;
  await writer.query(insert, [run_id, created_at, JSON.stringify(OLD_RECORD), seed_id]);
  await writer.query(insert, ['run-damaged', created_at, '{"run_id":', seed_id]);
  await close();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  path = join(folder, 'runs.sqlite3');
  await storeOlder();
});

afterEach(() => rm(folder, { recursive: true }));

describe('the migration to attributes', () => {
  it('moves what was stored of a run beside its members into its attributes, with its types', async () => {
    const repository = await SqliteRunRepository.open(path);
    await repository.declareFilters(['seed_id', 'rounds_run', 'report_gate_pass']);
    const run = await repository.find(OLD_RECORD.run_id);
    expect(run).toEqual({ ...MEMBERS, attributes: ATTRIBUTES });
    const filters: Record<string, PlainValue>[] = [
      { seed_id: ATTRIBUTES.seed_id },
      { rounds_run: 3 },
      { report_gate_pass: false },
    ];
    for (const attributes of filters) {
      const { items } = await repository.list({ filter: { attributes }, limit: 9, offset: 0 });
      expect(items).toEqual([run]);
    }
    await repository.close();
  });

  it('leaves a damaged record as it is, for whoever restores it', async () => {
    const repository = await SqliteRunRepository.open(path);
    const { items } = await repository.list({ filter: { status: 'failed' }, limit: 9, offset: 0 });
    expect(items.map(({ run_id }) => run_id)).toEqual(['run-damaged']);
    await repository.close();
    const { writer, close } = await openSqlite(path, MIGRATIONS);
    expect(await writer.query(`SELECT record FROM runs WHERE run_id = 'run-damaged'`)).toEqual([
      { record: '{"run_id":' },
    ]);
    await close();
  });

  it('can be taken back: columns, indexes and records are those of before', async () => {
    const repository = await SqliteRunRepository.open(path);
    await repository.declareFilters(['seed_id']);
    await repository.close();
    const source = await new DataSource({ type: 'sqlite', database: path }).initialize();
    await new AttributesOfRuns1795824000000().down(source.createQueryRunner());
    const [row] = (await source.query(
      `SELECT record, thread_status, seed_id, board_id, pack_fingerprint FROM runs WHERE run_id = ?`,
      [OLD_RECORD.run_id],
    )) as [{ record: string }];
    const { record, ...columns } = row;
    expect(JSON.parse(record)).toEqual(OLD_RECORD);
    const { thread_status, seed_id, board_id, pack_fingerprint } = OLD_RECORD;
    expect(columns).toEqual({ thread_status, seed_id, board_id, pack_fingerprint });
    const indexes = (await source.query(`SELECT name FROM sqlite_master WHERE type = 'index'`)) as {
      name: string;
    }[];
    const names = indexes.map(({ name }) => name);
    expect(names).toContain('runs_by_seed_id');
    expect(names.filter((name) => name.startsWith('runs_by_attribute'))).toEqual([]);
    await source.destroy();
  });
});

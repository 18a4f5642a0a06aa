import { mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newRun, sampleRow, sampleRun, sampleTime, withRows } from '../../testing/index.js';
import { type RunRecord, type RunStatus, addRows, emptySummary } from '../../runs/index.js';
import { FileRunRepository } from './file-run.repository.js';

const ALL = { afterSeq: 0, types: [], limit: 1_000 };
const ROWS = [
  sampleRow(1, 'context'),
  sampleRow(2, 'round', { text: 'a\u2028b 😀' }),
  sampleRow(3, 'round'),
  { ...sampleRow(4, 'gate'), stageNode: 'last' },
];
const SIZES = ROWS.map(({ json }) => Buffer.byteLength(json) + 1);

let folder: string;
let repository: FileRunRepository;

/** A run of four rows, whose checkpoint takes account of the last. */
async function createRun(status: RunStatus): Promise<RunRecord> {
  const created = sampleRun('1');
  await repository.create(newRun(created));
  const run = { ...withRows(created, ROWS), status };
  const checkpoints = [{ stageNode: 'last', seq: 4, state: '{"n":4}' }];
  await repository.commit({ run, rows: ROWS, token: 1, checkpoints });
  return run;
}

async function reopen(): Promise<void> {
  await repository.close();
  repository = await FileRunRepository.open(folder);
}

const fileOf = (run: RunRecord, name: string) => join(folder, run.run_id, name);
const logOf = (run: RunRecord) => fileOf(run, 'runlog.jsonl');

/** The bytes of the first so many rows. */
const bytesOf = (rows: number) => SIZES.slice(0, rows).reduce((sum, size) => sum + size, 0);

/** Checks that the run has so many of its rows, and one that says that it was repaired. */
async function expectMended(run: RunRecord, left: number, status: RunStatus): Promise<void> {
  const rows = await repository.readRows(run.run_id, ALL);
  expect(rows.slice(0, -1).map(({ json }) => json)).toEqual(ROWS.slice(0, left).map(({ json }) => json));
  const parsed = rows.map(({ type, json }) => ({ type, json, at: (JSON.parse(json) as { at: string }).at }));
  expect(JSON.parse(rows.at(-1)?.json ?? '')).toEqual({
    seq: left + 1,
    at: expect.any(String),
    type: 'run_state',
    from: run.status,
    to: status,
    reason: 'mended',
  });
  expect(rows.at(-1)).toMatchObject({ seq: left + 1, stageNode: null, attempt: null });
  const summary = addRows(emptySummary(), parsed);
  expect(await repository.find(run.run_id)).toEqual({ ...run, status, summary });
}

beforeAll(() => Logger.overrideLogger(false));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  repository = await FileRunRepository.open(folder);
});

afterEach(async () => {
  await repository.close();
  await rm(folder, { recursive: true });
});

describe('a log that is cut off', () => {
  it.each([
    ['in a row', bytesOf(3) + 5, 3],
    ['in a character', bytesOf(1) + (SIZES[1] ?? 0) - 5, 1],
    ['between rows', bytesOf(2), 2],
    ['before the line feed of a row that is not the last', bytesOf(3) - 1, 3],
  ])('%s keeps the rows before, says so, and is not mended again', async (_, bytes, left) => {
    const run = await createRun('running');
    await truncate(logOf(run), bytes);
    await reopen();
    await expectMended(run, left, 'interrupted');
    await reopen();
    await expectMended(run, left, 'interrupted');
  });

  it.each(['succeeded', 'failed', 'cancelled', 'interrupted'] as const)(
    'of a %s run leaves it that',
    async (status) => {
      const run = await createRun(status);
      await truncate(logOf(run), bytesOf(3));
      await reopen();
      await expectMended(run, 3, status);
    },
  );

  it('lacks nothing when only the last line feed is gone', async () => {
    const run = await createRun('succeeded');
    const log = await readFile(logOf(run), 'utf8');
    await writeFile(logOf(run), log.trimEnd());
    await reopen();
    expect(await repository.find(run.run_id)).toEqual(run);
    expect(await readFile(logOf(run), 'utf8')).toBe(log);
  });

  it('has its last line cut when another byte stands where that ended', async () => {
    const run = await createRun('succeeded');
    await writeFile(logOf(run), (await readFile(logOf(run), 'utf8')).replace(/\n$/, '\u0000'));
    await reopen();
    await expectMended(run, 3, 'succeeded');
  });

  it('keeps what was cut in a file of its own', async () => {
    const run = await createRun('succeeded');
    await truncate(logOf(run), bytesOf(3) + 9);
    await reopen();
    expect(await readFile(`${logOf(run)}.cut-${bytesOf(3)}`, 'utf8')).toBe(ROWS[3]?.json.slice(0, 9));
  });

  it('keeps the checkpoint, at the last row that is left', async () => {
    const run = await createRun('running');
    await truncate(logOf(run), bytesOf(3));
    await reopen();
    expect(await repository.readCheckpoints(run.run_id)).toEqual([
      { stageNode: 'last', seq: 3, state: '{"n":4}' },
    ]);
  });

  it('takes further rows, and the run can be taken', async () => {
    const run = await createRun('running');
    await truncate(logOf(run), bytesOf(2) + 1);
    await reopen();
    const terms = { owner: 'b', until: sampleTime(60) };
    const [held] = await repository.takeOrphans(terms, sampleTime(0), 1);
    const mended = await repository.find(run.run_id);
    const rows = [sampleRow(4, 'round')];
    if (!mended || !held) throw new Error('The run is not there.');
    await repository.commit({ run: withRows(mended, rows), rows, token: held.token });
    await reopen();
    expect((await repository.readRows(run.run_id, ALL)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it('is mended to the end by the next start when a crash comes before the row that says so', async () => {
    const run = await createRun('running');
    await truncate(logOf(run), bytesOf(2));
    await reopen();
    const name = fileOf(run, 'run.json');
    const file = JSON.parse(await readFile(name, 'utf8')) as Record<string, unknown>;
    const half = { ...withRows(sampleRun('1'), ROWS.slice(0, 2)), status: 'running' };
    await writeFile(
      name,
      JSON.stringify({ ...file, run: half, log_bytes: bytesOf(2), is_being_mended: true }),
    );
    await reopen();
    await expectMended(run, 2, 'interrupted');
  });
});

describe('a log with worse damage', () => {
  it.each([
    ['of which nothing is left', () => '', 1],
    ['with a damaged row before the cut', (log: string) => log.replace('"seq":2', '"seq":7').slice(0, -9), 2],
    ['without a row in its middle', (log: string) => log.replace(`${ROWS[1]?.json}\n`, ''), 2],
    ['that became longer', (log: string) => log.replace('context', 'contexts'), 4],
  ])('%s is left as it is, and the run is listed as damaged', async (_, damage, seq) => {
    const run = await createRun('succeeded');
    const text = damage(await readFile(logOf(run), 'utf8'));
    await writeFile(logOf(run), text);
    const names = await readdir(join(folder, run.run_id));
    await reopen();
    const details = { run_id: run.run_id, seq };
    await expect(repository.find(run.run_id)).rejects.toMatchObject({ code: 'RUN_LOG_CORRUPT', details });
    const { items } = await repository.list({ filter: { status: 'failed' }, limit: 10, offset: 0 });
    expect(items.map(({ error }) => error)).toEqual([
      expect.objectContaining({ error: 'corrupt_runlog', seq }),
    ]);
    expect(await readFile(logOf(run), 'utf8')).toBe(text);
    expect(await readdir(join(folder, run.run_id))).toEqual(names);
  });

  it('is damaged from its first row when it is gone', async () => {
    const run = await createRun('succeeded');
    await rm(logOf(run));
    await reopen();
    await expect(repository.find(run.run_id)).rejects.toMatchObject({ details: { seq: 1 } });
  });
});

import { appendFile, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  SAMPLE_REQUEST,
  held,
  newRun,
  sampleKey,
  sampleLease,
  sampleRow,
  sampleRun,
  sampleTime,
  stored,
  withRows,
} from '../../testing/index.js';
import { describeError } from '../../common/index.js';
import { damagedRun, type RunRecord, CorruptRunlogError, type RunFilter } from '../../runs/index.js';
import { FileRunRepository } from './file-run.repository.js';

const ALL = { afterSeq: 0, types: [], limit: 1_000 };

let folder: string;
let repository: FileRunRepository;

/** Stores a run with two rows. */
async function createRun(id: string): Promise<RunRecord> {
  const rows = [sampleRow(1, 'context'), sampleRow(2, 'round', { text: 'a\u2028b\u0085c😀' })];
  const run = withRows(sampleRun(id), rows);
  await repository.create(newRun(run, rows));
  return run;
}

/** Commits one further row. */
async function addRow(run: RunRecord, text: string): Promise<RunRecord> {
  const rows = [sampleRow(run.summary.rows + 1, 'round', { text })];
  const next = withRows(run, rows);
  await repository.commit({ run: next, rows, token: 1 });
  return next;
}

async function reopen(): Promise<void> {
  await repository.close();
  repository = await FileRunRepository.open(folder);
}

const fileOf = (run: RunRecord, name: string) => join(folder, run.run_id, name);

beforeAll(() => Logger.overrideLogger(false));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  repository = await FileRunRepository.open(folder);
});

afterEach(async () => {
  await repository.close();
  await rm(folder, { recursive: true });
});

describe('the checkpoints of a run in files', () => {
  it('are read whole while others replace them', async () => {
    let run = await createRun('busy');
    const save = async (step: number) => {
      const rows = [sampleRow(run.summary.rows + 1, 'round')];
      run = withRows(run, rows);
      const checkpoints = [{ stageNode: 'loop', seq: run.summary.rows, state: `{"step":${step}}` }];
      await repository.commit({ run, rows, token: 1, checkpoints });
    };
    await save(1);
    const done = new AbortController();
    const read = async () => {
      while (!done.signal.aborted) await repository.readCheckpoints(run.run_id);
    };
    const reading = Promise.all(Array.from({ length: 8 }, read));
    reading.catch(() => undefined); // awaited below
    for (let step = 2; step <= 60; step++) await save(step);
    done.abort();
    await reading;
    expect(await repository.readCheckpoints(run.run_id)).toMatchObject([{ state: '{"step":60}' }]);
  });
});

describe('a run in files', () => {
  it('is the same after reopening, whatever characters its rows hold', async () => {
    const run = await createRun('1');
    const before = await repository.readRows(run.run_id, ALL);
    await reopen();
    expect(await repository.readRows(run.run_id, ALL)).toEqual(before);
    expect(before[1]?.json).toContain('a\u2028b\u0085c😀');
    expect(await repository.find(run.run_id)).toEqual(run);
    expect(await repository.findRequest(run.run_id)).toEqual(SAMPLE_REQUEST);
  });

  it('does not have what was written after its last commit', async () => {
    const run = await createRun('1');
    const log = await readFile(fileOf(run, 'runlog.jsonl'), 'utf8');
    await appendFile(fileOf(run, 'runlog.jsonl'), '{"seq":3,"type":"round"}\n{"seq":4,"ty\u0000');
    await reopen();
    expect(await repository.readRows(run.run_id, ALL)).toHaveLength(2);
    const next = await addRow(run, 'third');
    const line = JSON.stringify({ ...JSON.parse(sampleRow(3, 'round', { text: 'third' }).json) });
    expect(await readFile(fileOf(run, 'runlog.jsonl'), 'utf8')).toBe(`${log}${line}\n`);
    await reopen();
    expect(await repository.find(run.run_id)).toEqual(next);
    expect((await repository.readRows(run.run_id, ALL)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('is not harmed by a half-written run.json beside its own', async () => {
    const run = await createRun('1');
    await writeFile(fileOf(run, 'run.json.tmp'), '{"run":{"run_id":"run-');
    await reopen();
    expect(await repository.find(run.run_id)).toEqual(run);
    const next = await addRow(run, 'third');
    await reopen();
    expect(await repository.find(run.run_id)).toEqual(next);
    expect(await readdir(join(folder, run.run_id))).toEqual(['request.json', 'run.json', 'runlog.jsonl']);
  });

  it('keeps one file for the checkpoint of each stage node', async () => {
    let run = await createRun('1');
    for (const state of ['{"n":1}', '{"n":2}']) {
      const rows = [sampleRow(run.summary.rows + 1, 'round')];
      run = withRows(run, rows);
      await repository.commit({
        run,
        rows,
        token: 1,
        checkpoints: [{ stageNode: 'a', seq: run.summary.rows, state }],
      });
    }
    await reopen();
    expect(await repository.readCheckpoints(run.run_id)).toEqual([
      { stageNode: 'a', seq: 4, state: '{"n":2}' },
    ]);
    expect(await readdir(join(folder, run.run_id))).toContain('checkpoint-a-4.json');
    expect(await readdir(join(folder, run.run_id))).not.toContain('checkpoint-a-3.json');
  });
});

describe('who works on a run', () => {
  it('is forgotten with the process: every unfinished run can be taken at once', async () => {
    const run = await createRun('1');
    await repository.take(run.run_id, sampleLease('b', 90), sampleTime(60));
    await reopen();
    expect(await repository.takeOrphans(sampleLease('c'), sampleTime(0), 10)).toEqual([held(run, 2)]);
  });

  it('does not matter to a request to cancel, a key and its response, which outlive the process', async () => {
    const run = sampleRun('1');
    await repository.create(newRun(run, [], { key: sampleKey() }));
    await repository.requestCancel(run.run_id);
    await repository.saveResponse('POST /simulate', 'k', run);
    const used = { bodyHash: 'hash', runId: run.run_id, response: run };
    await reopen();
    expect(await repository.findKey('POST /simulate', 'k')).toEqual(used);
    expect(await repository.take(run.run_id, sampleLease(), sampleTime(0))).toEqual(held(run, 2, true));
    await repository.commit({ run: { ...run, status: 'queued' }, rows: [], token: 2 });
    await reopen();
    expect(await repository.findKey('POST /simulate', 'k')).toEqual(used);
    expect(await repository.take(run.run_id, sampleLease(), sampleTime(0))).toEqual(held(run, 2, false));
  });

  it('interrupts what the last process left running, for the next to see', async () => {
    const run = await createRun('1');
    await reopen();
    await repository.interruptOrphans('c', sampleTime(0));
    await reopen();
    expect(await repository.find(run.run_id)).toEqual({ ...run, status: 'interrupted' });
    expect(await repository.readRows(run.run_id, ALL)).toHaveLength(2);
  });

  it('asks to cancel while commits of the run wait', async () => {
    const run = await createRun('1');
    const commits = [3, 4, 5].map((seq) => {
      const rows = [sampleRow(seq, 'round')];
      return { run: { ...run, summary: { ...run.summary, rows: seq } }, rows, token: 1 };
    });
    const order: string[] = [];
    await Promise.all([
      ...commits.map((commit) => repository.commit(commit).then(() => order.push('commit'))),
      repository.requestCancel(run.run_id).then(() => order.push('cancel')),
    ]);
    expect(order).toEqual(['commit', 'cancel', 'commit', 'commit']);
    expect(await repository.renewLeases(sampleLease())).toEqual([held(run, 1, true)]);
  });
});

describe('a folder of an older version', () => {
  it('is read, taken and written', async () => {
    const run = await createRun('1');
    const file = JSON.parse(await readFile(fileOf(run, 'run.json'), 'utf8')) as Record<string, object>;
    const { cancel_requested: _cancel, ...older } = file;
    const { next_retry_at: _later, ...record } = run;
    await writeFile(fileOf(run, 'run.json'), JSON.stringify({ ...older, run: record }));
    await reopen();
    expect(await repository.find(run.run_id)).toEqual(run);
    expect(await repository.takeOrphans(sampleLease(), sampleTime(0), 1)).toEqual([held(run, 2)]);
    await repository.commit({ run: { ...run, status: 'failed' }, rows: [], token: 2 });
  });
});

describe('a folder that was not made to its end', () => {
  it("is gone after reopening, and in nobody's way before", async () => {
    const run = sampleRun('1');
    const unfinished = join(folder, `${run.run_id}.new`);
    const leave = async () => {
      await mkdir(unfinished);
      await writeFile(join(unfinished, 'checkpoint-a-3.json'), '{}');
    };
    await leave();
    await repository.create(newRun(run));
    expect(await readdir(join(folder, run.run_id))).toEqual(['request.json', 'run.json', 'runlog.jsonl']);
    await leave();
    await reopen();
    expect(await readdir(folder)).toEqual(['index.jsonl', 'lock', 'lock.sqlite3', run.run_id]);
  });
});

describe('a damaged run', () => {
  it.each(['', '{"run":', 'null\u0000', 'null', '{}', '{"run":null,"log_bytes":0}'])(
    'whose run.json is %j is the only one that cannot be read',
    async (text) => {
      const [sound, damaged] = [await createRun('1'), await createRun('2')];
      await writeFile(fileOf(damaged, 'run.json'), text);
      await reopen();
      const listed = damagedRun(damaged.run_id, describeError(new CorruptRunlogError(damaged.run_id, null)));
      const list = (filter: RunFilter) => repository.list({ filter, limit: 10, offset: 0 });
      expect(await list({})).toEqual({ items: [sound, listed], total: 2 });
      expect(await list({ status: 'failed' })).toEqual({ items: [listed], total: 1 });
      expect(await repository.findExpired({ keepNewest: 0 }, 10)).toEqual([]);
      expect(await repository.readRows(sound.run_id, ALL)).toHaveLength(2);
      for (const reading of [
        repository.find(damaged.run_id),
        repository.readRows(damaged.run_id, ALL),
        repository.readCheckpoints(damaged.run_id),
      ]) {
        await expect(reading).rejects.toThrow(CorruptRunlogError);
      }
      const details = { run_id: damaged.run_id, seq: null };
      await expect(repository.find(damaged.run_id)).rejects.toMatchObject({
        code: 'RUN_LOG_CORRUPT',
        details,
      });
    },
  );

  it.each([
    ['is no JSON', (line: string) => line.replace('{', '[')],
    ['has the seq of another', (line: string) => line.replace('"seq":2', '"seq":7')],
  ])('names the row that %s, and gives those before it', async (_, damage) => {
    const run = await addRow(await createRun('1'), 'third');
    const lines = (await readFile(fileOf(run, 'runlog.jsonl'), 'utf8')).split('\n');
    lines[1] = damage(lines[1] ?? '');
    await writeFile(fileOf(run, 'runlog.jsonl'), lines.join('\n'));
    await expect(repository.readRows(run.run_id, ALL)).rejects.toMatchObject({
      message: 'Row 2 of the stored run log is damaged.',
      details: { run_id: run.run_id, seq: 2 },
    });
    expect(await repository.readRows(run.run_id, { ...ALL, throughSeq: 1 })).toEqual([
      stored(sampleRow(1, 'context')),
    ]);
  });

  it('names the first row that is missing', async () => {
    const run = await createRun('1');
    const [first] = (await readFile(fileOf(run, 'runlog.jsonl'), 'utf8')).split('\n');
    await writeFile(fileOf(run, 'runlog.jsonl'), `${first}\n`);
    await expect(repository.readRows(run.run_id, ALL)).rejects.toMatchObject({ details: { seq: 2 } });
  });

  it('can be deleted, though nothing of it can be read', async () => {
    const damaged = await createRun('1');
    await writeFile(fileOf(damaged, 'run.json'), '');
    await reopen();
    expect(await repository.delete(damaged.run_id, { now: sampleTime(0) })).toBe(true);
    expect(await repository.find(damaged.run_id)).toBeNull();
    expect(await readdir(folder)).toEqual(['index.jsonl', 'lock', 'lock.sqlite3']);
  });
});

describe('a deletion', () => {
  it('takes the folder away, and ends after a crash in the midst of it', async () => {
    const [first, second] = [await createRun('1'), await createRun('2')];
    for (const run of [first, second]) {
      await repository.commit({ run: { ...run, status: 'failed' }, rows: [], token: 1 });
    }
    expect(await repository.delete(first.run_id, { now: sampleTime(0) })).toBe(true);
    expect(await readdir(folder)).toEqual(['index.jsonl', 'lock', 'lock.sqlite3', second.run_id]);
    await rename(join(folder, second.run_id), join(folder, `${second.run_id}.deleted`));
    await reopen();
    expect(await readdir(folder)).toEqual(['index.jsonl', 'lock', 'lock.sqlite3']);
    expect(await repository.list({ filter: {}, limit: 1, offset: 0 })).toEqual({ items: [], total: 0 });
  });
});

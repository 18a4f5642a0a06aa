import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SAMPLE_REQUEST, sampleRow, sampleRun, stored, withRows } from '../../conformance/samples.js';
import type { RunRecord } from '../../domain/run.js';
import { CorruptRunlogError } from '../../run.errors.js';
import { FileRunRepository } from './file-run.repository.js';
import { FolderInUseError } from './folder-lock.js';

const ALL = { afterSeq: 0, types: [], limit: 1_000 };

let folder: string;
let repository: FileRunRepository;

/** Stores a run with two rows. */
async function createRun(id: string): Promise<RunRecord> {
  const rows = [sampleRow(1, 'context'), sampleRow(2, 'round', { text: 'a\u2028b\u0085c😀' })];
  const run = withRows(sampleRun(id), rows);
  await repository.create(run, SAMPLE_REQUEST, rows);
  return run;
}

/** Commits one further row. */
async function addRow(run: RunRecord, text: string): Promise<RunRecord> {
  const rows = [sampleRow(run.summary.rows + 1, 'round', { text })];
  const next = withRows(run, rows);
  await repository.commit({ run: next, rows });
  return next;
}

async function reopen(): Promise<void> {
  await repository.close();
  repository = await FileRunRepository.open(folder);
}

const fileOf = (run: RunRecord, name: string) => join(folder, run.run_id, name);

/** A process that lives until it is killed. */
async function startOwner(): Promise<ChildProcess & { readonly pid: number }> {
  const owner = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
  await once(owner, 'spawn');
  return owner as ChildProcess & { readonly pid: number };
}

async function end(owner: ChildProcess): Promise<void> {
  const ended = once(owner, 'exit');
  owner.kill('SIGKILL');
  await ended;
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
      await repository.commit({ run, rows, checkpoint: { stageNode: 'a', seq: run.summary.rows, state } });
    }
    await reopen();
    expect(await repository.readCheckpoints(run.run_id)).toEqual([
      { stageNode: 'a', seq: 4, state: '{"n":2}' },
    ]);
    expect(await readdir(join(folder, run.run_id))).toContain('checkpoint-a-4.json');
    expect(await readdir(join(folder, run.run_id))).not.toContain('checkpoint-a-3.json');
  });
});

describe('a damaged run', () => {
  it.each(['', '{"run":', 'null\u0000', 'null', '{}', '{"run":null,"log_bytes":0}'])(
    'whose run.json is %j is the only one that cannot be read',
    async (text) => {
      const [sound, damaged] = [await createRun('1'), await createRun('2')];
      await writeFile(fileOf(damaged, 'run.json'), text);
      await reopen();
      const { items, total } = await repository.list({ filter: {}, limit: 10, offset: 0 });
      expect({ items, total }).toEqual({ items: [sound], total: 1 });
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
});

const lockOf = (pid: number | undefined, bootedAt = Math.round(Date.now() / 1000 - uptime())) =>
  JSON.stringify({ pid, booted_at: bootedAt });

describe('the folder', () => {
  it.each([
    ['our own number, as a restarted container finds it', () => lockOf(process.pid)],
    ['a lock from before the machine was started', () => lockOf(1, 1_000_000_000)],
    ['a lock that was not written to its end', () => '{"pid":'],
  ])('is taken over when it holds %s', async (_, lock) => {
    const run = await createRun('1');
    await repository.close();
    await writeFile(join(folder, 'lock'), lock());
    repository = await FileRunRepository.open(folder);
    expect(await repository.find(run.run_id)).toEqual(run);
  });

  it('is refused while another process uses it, with a sentence that names the mend', async () => {
    await repository.close();
    const owner = await startOwner();
    try {
      await writeFile(join(folder, 'lock'), lockOf(owner.pid));
      const opening = FileRunRepository.open(folder);
      await expect(opening).rejects.toThrow(FolderInUseError);
      await expect(opening).rejects.toThrow(`used by process ${owner.pid}`);
      await expect(opening).rejects.toThrow('RUN_REPOSITORY=sqlite');
      expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(lockOf(owner.pid));
    } finally {
      await end(owner);
    }
  });

  it('is taken over when the process that used it is dead', async () => {
    const run = await createRun('1');
    await repository.close();
    const owner = await startOwner();
    await end(owner);
    await writeFile(join(folder, 'lock'), lockOf(owner.pid));
    repository = await FileRunRepository.open(folder);
    expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    expect(await repository.find(run.run_id)).toEqual(run);
  });

  it('is refused while this process itself uses it', async () => {
    await expect(FileRunRepository.open(folder)).rejects.toThrow(FolderInUseError);
  });

  it('is free again once the repository is closed', async () => {
    await repository.close();
    expect(await readdir(folder)).not.toContain('lock');
  });
});

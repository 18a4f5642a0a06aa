import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newRun, sampleRun } from '../../conformance/samples.js';
import { FileRunRepository } from './file-run.repository.js';
import { FolderInUseError } from './folder-lock.js';

let folder: string;
let repository: FileRunRepository;

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

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  repository = await FileRunRepository.open(folder);
});

afterEach(async () => {
  await repository.close();
  await rm(folder, { recursive: true });
});

const lockOf = (pid: number | undefined, bootedAt = Math.round(Date.now() / 1000 - uptime())) =>
  JSON.stringify({ pid, booted_at: bootedAt });

describe('the folder', () => {
  it.each([
    ['our own number, as a restarted container finds it', () => lockOf(process.pid)],
    ['a lock from before the machine was started', () => lockOf(1, 1_000_000_000)],
    ['a lock that was not written to its end', () => '{"pid":'],
  ])('is taken over when it holds %s', async (_, lock) => {
    const run = sampleRun('1');
    await repository.create(newRun(run));
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

  it('is refused while another process uses it, though the clock was set by an hour since', async () => {
    const lock = JSON.parse(await readFile(join(folder, 'lock'), 'utf8')) as { booted_at: number };
    await repository.close();
    const owner = await startOwner();
    try {
      const before = { ...lock, pid: owner.pid, booted_at: lock.booted_at + 3_600 };
      await writeFile(join(folder, 'lock'), JSON.stringify(before));
      await expect(FileRunRepository.open(folder)).rejects.toThrow(FolderInUseError);
    } finally {
      await end(owner);
    }
  });

  it('is taken over when the process that used it is dead', async () => {
    const run = sampleRun('1');
    await repository.create(newRun(run));
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

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StorageUnavailableError } from '../../runs/index.js';
import { newRun, sampleRun } from '../../testing/index.js';
import { FileRunRepository } from './file-run.repository.js';
import { FolderInUseError, FolderLock, FolderLockError } from './folder-lock.js';

let folder: string;
let repository: FileRunRepository;

/** A process that lives until it is killed. */
async function startProcess(): Promise<ChildProcess & { readonly pid: number }> {
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

/** The lock file of an earlier version, to which it was the lock. */
const earlierLockOf = (pid: number | undefined, bootedAt = Math.round(Date.now() / 1000 - uptime())) =>
  JSON.stringify({ pid, booted_at: bootedAt });

/** As a user who may write only what its permissions allow: root may write everything. */
async function asPlainUser(work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('the folder', () => {
  it.each([
    ['our own number, as a restarted container finds it', () => earlierLockOf(process.pid)],
    ['a lock from before the machine was started', () => earlierLockOf(1, 1_000_000_000)],
    ['a lock that was not written to its end', () => '{"pid":'],
    ['a lock that names nobody', () => 'null'],
  ])('is taken over when an earlier version left %s', async (_, lock) => {
    const run = sampleRun('1');
    await repository.create(newRun(run));
    await repository.close();
    await writeFile(join(folder, 'lock'), lock());
    repository = await FileRunRepository.open(folder);
    expect(await repository.find(run.run_id)).toEqual(run);
  });

  it('is refused while a process of an earlier version uses it, with a sentence that says what to do', async () => {
    await repository.close();
    const owner = await startProcess();
    try {
      await writeFile(join(folder, 'lock'), earlierLockOf(owner.pid));
      const opening = FileRunRepository.open(folder);
      await expect(opening).rejects.toThrow(FolderInUseError);
      await expect(opening).rejects.toThrow(`is used by process ${owner.pid}.`);
      await expect(opening).rejects.toThrow('RUN_REPOSITORY=sqlite');
      await expect(opening).rejects.toThrow(`is none of Project Dream's, remove ${join(folder, 'lock')}.`);
      expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(earlierLockOf(owner.pid));
    } finally {
      await end(owner);
    }
    repository = await FileRunRepository.open(folder); // the refusal kept no lock of its own
  });

  it('is taken over when the process of an earlier version that used it is dead', async () => {
    const run = sampleRun('1');
    await repository.create(newRun(run));
    await repository.close();
    const owner = await startProcess();
    await end(owner);
    await writeFile(join(folder, 'lock'), earlierLockOf(owner.pid));
    repository = await FileRunRepository.open(folder);
    expect(await repository.find(run.run_id)).toEqual(run);
  });

  it('is free, whatever its lock file says of living processes, when none of them has the lock', async () => {
    await repository.close();
    const living = await startProcess();
    try {
      const { booted_at } = JSON.parse(earlierLockOf(living.pid)) as { booted_at: number };
      await writeFile(join(folder, 'lock'), JSON.stringify({ pid: living.pid, booted_at, host: hostname() }));
      repository = await FileRunRepository.open(folder);
      const owner: unknown = JSON.parse(await readFile(join(folder, 'lock'), 'utf8'));
      expect(owner).toMatchObject({ pid: process.pid });
    } finally {
      await end(living);
    }
  });

  it('tells people and processes of earlier versions who uses it', async () => {
    const owner = JSON.parse(await readFile(join(folder, 'lock'), 'utf8')) as Record<string, unknown>;
    expect(owner).toEqual({ pid: process.pid, booted_at: expect.any(Number), host: hostname() });
  });

  it('is refused while this process itself uses it', async () => {
    await expect(FileRunRepository.open(folder)).rejects.toThrow(FolderInUseError);
    await expect(FileRunRepository.open(folder)).rejects.toThrow(
      `process ${process.pid} on host ${hostname()}`,
    );
  });

  it('is still refused to others after a refusal', async () => {
    await expect(FileRunRepository.open(folder)).rejects.toThrow(FolderInUseError);
    const other = new FolderLock(folder);
    await other.release(); // it never held the lock
    await expect(other.acquire()).rejects.toThrow(FolderInUseError);
  });

  it('keeps nothing but an empty lock file once the repository is closed', async () => {
    await repository.close();
    expect(await readdir(folder)).toEqual(['index.jsonl', 'lock.sqlite3']);
    expect((await stat(join(folder, 'lock.sqlite3'))).size).toBe(0);
  });

  it('is not written to any more when its lock file was removed, as others could lock a new one', async () => {
    await rm(join(folder, 'lock.sqlite3'));
    await expect(repository.create(newRun(sampleRun('1')))).rejects.toThrow(StorageUnavailableError);
    await repository.close();
    repository = await FileRunRepository.open(folder);
    await repository.create(newRun(sampleRun('1')));
  });

  it('is not used when the lock file may only be read, as nothing can be locked then', async () => {
    await repository.close();
    await chmod(folder, 0o777);
    await chmod(join(folder, 'lock.sqlite3'), 0o444);
    await asPlainUser(async () => {
      const opening = FileRunRepository.open(folder);
      await expect(opening).rejects.toThrow(FolderLockError);
      await expect(opening).rejects.toThrow(
        `${join(folder, 'lock.sqlite3')} cannot be locked (SQLITE_READONLY)`,
      );
    });
  });

  it('is not used when the lock file is something else', async () => {
    await repository.close();
    await writeFile(join(folder, 'lock.sqlite3'), 'something else');
    const opening = FileRunRepository.open(folder);
    await expect(opening).rejects.toThrow(FolderLockError);
    await expect(opening).rejects.toThrow('remove it while no process uses its folder');
    await rm(join(folder, 'lock.sqlite3'));
    repository = await FileRunRepository.open(folder);
  });
});

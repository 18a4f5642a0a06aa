import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from './durable-files.js';
import {
  isLivingEarlierVersion,
  isThisProcess,
  readOwner,
  thisOwner,
  type FolderOwner,
} from './folder-owner.js';
import { SystemLock } from './system-lock.js';

/** Another process uses the folder, or this one does already. */
export class FolderInUseError extends Error {
  /** @param owner who uses it, as far as that is known */
  constructor(path: string, owner: FolderOwner | null, hint = '') {
    super(
      `The file repository in ${path} is used by ${describe(owner)}. It takes one process at a time: end that one, ` +
        `choose another DATA_DIR, or use RUN_REPOSITORY=sqlite.${hint}`,
    );
    this.name = 'FolderInUseError';
  }
}

/** The lock of a folder cannot be taken, whether or not another process uses the folder. */
export class FolderLockError extends Error {
  constructor(file: string, cause: unknown) {
    const { code = 'no code' } = cause as NodeJS.ErrnoException;
    super(
      `The lock file ${file} cannot be locked (${code}). It must be an empty file that the service may write to, on a ` +
        `disk that has file locks: remove it while no process uses its folder, or choose another DATA_DIR.`,
      { cause },
    );
    this.name = 'FolderLockError';
  }
}

/**
 * Keeps other processes out of a folder. What counts is the system's lock on `lock.sqlite3`, which no process can leave
 * behind; `lock` names the owner, for people and for processes of earlier versions.
 */
export class FolderLock {
  /** The file that is locked. The lock keeps others out for as long as this very file is in the folder. */
  readonly file: string;
  private readonly ownerFile: string;
  private held: SystemLock | null = null;

  constructor(private readonly path: string) {
    this.file = join(path, 'lock.sqlite3');
    this.ownerFile = join(path, 'lock');
  }

  /**
   * @throws FolderInUseError
   * @throws FolderLockError
   */
  async acquire(): Promise<void> {
    const held = await this.take();
    if (!held) throw new FolderInUseError(this.path, await readOwner(this.ownerFile));
    try {
      await this.refuseEarlierVersion();
      await replaceFile(this.ownerFile, JSON.stringify(thisOwner()));
    } catch (error) {
      await held.free();
      throw error;
    }
    this.held = held;
  }

  /** Does nothing when the lock is not held. */
  async release(): Promise<void> {
    const { held } = this;
    if (!held) return;
    this.held = null;
    try {
      const owner = await readOwner(this.ownerFile);
      if (owner && isThisProcess(owner)) await rm(this.ownerFile); // the folder may be another one by now
    } finally {
      await held.free();
    }
  }

  private async take(): Promise<SystemLock | null> {
    try {
      return await SystemLock.take(this.file);
    } catch (error) {
      throw new FolderLockError(this.file, error);
    }
  }

  /** Earlier versions know nothing of the system's lock. */
  private async refuseEarlierVersion(): Promise<void> {
    const owner = await readOwner(this.ownerFile);
    if (!owner || !isLivingEarlierVersion(owner)) return;
    const hint = ` If process ${owner.pid} is none of Project Dream's, remove ${this.ownerFile}.`;
    throw new FolderInUseError(this.path, owner, hint);
  }
}

function describe(owner: FolderOwner | null): string {
  if (!owner) return 'another process';
  return `process ${owner.pid}${owner.host === undefined ? '' : ` on host ${owner.host}`}`;
}

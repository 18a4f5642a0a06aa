import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Another process uses the folder. */
export class FolderInUseError extends Error {
  constructor(path: string, pid: number) {
    super(
      `The file repository in ${path} is used by process ${pid}. It takes one process at a time: end that one, ` +
        `choose another DATA_DIR, or use RUN_REPOSITORY=sqlite.`,
    );
    this.name = 'FolderInUseError';
  }
}

/** Keeps other processes out of a folder by a lock file; a dead owner's lock is taken over. */
export class FolderLock {
  private readonly file: string;

  constructor(private readonly path: string) {
    this.file = join(path, 'lock');
  }

  /** @throws FolderInUseError */
  async acquire(): Promise<void> {
    if (await this.tryCreate()) return;
    const owner = Number(await readFile(this.file, 'utf8').catch(() => ''));
    if (owner > 0 && isAlive(owner)) throw new FolderInUseError(this.path, owner);
    await rm(this.file, { force: true });
    if (!(await this.tryCreate())) throw new FolderInUseError(this.path, owner);
  }

  async release(): Promise<void> {
    await rm(this.file, { force: true });
  }

  private async tryCreate(): Promise<boolean> {
    try {
      const file = await open(this.file, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }
}

/** Whether a process exists (this one's own lock, left by an application that was not closed, counts too). */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

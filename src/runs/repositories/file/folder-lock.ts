import { readFileSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { uptime } from 'node:os';
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

/** Who holds a lock: a process, and since when the machine runs that it runs on. */
interface LockOwner {
  readonly pid: number;
  /** In whole seconds since 1970, as the wall clock says: another time after that was set. */
  readonly booted_at: number;
  /** What the system calls this run of the machine, whatever the clocks say; absent when it does not name it. */
  readonly boot_id?: string;
}

/** Where Linux names the run of the machine. */
const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';

/** Boot times are derived from two clocks: they may differ by this many seconds. */
const BOOT_TOLERANCE_S = 5;

/** Locks that this very process holds. */
const HELD = new Set<string>();

/** Keeps other processes out of a folder by a lock file; a dead owner's lock is taken over. */
export class FolderLock {
  private readonly file: string;

  constructor(private readonly path: string) {
    this.file = join(path, 'lock');
  }

  /** @throws FolderInUseError */
  async acquire(): Promise<void> {
    if (!(await this.tryCreate())) {
      const owner = await this.readOwner();
      if (owner && (HELD.has(this.file) || isAlive(owner))) throw new FolderInUseError(this.path, owner.pid);
      await rm(this.file, { force: true });
      if (!(await this.tryCreate())) throw new FolderInUseError(this.path, owner?.pid ?? 0);
    }
    HELD.add(this.file);
  }

  async release(): Promise<void> {
    HELD.delete(this.file);
    const owner = await this.readOwner();
    if (owner?.pid === process.pid) await rm(this.file, { force: true }); // the folder may be another one by now
  }

  /** Null when the lock was not written to its end: its owner died. */
  private async readOwner(): Promise<LockOwner | null> {
    try {
      return JSON.parse(await readFile(this.file, 'utf8')) as LockOwner;
    } catch {
      return null;
    }
  }

  private async tryCreate(): Promise<boolean> {
    try {
      const file = await open(this.file, 'wx');
      await file.writeFile(JSON.stringify(ourselves()));
      await file.close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }
}

function ourselves(): LockOwner {
  const boot_id = bootId();
  return { pid: process.pid, booted_at: bootedAt(), ...(boot_id !== null && { boot_id }) };
}

function bootedAt(): number {
  return Math.round(performance.timeOrigin / 1000 + performance.now() / 1000 - uptime());
}

function bootId(): string | null {
  try {
    return readFileSync(BOOT_ID_FILE, 'utf8').trim();
  } catch {
    return null; // not Linux, or hidden: the boot time has to do
  }
}

function isOfThisBoot({ booted_at, boot_id }: LockOwner): boolean {
  const current = bootId();
  if (boot_id !== undefined && current !== null) return boot_id === current;
  return Math.abs(bootedAt() - booted_at) <= BOOT_TOLERANCE_S;
}

/** Whether the owner still runs. Its number may be ours by now, as in a container: then it is dead. */
function isAlive(owner: LockOwner): boolean {
  const { pid } = owner;
  if (pid === process.pid || !isOfThisBoot(owner)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

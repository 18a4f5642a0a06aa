import { readFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { isMissing } from './durable-files.js';

/** The process that uses a folder, as it describes itself next to the lock. */
export interface FolderOwner {
  readonly pid: number;
  /** When its machine was started, in whole seconds since 1970. */
  readonly booted_at: number;
  /** Missing when the process is of an earlier version, to which this very file was the lock. */
  readonly host?: string;
}

/** Boot times are derived from two clocks: they may differ by this many seconds. */
const BOOT_TOLERANCE_S = 5;

/** This process. Earlier versions read its number and boot time, and keep out. */
export function thisOwner(): FolderOwner {
  return { pid: process.pid, booted_at: bootedAt(), host: hostname() };
}

export function isThisProcess(owner: FolderOwner): boolean {
  return owner.pid === process.pid && owner.host === hostname();
}

/** Null when nobody has written, or not to the end. */
export async function readOwner(path: string): Promise<FolderOwner | null> {
  try {
    const owner = JSON.parse(await readFile(path, 'utf8')) as Partial<FolderOwner> | null;
    return typeof owner?.pid === 'number' ? (owner as FolderOwner) : null;
  } catch (error) {
    if (error instanceof SyntaxError || isMissing(error)) return null;
    throw error;
  }
}

/**
 * Whether the owner is a process of an earlier version that still runs, on this machine. Its number may be ours by now,
 * as in a container: then it is dead.
 */
export function isLivingEarlierVersion({ pid, booted_at, host }: FolderOwner): boolean {
  if (host !== undefined) return false;
  if (pid === process.pid || Math.abs(bootedAt() - booted_at) > BOOT_TOLERANCE_S) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function bootedAt(): number {
  return Math.round(performance.timeOrigin / 1000 + performance.now() / 1000 - uptime());
}

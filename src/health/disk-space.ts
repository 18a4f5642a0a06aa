import { statfs } from 'node:fs/promises';

const MEBIBYTE = 1_048_576;

/** The disk has less free space than MIN_FREE_DISK_MB. The message may be shown to callers. */
export class DiskFullError extends Error {
  constructor(freeMb: number, leastMb: number) {
    super(`${freeMb} MiB free, at least ${leastMb} are wanted`);
    this.name = 'DiskFullError';
  }
}

/**
 * Describes how much space the service's user has on the disk of a folder.
 * @throws DiskFullError when that is less than `leastMb` (MiB)
 */
export async function checkDiskSpace(folder: string, leastMb: number): Promise<string> {
  const found = await statfs(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null; // a team's repository may store its runs elsewhere
    throw error;
  });
  if (!found) return 'there is no data folder';
  const { bavail, bsize } = found;
  const freeMb = Math.floor((bavail * bsize) / MEBIBYTE);
  if (freeMb < leastMb) throw new DiskFullError(freeMb, leastMb);
  return `${freeMb} MiB free`;
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Lets a process write no further into any file, as if the disk were full, or no further than to so many bytes, or lifts
 * that again. The system's own limit
 * on the size of files (RLIMIT_FSIZE, by `prlimit` of util-linux): it holds for root, too, and Node gets an error.
 */
export async function limitDisk(pid: number, limit: 'full' | 'free' | number): Promise<void> {
  const soft = typeof limit === 'number' ? String(limit) : { full: '1', free: 'unlimited' }[limit];
  await promisify(execFile)('prlimit', ['--pid', String(pid), `--fsize=${soft}:unlimited`]);
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Lets a process write no further into any file, as if the disk were full, or lifts that again. The system's own limit
 * on the size of files (RLIMIT_FSIZE, by `prlimit` of util-linux): it holds for root, too, and Node gets an error.
 */
export async function limitDisk(pid: number, limit: 'full' | 'free'): Promise<void> {
  const soft = limit === 'full' ? '1' : 'unlimited';
  await promisify(execFile)('prlimit', ['--pid', String(pid), `--fsize=${soft}:unlimited`]);
}

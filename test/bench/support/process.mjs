// Processes that a bench starts, and what the system says of them.
import { existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';

/** Of the times in /proc/<pid>/stat; Linux has 100 ticks a second on every machine that Node runs on. */
const MS_PER_TICK = 10;
const [UTIME, STIME] = [11, 12];
/** Whether the system tells of other processes. */
const HAS_PROC = existsSync('/proc/self/stat');

/** @returns the CPU time of a process so far, of all its threads, in milliseconds; null where there is no /proc */
export function cpuMs(pid) {
  if (!HAS_PROC) return null;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[UTIME]) + Number(fields[STIME])) * MS_PER_TICK;
}

/** @returns the memory that a process has resident, in MiB; null where there is no /proc */
export function residentMb(pid) {
  if (!HAS_PROC) return null;
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kilobytes) / 1024;
}

/** Ends a process at once; what it had in its data folder is thrown away anyway. */
export async function kill(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/**
 * Waits until a process has written something to stderr.
 * @returns what the pattern has met
 * @throws Error with all that the process wrote, when it ends before
 */
export function written(child, pattern) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (piece) => {
      text += piece;
      const met = pattern.exec(text);
      if (met) resolve(met);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`A process ended with status ${code}: ${text}`)));
  });
}

import { statSync } from 'node:fs';

/**
 * Tells whether files are still the ones they were: their sizes, inodes, and the times of their last change, which
 * nobody can set (ctime). Looked up while the process waits, since that takes a tenth of the time.
 */
export function stampOf(paths: readonly string[]): string {
  const stamps = paths.map((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats ? `${stats.size}:${stats.ino}:${stats.ctimeMs}` : 'none';
  });
  return stamps.join(' ');
}

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The largest file that is read as a pack, in bytes. */
export const MAX_PACK_BYTES = 16 * 1024 * 1024;

/** The bytes of a file, or why there are none. */
export type PackBytes = { readonly bytes: Buffer } | { readonly missing: boolean; readonly reason: string };

/** Reads a file of a pack folder by its name. Never throws. */
export type PackReader = (file: string) => Promise<PackBytes>;

/** Reads from a folder of the disk. */
export function folderReader(folder: string): PackReader {
  return async (file) => {
    try {
      const path = join(folder, file);
      const found = await stat(path); // before it is opened: opening a named pipe would wait for ever
      if (!found.isFile()) return refused('is not a file');
      if (found.size > MAX_PACK_BYTES) return refused(TOO_LARGE);
      const bytes = await readFile(path);
      return bytes.length > MAX_PACK_BYTES ? refused(TOO_LARGE) : { bytes };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      return code === 'ENOENT'
        ? { missing: true, reason: 'is missing' }
        : refused(`cannot be read (${code})`);
    }
  };
}

const TOO_LARGE = `is larger than ${MAX_PACK_BYTES / 1024 / 1024} MiB`;

function refused(reason: string): PackBytes {
  return { missing: false, reason };
}

import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file so that a reader, and a crash, finds either the old content or the new: temp file, then rename. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  await withFile(temporary, 'w', async (file) => {
    await file.writeFile(content);
    await file.datasync();
  });
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Writes `content` at `position`, cuts off whatever followed, and flushes it to the disk. */
export async function writeAt(path: string, position: number, content: string | Uint8Array): Promise<void> {
  await withFile(path, 'a', async (file) => {
    await file.truncate(position);
    await file.appendFile(content);
    await file.datasync();
  });
}

/** The bytes from a position on, fewer than asked for where the file ends; none when it is gone. */
export async function readAt(path: string, position: number, length: number): Promise<Buffer> {
  try {
    return await withFile(path, 'r', async (file) => {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    });
  } catch (error) {
    if (isMissing(error)) return Buffer.alloc(0);
    throw error;
  }
}

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  await withFile(path, 'r', (folder) => folder.sync());
}

/** Whether an error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'EISDIR';
}

type FileHandle = Awaited<ReturnType<typeof open>>;

async function withFile<T>(path: string, flags: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

import { randomUUID } from 'node:crypto';
import { access, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/project-dream-test', import.meta.url));
/** Builds of other sources that nobody can still be using. */
const STALE_MS = 3_600_000;

/**
 * A build that is made once for each name. Several jest workers may ask at the same time: a build appears all at once.
 * @param make puts the build into a folder that is not there yet
 * @returns the folder of the build
 */
export async function cachedBuild(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(CACHE, name);
  if (!(await exists(folder))) {
    await removeStale();
    const unfinished = `${folder}.${randomUUID()}`;
    await make(unfinished);
    await publish(unfinished, folder);
  }
  return folder;
}

/** Gives a finished build its name, unless another worker was there before. */
async function publish(unfinished: string, folder: string): Promise<void> {
  try {
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true });
    if (!(await exists(folder))) throw error;
  }
}

async function removeStale(): Promise<void> {
  const names = await readdir(CACHE).catch(() => []);
  for (const name of names) {
    const path = join(CACHE, name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

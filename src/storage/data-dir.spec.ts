import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { prepareDataDir } from './data-dir.js';
import { UnusableDataDirError } from './store.options.js';

describe('the data directory', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dream-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is made with the folders that it lies in, and left empty', async () => {
    const path = join(folder, 'a/b/c');
    await Promise.all([prepareDataDir(path), prepareDataDir(path)]);
    expect(await readdir(path)).toEqual([]);
    expect(await prepareDataDir(path)).toBeUndefined();
  });

  it('is refused when it is a file, or lies in one', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    for (const path of [file, join(file, 'below'), join(file, 'far/below')]) {
      await expect(prepareDataDir(path)).rejects.toThrow(/The data directory must be a folder, .*is a file/);
    }
  });

  it.each(['/proc/dream/data', '/proc', '/proc/self/fd/x', '/sys/dream', `/${'x'.repeat(300)}`])(
    'is refused when it is %s',
    async (path) => {
      await expect(prepareDataDir(path)).rejects.toThrow(UnusableDataDirError);
      await expect(prepareDataDir(path)).rejects.toThrow(/The data directory must be a folder/);
    },
  );
});

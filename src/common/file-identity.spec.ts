import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FileIdentity, FileReplacedError } from './file-identity.js';

describe('a file that is in use', () => {
  let folder: string;
  let path: string;
  let identity: FileIdentity;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'identity-'));
    path = join(folder, 'file');
    await writeFile(path, 'a');
    identity = new FileIdentity(path);
  });

  afterEach(() => rm(folder, { recursive: true }));

  const check = () => identity.assertUnchanged();

  it('may change its content', async () => {
    await writeFile(path, 'something longer');
    expect(check).not.toThrow();
  });

  it('must not be removed', async () => {
    await rm(path);
    expect(check).toThrow(FileReplacedError);
  });

  it('must not be replaced by another one', async () => {
    await writeFile(`${path}.new`, 'a');
    await rename(`${path}.new`, path);
    expect(check).toThrow(new FileReplacedError(path));
  });

  it('may be restored', async () => {
    await rename(path, `${path}.away`);
    expect(check).toThrow(FileReplacedError);
    await rename(`${path}.away`, path);
    expect(check).not.toThrow();
  });
});

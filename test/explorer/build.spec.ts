import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nestBuild } from '../support/nest-build.js';

/** Bytes of a first load, compressed by gzip. */
const BUDGET = 250_000;
/** Whatever is not part of the service: namespaces and links in messages of libraries are not asked for. */
const ASKED = /(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?\/\//;

describe('the build of the explorer', () => {
  let folder: string;
  let names: string[];

  beforeAll(async () => {
    folder = join(await nestBuild(), 'explorer');
    names = await readdir(folder, { recursive: true });
  }, 240_000);

  it('stays below the budget of a first load, all of its pages together', async () => {
    const sizes = await Promise.all(
      names
        .filter((name) => /\.(js|css)\.gz$/.test(name))
        .map(async (name) => (await readFile(join(folder, name))).length),
    );
    expect(sizes.length).toBeGreaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET);
  });

  it('has nothing inline, and asks nobody else for anything', async () => {
    const page = await readFile(join(folder, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=/);
    const styles = names.filter((name) => name.endsWith('.css'));
    for (const name of ['index.html', ...styles]) {
      expect(await readFile(join(folder, name), 'utf8')).not.toMatch(ASKED);
    }
  });
});

import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform, type Options } from '@swc/core';
import { cachedBuild } from './build-cache.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** As jest.config.mjs transforms the sources. */
const SWC: Options = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
  swcrc: false,
};

interface SourceFile {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly content: Buffer;
}

let built: Promise<string> | undefined;

/**
 * Compiles the service for child processes, unless this version of it has been compiled before.
 * @returns the folder with `main.js` and `index.js`
 */
export function buildService(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const files = await sourceFiles();
  const folder = await cachedBuild(hashOf(files), async (unfinished) => {
    await Promise.all(files.map((file) => compile(file, unfinished)));
  });
  return join(folder, 'dist');
}

/** Names the sources as they are now, with what they are compiled by. */
export async function sourceHash(): Promise<string> {
  return hashOf(await sourceFiles());
}

async function sourceFiles(): Promise<SourceFile[]> {
  const names = await readdir(join(ROOT, 'src'), { recursive: true });
  const wanted = names
    .filter((name) => /\.(ts|json|md)$/.test(name) && !name.endsWith('.spec.ts'))
    .toSorted();
  const paths = ['package.json', ...wanted.map((name) => join('src', name))];
  return Promise.all(paths.map(async (path) => ({ path, content: await readFile(join(ROOT, path)) })));
}

function hashOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256').update(JSON.stringify(SWC));
  for (const { path, content } of files) hash.update(`\0${path}\0`).update(content);
  return hash.digest('hex').slice(0, 16);
}

async function compile({ path, content }: SourceFile, folder: string): Promise<void> {
  const target = join(folder, path.replace(/^src\b/, 'dist').replace(/\.ts$/, '.js'));
  await mkdir(dirname(target), { recursive: true });
  if (!path.endsWith('.ts')) return writeFile(target, content);
  const { code } = await transform(content.toString(), { ...SWC, filename: join(ROOT, path) });
  await writeFile(target, code);
}

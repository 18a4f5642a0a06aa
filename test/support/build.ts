import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform, type Options } from '@swc/core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/project-dream-test');
/** Builds of other sources that nobody can still be using. */
const STALE_MS = 3_600_000;

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
 * Compiles the service for child processes, unless this version of it has been compiled before. Several jest workers
 * may ask at the same time: a build appears all at once.
 * @returns the folder with `main.js` and `index.js`
 */
export function buildService(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const files = await sourceFiles();
  const folder = join(CACHE, hashOf(files));
  if (!(await exists(folder))) {
    await removeStale();
    const unfinished = `${folder}.${randomUUID()}`;
    await Promise.all(files.map((file) => compile(file, unfinished)));
    await publish(unfinished, folder);
  }
  return join(folder, 'dist');
}

async function sourceFiles(): Promise<SourceFile[]> {
  const names = await readdir(join(ROOT, 'src'), { recursive: true });
  const wanted = names.filter((name) => /\.(ts|json)$/.test(name) && !name.endsWith('.spec.ts')).toSorted();
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
